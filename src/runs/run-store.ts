// One run while it is being written: lines are added, checkpoints and replays put beside them, and at last the seal.
import { InnergapError } from "../base/errors.ts";
import { type Checkpoint, pruneCheckpoints, writeCheckpoint } from "./checkpoints.ts";
import { digestRun } from "./contents.ts";
import { appendDurably, makeFolderDurably, readOptional, writeAtomically } from "./durable.ts";
import type { FileSystem } from "./file-system.ts";
import {
  type EvaluationLine,
  type MetricsLine,
  type ReplayFile,
  type RunManifest,
  runFiles,
} from "./format.ts";
import { decodeLines, encodeLine, encodeSealed } from "./json-text.ts";
import { replayFileName } from "./layout.ts";

/** How a run ended. */
export interface RunEnd {
  readonly status: "complete" | "interrupted" | "failed";
  /** The time now, as an ISO 8601 string in UTC. */
  readonly now: string;
  /** What went wrong, for status "failed". */
  readonly error?: string;
}

/** A file that only grows. */
interface GrowingFile {
  readonly name: string;
  isNew: boolean;
  lines: number;
}

/** Made by `openRun`. Every method has written durably when it returns, or throws a ResourceError (exit code 5). */
export class RunStore {
  readonly #metrics: GrowingFile;
  readonly #evaluations: GrowingFile;
  #manifest: RunManifest;
  #release: (() => void) | null;
  /** Set when a line could not be added: where the file ends is then known only after opening the run again. */
  #broken = false;

  constructor(
    private readonly fs: FileSystem,
    readonly folder: string,
    manifest: RunManifest,
    release: () => void,
    /** How many of the newest checkpoints stay; undefined for all. */
    private readonly keep?: number,
  ) {
    this.#manifest = manifest;
    this.#release = release;
    this.#metrics = this.#growing(runFiles.metrics);
    this.#evaluations = this.#growing(runFiles.evaluations);
  }

  get manifest(): RunManifest {
    return this.#manifest;
  }

  appendMetrics(line: MetricsLine): void {
    this.#append(this.#metrics, [line]);
  }

  /** Adds lines in one write. */
  appendEvaluations(lines: readonly EvaluationLine[]): void {
    this.#append(this.#evaluations, lines);
  }

  /** Metrics and evaluations added before this call belong to the checkpoint; a resumed run cuts off later ones. */
  writeCheckpoint(checkpoint: Checkpoint): void {
    this.#mustBeOpen();
    const length = { metricsLines: this.#metrics.lines, evaluationLines: this.#evaluations.lines };
    writeCheckpoint(this.fs, this.folder, checkpoint, length);
    if (this.keep !== undefined) pruneCheckpoints(this.fs, this.folder, this.keep);
  }

  writeReplay(replay: ReplayFile): void {
    this.#mustBeOpen();
    const replays = `${this.folder}/${runFiles.replays}`;
    const name = replayFileName(replay.deployment, replay.policy);
    makeFolderDurably(this.fs, replays, "the folder of replays");
    writeAtomically(this.fs, replays, name, encodeLine(replay));
  }

  /** The run's own page; to be written before `finish`, so that it is sealed with the rest. */
  writeReport(html: string): void {
    this.#mustBeOpen();
    writeAtomically(this.fs, this.folder, runFiles.report, html);
  }

  /** Writes the final manifest, with the digests of all files when the run is complete, and gives the lock back. */
  finish({ status, now, error }: RunEnd): void {
    this.#mustBeOpen(status !== "complete");
    const digests = status === "complete" ? digestRun(this.fs, this.folder) : {};
    this.#manifest = { ...this.#manifest, status, finished: now, error: error ?? null, digests };
    writeAtomically(this.fs, this.folder, runFiles.manifest, encodeSealed(this.#manifest));
    this.release();
  }

  /** Gives the lock back without a final manifest, for a writer that cannot go on. Does nothing the second time. */
  release(): void {
    this.#release?.();
    this.#release = null;
  }

  #mustBeOpen(evenBroken = false): void {
    if (!this.#release) throw new InnergapError(`${this.folder} is not open for writing any more`);
    if (this.#broken && !evenBroken)
      throw new InnergapError(`a line could not be added to ${this.folder}: open it again`);
  }

  #growing(name: string): GrowingFile {
    const bytes = readOptional(this.fs, `${this.folder}/${name}`);
    const lines = bytes ? decodeLines(bytes, `${this.folder}/${name}`).ends.length : 0;
    return { name, isNew: bytes === null, lines };
  }

  #append(file: GrowingFile, lines: readonly object[]): void {
    this.#mustBeOpen();
    if (lines.length === 0) return;
    const bytes = new TextEncoder().encode(lines.map(encodeLine).join(""));
    try {
      appendDurably(this.fs, this.folder, file.name, bytes, file.isNew);
    } catch (error) {
      this.#broken = true;
      throw error;
    }
    file.isNew = false;
    file.lines += lines.length;
  }
}
