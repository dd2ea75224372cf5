// Sets of levels: names, files, and what two sets share.
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { keysAndChests } from "./keys-and-chests.ts";
import {
  generateLevels,
  levelAt,
  levelFromJson,
  levelHash,
  levelOverlap,
  levelSet,
  levelSetHash,
  levelToJson,
  parseLevels,
  printLevels,
} from "./levels.ts";

const environment = keysAndChests.create({ height: 3, width: 6 });
const distribution = keysAndChests.levels(environment, { keys: [1, 1], chests: [1, 2] });
const [first, second, third] = [
  "######\n#@kc.#\n######",
  "######\n#@k.c#\n######",
  "######\n#.@kc#\n######",
] as const;
const set = (...texts: string[]) =>
  levelSet(
    environment,
    texts.map((text) => environment.parseLevel(text)),
  );
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

test("hashes are SHA-256 of what a person can write down", () => {
  expect(levelHash(environment, environment.parseLevel(first))).toBe(
    sha256(`innergap/KeysAndChests-v0\n######\n#@kc.#\n######`),
  );
  expect(levelSetHash(set(first, second))).toBe(sha256(`innergap/KeysAndChests-v0\n${first}\n\n${second}`));
});

test("a set is fixed by the stream, level by level", () => {
  const levels = generateLevels(environment, distribution, Rng.fromSeed("set"), 20);
  const fewer = generateLevels(environment, distribution, Rng.fromSeed("set"), 7);
  expect(levels.bytes).toHaveLength(20 * environment.levelLength);
  expect(levels.bytes.subarray(0, fewer.bytes.length)).toEqual(fewer.bytes);
  expect(levelSetHash(levels)).not.toBe(levelSetHash(fewer));
});

test("a file of levels reads back, with comments anywhere and more blank lines than needed", () => {
  const levels = generateLevels(environment, distribution, Rng.fromSeed("file"), 20);
  expect(parseLevels(environment, printLevels(levels, ["twenty levels", "of one kind"]))).toEqual(levels);
  const edited = `; mine\n\n${first}\n; still the same file\n  \n\n${second.replaceAll("\n", "\r\n; inside\r\n")}\n; end`;
  expect(parseLevels(environment, edited)).toEqual(set(first, second));
  expect(parseLevels(environment, "; nothing\n").count).toBe(0);
});

test("a wrong level in a file is found by its line", () => {
  const text = `; two levels\n${first}\n\n######\n#@k.x#\n######\n`;
  expect(() => parseLevels(environment, text)).toThrow(InputError);
  expect(() => parseLevels(environment, text)).toThrow("level from line 6: level row 2, column 5");
});

test("JSON holds rows to read, and is refused for another world", () => {
  const level = environment.parseLevel(second);
  const json = levelToJson(environment, level);
  expect(json).toEqual({ environment: environment.id, rows: ["######", "#@k.c#", "######"] });
  expect(levelFromJson(environment, json)).toEqual(level);
  expect(() => levelFromJson(environment, { ...json, environment: "innergap/Other-v0" })).toThrow(
    "level.environment",
  );
  expect(() => levelFromJson(environment, { ...json, rows: ["######", 3] })).toThrow("level.rows[1]");
});

test("the overlap counts distinct levels that two sets share", () => {
  const overlap = levelOverlap(set(first, second, first), set(third, first));
  expect(overlap).toEqual({
    distinct: [2, 2],
    shared: 1,
    hashes: [levelHash(environment, environment.parseLevel(first))],
  });
  expect(levelAt(set(first, second), 1)).toEqual(environment.parseLevel(second));
});
