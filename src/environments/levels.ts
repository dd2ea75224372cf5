// Sets of levels: generated, hashed, written to files and read back, compared.
import { z } from "zod";
import { InputError } from "../base/errors.ts";
import { type JsonObject, sha256Hex } from "../base/hash.ts";
import type { Rng } from "../base/rng.ts";
import { parseInput } from "../base/schema.ts";
import type { Environment, LevelDistribution } from "./environment.ts";

/** Levels of one environment, one after the other. */
export interface LevelSet {
  readonly environment: Environment;
  readonly count: number;
  /** [count, environment.levelLength] */
  readonly bytes: Uint8Array;
}

/** `count` random levels; the same ones for equal streams on every machine. */
export function generateLevels(
  environment: Environment,
  distribution: LevelDistribution,
  rng: Rng,
  count: number,
): LevelSet {
  const { levelLength } = environment;
  const bytes = new Uint8Array(count * levelLength);
  for (let index = 0; index < count; index++) distribution.generate(rng, bytes, index * levelLength);
  return { environment, count, bytes };
}

/** Puts single levels together. Each has environment.levelLength bytes. */
export function levelSet(environment: Environment, levels: readonly Uint8Array[]): LevelSet {
  const bytes = new Uint8Array(levels.length * environment.levelLength);
  levels.forEach((level, index) => {
    bytes.set(level, index * environment.levelLength);
  });
  return { environment, count: levels.length, bytes };
}

/** A view of one level of a set. [environment.levelLength] */
export function levelAt(levels: LevelSet, index: number): Uint8Array {
  const { levelLength } = levels.environment;
  return levels.bytes.subarray(index * levelLength, (index + 1) * levelLength);
}

/** The canonical name of a level: SHA-256 of the environment's id, a line end, and the level as text. */
export function levelHash(environment: Environment, level: Uint8Array): string {
  return sha256Hex(`${environment.id}\n${environment.printLevel(level)}`);
}

/** The same for a set: SHA-256 of the id, a line end, and the levels in order with a blank line between two. */
export function levelSetHash(levels: LevelSet): string {
  return sha256Hex(`${levels.environment.id}\n${texts(levels).join("\n\n")}`);
}

function texts(levels: LevelSet): string[] {
  return Array.from({ length: levels.count }, (_, index) =>
    levels.environment.printLevel(levelAt(levels, index)),
  );
}

/** A file of levels: comment lines that begin with `;`, then the levels with a blank line between two. */
export function printLevels(levels: LevelSet, comments: readonly string[] = []): string {
  const heading = comments.map((comment) => `; ${comment}\n`).join("");
  return `${heading}${texts(levels).join("\n\n")}\n`;
}

/**
 * Reads such a file; comments may stand on any line of their own. Throws an InputError that names the line of the
 * file where the level begins, and the place inside the level.
 */
export function parseLevels(environment: Environment, text: string): LevelSet {
  return levelSet(
    environment,
    blocksOf(text).map(({ line, rows }) => {
      try {
        return environment.parseLevel(rows.join("\n"));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        throw new InputError(`level from line ${line}: ${error.place}`, error.found, error.expected);
      }
    }),
  );
}

/** Runs of lines that are neither blank nor comments; a comment does not separate two levels. */
function blocksOf(text: string): { line: number; rows: string[] }[] {
  const blocks: { line: number; rows: string[] }[] = [];
  let inside = false;
  text.split(/\r?\n/).forEach((row, index) => {
    if (row.startsWith(";")) return;
    if (row.trim() === "") {
      inside = false;
      return;
    }
    if (!inside) blocks.push({ line: index + 1, rows: [] });
    inside = true;
    blocks.at(-1)?.rows.push(row);
  });
  return blocks;
}

const levelSchema = z.strictObject({ environment: z.string(), rows: z.array(z.string()).min(1) });

/** A level as JSON: the environment's id and the rows of its text. */
export function levelToJson(environment: Environment, level: Uint8Array): JsonObject {
  return { environment: environment.id, rows: environment.printLevel(level).split("\n") };
}

/** Inverse of levelToJson. Throws an InputError on another environment's level and on what parseLevel refuses. */
export function levelFromJson(environment: Environment, json: unknown): Uint8Array {
  const { environment: id, rows } = parseInput(levelSchema, json, "level");
  if (id !== environment.id) throw new InputError("level.environment", `"${id}"`, `"${environment.id}"`);
  return environment.parseLevel(rows.join("\n"));
}

/** How far two sets of levels are the same levels. */
export interface LevelOverlap {
  /** Distinct levels of each set. */
  readonly distinct: readonly [number, number];
  /** Distinct levels that are in both. */
  readonly shared: number;
  /** Hashes of the shared levels, in the order of the first set. */
  readonly hashes: readonly string[];
}

/** Counts shared levels by their hash, so that a test set can be shown to be disjoint from what was trained on. */
export function levelOverlap(first: LevelSet, second: LevelSet): LevelOverlap {
  const a = hashesOf(first);
  const b = hashesOf(second);
  const hashes = [...a].filter((hash) => b.has(hash));
  return { distinct: [a.size, b.size], shared: hashes.length, hashes };
}

function hashesOf(levels: LevelSet): Set<string> {
  return new Set(texts(levels).map((text) => sha256Hex(`${levels.environment.id}\n${text}`)));
}
