import { expect, test } from "vitest";
import { tallied } from "./tallied.ts";

test("words are counted, each in its first place", () => {
  expect(tallied(["red", "undecided", "red"])).toBe("red 2, undecided");
  expect(tallied([])).toBe("");
});
