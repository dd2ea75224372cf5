// What a sweep's folder says beside its runs: what was asked, call by call, before anything ran; and the ranking that came out.
import { InputError } from "../base/errors.ts";
import type { Json, JsonObject } from "../base/hash.ts";
import { parseInput, z } from "../base/schema.ts";
import { readOptional, writeAtomically } from "../runs/durable.ts";
import { type FileSystem, listSorted } from "../runs/file-system.ts";
import { formatVersion } from "../runs/format.ts";
import { decodeSealed, encodeSealed } from "../runs/json-text.ts";
import { isLock } from "../runs/layout.ts";

/** File names inside a sweep's folder; its runs lie in `trials/`. */
export const sweepFiles = {
  record: "sweep.json",
  ranking: "ranking.json",
  trials: "trials",
  report: "report.html",
} as const;

const declarationSchema = z.strictObject({
  created: z.string(),
  /** The command that asked for it. */
  command: z.string(),
  preset: z.string(),
  settings: z.array(z.string()),
  seeds: z.array(z.int()),
  /** What varies, as it was given. */
  vary: z.array(z.string()),
  /** "grid of 12 points", "8 random points, seed 0", with the rungs where there are some. */
  method: z.string(),
  /** What is ranked, and which end of it is best. */
  figure: z.string(),
  best: z.enum(["highest", "lowest"]),
});

const recordSchema = z.strictObject({
  format: z.literal(formatVersion),
  kind: z.literal("sweep"),
  experiment: z.string(),
  declarations: z.array(declarationSchema),
});

/** One call: written before anything runs. */
export type SweepDeclaration = z.output<typeof declarationSchema>;

/** `sweep.json`: every call that this folder has seen, oldest first. */
export type SweepRecord = z.output<typeof recordSchema>;

/** One point in the ranking. */
export interface RankedPoint {
  /** From 1; null where it has no figure. */
  readonly rank: number | null;
  /** What was varied, by path. */
  readonly values: Readonly<Record<string, Json>>;
  /** Rung that it reached, from 1, and its share of the full budget; 1 and 1 without halving. */
  readonly rung: number;
  readonly share: number;
  /** Seeds with a figure, and theirs; the seed is null where no chance plays a part. */
  readonly seeds: readonly (number | null)[];
  readonly perSeed: readonly number[];
  readonly mean: number | null;
  /** 95 % interval over seeds, from ten on. */
  readonly low: number | null;
  readonly high: number | null;
  /** Runs that failed, with their reasons. */
  readonly failures: readonly { readonly run: string; readonly error: string }[];
  /** Names of its runs below `trials/`. */
  readonly runs: readonly string[];
}

/** `ranking.json`: how the points of the last declaration came out. */
export interface SweepRanking {
  readonly format: number;
  readonly kind: "ranking";
  readonly experiment: string;
  readonly declaration: SweepDeclaration;
  /** Paths of what varies. */
  readonly paths: readonly string[];
  /** Below ten seeds: no claim. */
  readonly look: boolean;
  /** Best first. */
  readonly points: readonly RankedPoint[];
}

/** `sweep.json` of a folder, or null where there is none. Throws DamagedDataError or InputError. */
export function readSweepRecord(fs: FileSystem, folder: string): SweepRecord | null {
  const path = `${folder}/${sweepFiles.record}`;
  const bytes = readOptional(fs, path);
  if (bytes === null) return null;
  const { self: _, ...record } = decodeSealed(bytes, path);
  return parseInput(recordSchema, record, path);
}

/** Adds a declaration to `sweep.json`, which is made where there is none. The caller holds the folder's lock. */
export function declareSweep(
  fs: FileSystem,
  folder: string,
  experiment: string,
  declaration: SweepDeclaration,
): SweepRecord {
  const before = readSweepRecord(fs, folder) ?? beginning(fs, folder, experiment);
  if (before.experiment !== experiment) {
    throw new InputError(
      folder,
      `a sweep of ${before.experiment}`,
      `one of ${experiment}, or another folder`,
    );
  }
  const record = { ...before, declarations: [...before.declarations, declaration] };
  writeAtomically(fs, folder, sweepFiles.record, encodeSealed(record));
  return record;
}

function beginning(fs: FileSystem, folder: string, experiment: string): SweepRecord {
  const foreign = listSorted(fs, folder).find(({ name }) => !isLock(name));
  if (foreign !== undefined) {
    throw new InputError(
      folder,
      `"${foreign.name}" in a folder without ${sweepFiles.record}`,
      "an empty folder or a sweep",
    );
  }
  return { format: formatVersion, kind: "sweep", experiment, declarations: [] };
}

/** Writes the ranking and, last, its page. */
export function writeRanking(fs: FileSystem, folder: string, ranking: SweepRanking, page: string): void {
  writeAtomically(fs, folder, sweepFiles.ranking, encodeSealed(ranking as unknown as JsonObject));
  writeAtomically(fs, folder, sweepFiles.report, page);
}
