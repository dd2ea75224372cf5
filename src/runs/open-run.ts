// One run while it is being written: opened anew or taken up where its newest good checkpoint left it.
import { DamagedDataError, InputError } from "../base/errors.ts";
import {
  checkpointSteps,
  latestGoodCheckpoint,
  pruneCheckpoints,
  removeCheckpoint,
  type StoredCheckpoint,
} from "./checkpoints.ts";
import {
  makeFolderDurably,
  readFile,
  readOptional,
  removeTemporaries,
  storageError,
  writeAtomically,
} from "./durable.ts";
import { type FileSystem, listSorted } from "./file-system.ts";
import { type Fingerprint, formatVersion, type RunConfig, type RunManifest, runFiles } from "./format.ts";
import { decodeLines, encodeRecord, encodeSealed } from "./json-text.ts";
import { isLock } from "./layout.ts";
import { lockFolder } from "./lock.ts";
import { readManifest } from "./read-run.ts";
import { configHash, parseConfig } from "./records.ts";
import { RunStore } from "./run-store.ts";

/** What a run is begun or taken up with. */
export interface RunOpening {
  readonly config: RunConfig;
  readonly fingerprint: Fingerprint;
  /** The command that makes this run again. */
  readonly command: string;
  /** The time now, as an ISO 8601 string in UTC. */
  readonly now: string;
  /** How many of the newest checkpoints stay; all by default. */
  readonly keep?: number;
}

export interface OpenedRun {
  readonly store: RunStore;
  /** What to go on from; null for the beginning. Metrics and evaluations are cut back to it. */
  readonly checkpoint: StoredCheckpoint | null;
  /** Newer checkpoints that were damaged; they are gone now and will be written again. */
  readonly skipped: readonly DamagedDataError[];
  /** What executed the run so far, where that differs from now: the bytes may differ then, too. */
  readonly formerFingerprint: Fingerprint | null;
}

/**
 * Opens a run directory for writing: creates it, or takes it up from its newest good checkpoint. The caller holds its
 * lock until `finish` or `release`. Throws InputError for a run that is complete or has another configuration,
 * DamagedDataError when nothing good is left to go on from, ResourceError when the machine cannot.
 */
export function openRun(fs: FileSystem, folder: string, opening: RunOpening): OpenedRun {
  if (opening.config.hash !== configHash(opening.config)) {
    throw new InputError("config.hash", opening.config.hash, configHash(opening.config));
  }
  makeFolderDurably(fs, folder, "the run folder");
  const release = lockFolder(fs, folder);
  try {
    tidy(fs, folder);
    const manifest = readManifest(fs, folder);
    return manifest ? resume(fs, folder, opening, manifest, release) : begin(fs, folder, opening, release);
  } catch (error) {
    release();
    throw storageError(error, "open", folder, "its checkpoints are intact");
  }
}

/** Removes what interrupted writes have left. Refuses links: writing through one could change files elsewhere. */
function tidy(fs: FileSystem, folder: string): void {
  const link = listSorted(fs, folder).find(({ kind }) => kind === "link");
  if (link) throw new InputError(`${folder}/${link.name}`, "a link", "a file or folder of the run");
  for (const path of [folder, `${folder}/${runFiles.replays}`, `${folder}/${runFiles.checkpoints}`]) {
    removeTemporaries(fs, path);
  }
}

function begin(fs: FileSystem, folder: string, opening: RunOpening, release: () => void): OpenedRun {
  const foreign = listSorted(fs, folder).find(({ name }) => name !== runFiles.config && !isLock(name));
  if (foreign)
    throw new InputError(
      folder,
      `"${foreign.name}" in a folder without ${runFiles.manifest}`,
      "an empty folder or a run",
    );
  const { config, fingerprint, command, now } = opening;
  writeAtomically(fs, folder, runFiles.config, encodeRecord(config));
  const manifest: RunManifest = {
    format: formatVersion,
    kind: "run",
    status: "running",
    experiment: config.experiment,
    setting: config.setting,
    seed: config.seed,
    started: now,
    finished: null,
    fingerprint,
    command,
    error: null,
    digests: {},
  };
  writeAtomically(fs, folder, runFiles.manifest, encodeSealed(manifest));
  const store = new RunStore(fs, folder, manifest, release, opening.keep);
  return { store, checkpoint: null, skipped: [], formerFingerprint: null };
}

function resume(
  fs: FileSystem,
  folder: string,
  opening: RunOpening,
  before: RunManifest,
  release: () => void,
): OpenedRun {
  if (before.status === "complete")
    throw new InputError(folder, "a run that is complete", "one to go on with");
  checkSameConfig(fs, folder, opening.config);
  const { checkpoint, skipped } = latestGoodCheckpoint(fs, folder);
  cutLines(fs, `${folder}/${runFiles.metrics}`, checkpoint?.metricsLines ?? 0);
  cutLines(fs, `${folder}/${runFiles.evaluations}`, checkpoint?.evaluationLines ?? 0);
  for (const step of checkpointSteps(fs, folder)) {
    if (step > (checkpoint?.step ?? -1)) removeCheckpoint(fs, folder, step);
  }
  // A kill between a checkpoint and the removal of older ones leaves one too many.
  if (opening.keep !== undefined) pruneCheckpoints(fs, folder, opening.keep);
  const { fingerprint, now } = opening;
  const resumed = [...(before.resumed ?? []), { at: now, step: checkpoint?.step ?? null, fingerprint }];
  const manifest: RunManifest = {
    ...before,
    status: "running",
    finished: null,
    error: null,
    digests: {},
    resumed,
  };
  writeAtomically(fs, folder, runFiles.manifest, encodeSealed(manifest));
  const store = new RunStore(fs, folder, manifest, release, opening.keep);
  const same = encodeRecord(before.fingerprint) === encodeRecord(fingerprint);
  return { store, checkpoint, skipped, formerFingerprint: same ? null : before.fingerprint };
}

function checkSameConfig(fs: FileSystem, folder: string, config: RunConfig): void {
  const path = `${folder}/${runFiles.config}`;
  const stored = parseConfig(readFile(fs, path), path);
  if (stored.hash !== config.hash || stored.threads !== config.threads) {
    const shown = (of: RunConfig) =>
      `${of.experiment}, ${of.preset}, ${of.setting}, seed ${of.seed}, threads ${of.threads}, ${of.hash}`;
    throw new InputError(path, `the configuration ${shown(stored)}`, shown(config));
  }
}

/** Cuts a file of JSON Lines to its first `lines` lines; a torn tail goes, too. */
function cutLines(fs: FileSystem, path: string, lines: number): void {
  const bytes = readOptional(fs, path);
  if (bytes === null && lines === 0) return;
  const { ends } = decodeLines(bytes ?? new Uint8Array(0), path);
  if (ends.length < lines) {
    throw new DamagedDataError(
      path,
      `${ends.length} lines`,
      `at least the ${lines} that the checkpoint follows`,
    );
  }
  const length = lines === 0 ? 0 : ends[lines - 1]!;
  if (bytes && length < bytes.length) fs.truncate(path, length);
}
