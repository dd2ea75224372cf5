// Level texts are read strictly: every mistake is named with its place.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { parseGrid, printGrid } from "./grid-text.ts";

const size = { height: 4, width: 5 };
const things = { k: 4, c: 8 };

test("what is printed reads back, whatever stands inside the border", () => {
  const interior = fc.array(fc.constantFrom<string>("#", ".", " ", "k", "c"), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(interior, fc.nat(5), (letters, agentAt) => {
      const inside = letters.toSpliced(agentAt, 0, "@").join("");
      const text = `#####\n#${inside.slice(0, 3)}#\n#${inside.slice(3)}#\n#####`;
      const level = parseGrid(text, size, things);
      expect(printGrid(level, size, things)).toBe(text.replaceAll(" ", "."));
      expect(parseGrid(`${text.replaceAll("\n", "\r\n")}\r\n\r\n`, size, things)).toEqual(level);
    }),
  );
});

describe("mistakes", () => {
  const mistakes: readonly [name: string, text: string, place: string, words: string][] = [
    ["no agent", "#####\n#...#\n#...#\n#####", "level", 'exactly one "@"'],
    [
      "two agents",
      "#####\n#@..#\n#..@#\n#####",
      "level row 3, column 4",
      "the first is at level row 2, column 2",
    ],
    ["a missing row", "#####\n#@..#\n#####", "level", "3 rows"],
    ["a short row", "#####\n#@.#\n#...#\n#####", "level row 2", "4 columns"],
    ["a long row", "#####\n#@..#\n#....#\n#####", "level row 3", "6 columns"],
    ["an unknown letter", "#####\n#@.z#\n#...#\n#####", "level row 2, column 4", '"z"'],
    ["a letter of two code units", "#####\n#@🧀.#\n#...#\n#####", "level row 2, column 3", '"🧀"'],
    ["a letter beyond ASCII", "#####\n#@.ö#\n#...#\n#####", "level row 2, column 4", '"ö"'],
    ["a hole in the border", "##.##\n#@..#\n#...#\n#####", "level row 1, column 3", "as on the whole border"],
    [
      "an agent in the border",
      "#####\n@...#\n#...#\n#####",
      "level row 2, column 1",
      "as on the whole border",
    ],
    ["an indented level", "\n#####\n#@..#\n#...#\n#####", "level", "5 rows"],
    ["nothing", "", "level", "1 row,"],
  ];

  test.each(mistakes)("%s", (_name, text, place, words) => {
    let error: unknown;
    try {
      parseGrid(text, size, things);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).place).toBe(place);
    expect((error as InputError).message).toContain(words);
  });
});

test("a code that the world does not have is not printed", () => {
  expect(() => printGrid(Uint8Array.of(1, 64), { height: 1, width: 2 }, things)).toThrow("64");
});
