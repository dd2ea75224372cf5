import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { editDistance, nearest, oneOf } from "./nearest.ts";

const word = string({ maxLength: 8 });

test("the distance is symmetric, zero only for equal words, and at most the longer length", () => {
  assert(
    property(word, word, (a, b) => {
      const edits = editDistance(a, b);
      expect(edits).toBe(editDistance(b, a));
      expect(edits === 0).toBe(a === b);
      expect(edits).toBeLessThanOrEqual(Math.max(a.length, b.length));
      expect(edits).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
    }),
  );
});

test("one edit of each kind costs one", () => {
  expect(editDistance("chest", "chests")).toBe(1);
  expect(editDistance("chests", "chest")).toBe(1);
  expect(editDistance("chest", "chess")).toBe(1);
  expect(editDistance("chest", "chets")).toBe(1);
});

test("a mistyped name finds its neighbour; a strange one finds nothing", () => {
  const names = ["keys-and-chests", "cheese-in-the-corner"];
  expect(nearest("keys-and-chest", names)).toBe("keys-and-chests");
  expect(nearest("KEYS-AND-CHESTS", names)).toBe("keys-and-chests");
  expect(nearest("xyzzy", names)).toBeNull();
  expect(nearest("a", ["b"])).toBeNull();
});

test("the expectation lists every candidate, and the likely one as a question", () => {
  expect(oneOf("rnu", ["run", "runs"])).toBe("one of run, runs (did you mean run?)");
  expect(oneOf("x", [])).toBe("nothing (there are none)");
});
