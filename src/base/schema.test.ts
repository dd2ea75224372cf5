// What is wrong with an input is said with its place, what was found and what was expected.
import { expect, test } from "vitest";
import { z } from "zod";
import { InputError } from "./errors.ts";
import { parseInput } from "./schema.ts";

const schema = z.strictObject({
  height: z.int().min(3).max(9).default(7),
  walls: z.strictObject({ kind: z.enum(["open", "blocks"]).default("open") }).prefault({}),
  keys: z
    .tuple([z.int().min(1), z.int().min(1)])
    .refine(([low, high]) => low <= high, "a range [low, high] with low <= high")
    .default([1, 2]),
  layers: z
    .array(z.strictObject({ size: z.number() }))
    .max(2)
    .optional(),
  name: z.string().min(1).optional(),
  rate: z.number().gt(0).lt(1).optional(),
  choice: z.union([z.strictObject({ left: z.number() }), z.string()]).optional(),
  mode: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("fast"), speed: z.number() }),
      z.strictObject({ kind: z.literal("slow") }),
    ])
    .optional(),
});

test("defaults are filled in, at every depth", () => {
  expect(parseInput(schema, {}, "levels")).toEqual({ height: 7, walls: { kind: "open" }, keys: [1, 2] });
  expect(parseInput(schema, { walls: {}, height: 3 }, "levels").walls).toEqual({ kind: "open" });
});

const mistakes: readonly [value: unknown, place: string, found: string, expected: string][] = [
  [3, "levels", "3", "an object"],
  [null, "levels", "null", "an object"],
  [{ height: "x" }, "levels.height", '"x"', "a number"],
  [{ height: null }, "levels.height", "null", "a number"],
  [{ height: 2.5 }, "levels.height", "2.5", "an integer"],
  [{ height: 1 }, "levels.height", "1", "a value of at least 3"],
  [{ height: 10 }, "levels.height", "10", "a value of at most 9"],
  [{ walls: { kind: "opn" } }, "levels.walls.kind", '"opn"', "one of open, blocks"],
  [{ keys: [1] }, "levels.keys", "[1]", "a number of items of at least 2"],
  [{ keys: [1, "2"] }, "levels.keys[1]", '"2"', "a number"],
  [{ keys: [2, 1] }, "levels.keys", "[2,1]", "a range [low, high] with low <= high"],
  [{ layers: [{ size: 1 }, {}] }, "levels.layers[1].size", "nothing", "a number"],
  [{ rate: 0 }, "levels.rate", "0", "a value above 0"],
  [{ rate: 1 }, "levels.rate", "1", "a value below 1"],
  [{ name: "" }, "levels.name", '""', "a number of characters of at least 1"],
  [{ choice: 3 }, "levels.choice", "3", "an object, or a string"],
  [{ mode: { kind: "fast", speed: "x" } }, "levels.mode.speed", '"x"', "a number"],
];

test.each(mistakes)("%j: %s", (value, place, found, expected) => {
  const error = failure(value);
  expect([error.place, error.found, error.expected]).toEqual([place, found, expected]);
});

const strangers: readonly [value: unknown, place: string, expected: string][] = [
  [{ heigth: 3 }, "levels.heigth", "did you mean height?"],
  [{ walls: { knd: "open" } }, "levels.walls.knd", "one of kind (did you mean kind?)"],
  [{ layers: [{ size: 1, sise: 2 }] }, "levels.layers[0].sise", "did you mean size?"],
  [{ mode: { kind: "fast", speed: 1, sped: 1 } }, "levels.mode.sped", "did you mean speed?"],
];

test.each(strangers)("an unknown name is told the known ones: %j", (value, place, expected) => {
  const error = failure(value);
  expect(error.place).toBe(place);
  expect(error.found).toBe("an unknown name");
  expect(error.expected).toContain(expected);
});

test("a long value is cut", () => {
  expect(failure({ height: "x".repeat(500) }).found).toHaveLength(63);
});

function failure(value: unknown): InputError {
  try {
    parseInput(schema, value, "levels");
  } catch (error) {
    if (error instanceof InputError) return error;
  }
  throw new Error("the value was taken");
}
