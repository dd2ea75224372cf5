import { expect, test } from "vitest";
import { beside, sideBySide } from "./side-by-side.ts";

const red = (text: string) => `\u001b[31m${text}\u001b[0m`;

test("as many blocks stand in a row as there is room for, colours not counted", () => {
  const blocks = [["ab", "a"], [red("cd")], ["e", "f"]];
  expect(sideBySide(blocks, 7)).toEqual([`ab   ${red("cd")}`, "a", "", "e", "f"]);
  expect(sideBySide(blocks, 6)).toEqual(["ab", "a", "", red("cd"), "", "e", "f"]);
  expect(sideBySide(blocks, 100)).toEqual([`ab   ${red("cd")}   e`, "a         f"]);
});

test("a block that is too wide stands alone, and no blocks are no lines", () => {
  expect(sideBySide([["long line"], ["x"]], 3)).toEqual(["long line", "", "x"]);
  expect(sideBySide([], 80)).toEqual([]);
});

test("two blocks stand beside each other where they fit, else one below the other", () => {
  expect(beside(["abc", "a"], ["x", "y", "z"], 7)).toEqual(["abc   x", "a     y", "      z"]);
  expect(beside(["abc"], ["x"], 6)).toEqual(["abc", "x"]);
});
