// Checkpoints: complete or absent, checked by digest before anything is taken from them.
import { DamagedDataError, InputError } from "../base/errors.ts";
import type { JsonObject } from "../base/hash.ts";
import { attempt, makeFolderDurably, readFile, storageError, temporaryName, writeNew } from "./durable.ts";
import { type FileSystem, listInside, removeTree } from "./file-system.ts";
import { type CheckpointManifest, formatVersion, runFiles } from "./format.ts";
import { encodeRecord, encodeSealed } from "./json-text.ts";
import { checkpointFiles, checkpointFolderName, checkpointStep } from "./layout.ts";
import { parseCheckpointManifest, parseObject } from "./records.ts";
import { decodeSafetensors, encodeSafetensors, type StoredTensors } from "./safetensors.ts";

/** Everything that training goes on from. */
export interface Checkpoint {
  /** Environment steps done. */
  readonly step: number;
  /** The network's parameters: what evaluates and what other programs read. */
  readonly model: StoredTensors;
  /** The learner's other arrays: optimiser, environments in flight, buffers. */
  readonly state: StoredTensors;
  /** The rest: counters, states of random streams. Finite numbers only. */
  readonly info: JsonObject;
}

/** How long the record was when a checkpoint was taken. */
export type RecordLength = Pick<CheckpointManifest, "metricsLines" | "evaluationLines">;

export interface StoredCheckpoint extends Checkpoint, RecordLength {}

const contentFiles = [checkpointFiles.model, checkpointFiles.state, checkpointFiles.info] as const;

/** The bytes of a checkpoint by file name, the manifest last. Equal checkpoints give equal bytes. */
export function encodeCheckpoint(
  checkpoint: Checkpoint,
  length: RecordLength,
  digest: (bytes: Uint8Array) => string,
): ReadonlyMap<string, Uint8Array> {
  const utf8 = new TextEncoder();
  const files = new Map<string, Uint8Array>([
    [checkpointFiles.model, encodeSafetensors(checkpoint.model)],
    [checkpointFiles.state, encodeSafetensors(checkpoint.state)],
    [checkpointFiles.info, utf8.encode(encodeRecord(checkpoint.info))],
  ]);
  const manifest: CheckpointManifest = {
    format: formatVersion,
    kind: "checkpoint",
    step: checkpoint.step,
    metricsLines: length.metricsLines,
    evaluationLines: length.evaluationLines,
    digests: Object.fromEntries([...files].map(([name, bytes]) => [name, digest(bytes)])),
  };
  return files.set(checkpointFiles.manifest, utf8.encode(encodeSealed(manifest)));
}

/**
 * Writes a checkpoint below `run`: all files in a temporary folder, the manifest last, then one rename. One that
 * stands there for the same step is replaced. Throws ResourceError when the machine cannot; earlier checkpoints are intact.
 */
export function writeCheckpoint(
  fs: FileSystem,
  run: string,
  checkpoint: Checkpoint,
  length: RecordLength,
): void {
  const all = `${run}/${runFiles.checkpoints}`;
  const target = `${all}/${checkpointFolderName(checkpoint.step)}`;
  const files = encodeCheckpoint(checkpoint, length, fs.digest);
  const temporary = `${all}/${temporaryName()}`;
  makeFolderDurably(fs, all, "the folder of checkpoints");
  try {
    fs.makeFolder(temporary);
    for (const [name, bytes] of files) writeNew(fs, `${temporary}/${name}`, bytes);
    fs.syncFolder(temporary);
    if (checkpointSteps(fs, run).includes(checkpoint.step)) removeCheckpoint(fs, run, checkpoint.step);
    fs.rename(temporary, target);
    fs.syncFolder(all);
  } catch (error) {
    attempt(() => removeTree(fs, temporary));
    throw storageError(error, "write the checkpoint", target, "the checkpoints before it are intact");
  }
}

/** Removes a checkpoint; renamed first, so that a kill never leaves half of one under its name. */
export function removeCheckpoint(fs: FileSystem, run: string, step: number): void {
  const all = `${run}/${runFiles.checkpoints}`;
  const temporary = `${all}/${temporaryName()}`;
  fs.rename(`${all}/${checkpointFolderName(step)}`, temporary);
  fs.syncFolder(all);
  removeTree(fs, temporary);
  fs.syncFolder(all);
}

/** Removes all but the newest `keep` checkpoints. */
export function pruneCheckpoints(fs: FileSystem, run: string, keep: number): void {
  if (!(Number.isSafeInteger(keep) && keep >= 1))
    throw new InputError("keep", String(keep), "a whole number from 1");
  try {
    for (const step of checkpointSteps(fs, run).slice(0, -keep)) removeCheckpoint(fs, run, step);
  } catch (error) {
    throw storageError(error, "remove old checkpoints of", run, "the newer ones are intact");
  }
}

/** The steps of a run's checkpoints, damaged ones included, in ascending order. */
export function checkpointSteps(fs: FileSystem, run: string): number[] {
  return listInside(fs, run, runFiles.checkpoints)
    .filter((entry) => entry.kind === "folder")
    .map((entry) => checkpointStep(entry.name))
    .filter((step) => step !== null);
}

/** The checkpoint of a step. Throws DamagedDataError naming the file when a byte of it is not what was written. */
export function readCheckpoint(fs: FileSystem, run: string, step: number): StoredCheckpoint {
  const folder = `${run}/${runFiles.checkpoints}/${checkpointFolderName(step)}`;
  const manifestPath = `${folder}/${checkpointFiles.manifest}`;
  const manifest = parseCheckpointManifest(readFile(fs, manifestPath), manifestPath);
  if (manifest.step !== step)
    throw new DamagedDataError(manifestPath, `step ${manifest.step}`, `step ${step}`);
  const [model, state, info] = contentFiles.map((name) => {
    const bytes = readFile(fs, `${folder}/${name}`);
    const expected = manifest.digests[name] ?? "no digest";
    const found = fs.digest(bytes);
    if (found !== expected) throw new DamagedDataError(`${folder}/${name}`, `SHA-256 ${found}`, expected);
    return bytes;
  }) as [Uint8Array, Uint8Array, Uint8Array];
  return {
    step,
    metricsLines: manifest.metricsLines,
    evaluationLines: manifest.evaluationLines,
    model: decodeSafetensors(model, `${folder}/${checkpointFiles.model}`),
    state: decodeSafetensors(state, `${folder}/${checkpointFiles.state}`),
    info: parseObject(info, `${folder}/${checkpointFiles.info}`),
  };
}

export interface LatestCheckpoint {
  /** Null when no checkpoint has been written yet. */
  readonly checkpoint: StoredCheckpoint | null;
  /** What is wrong with newer ones, newest first. */
  readonly skipped: readonly DamagedDataError[];
}

/**
 * The newest checkpoint that is as it was written; damaged ones are passed over and reported. Throws the newest
 * one's DamagedDataError when there are checkpoints and none is good.
 */
export function latestGoodCheckpoint(fs: FileSystem, run: string): LatestCheckpoint {
  const skipped: DamagedDataError[] = [];
  for (const step of checkpointSteps(fs, run).reverse()) {
    try {
      return { checkpoint: readCheckpoint(fs, run, step), skipped };
    } catch (error) {
      if (!(error instanceof DamagedDataError)) throw error;
      skipped.push(error);
    }
  }
  if (skipped[0]) throw skipped[0];
  return { checkpoint: null, skipped };
}
