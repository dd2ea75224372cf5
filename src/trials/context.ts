// What a trial is handed: where to write, what to compute with, whom to tell, when to stop.
import type { Runtime } from "../engine/runtime.ts";
import type { Experiment } from "../experiments/experiment.ts";
import type { FileSystem } from "../runs/file-system.ts";
import type { Fingerprint, RunConfig } from "../runs/format.ts";
import type { RunStore } from "../runs/run-store.ts";
import type { StudyEvent } from "./progress.ts";

export interface TrialContext {
  readonly fs: FileSystem;
  readonly runtime: Runtime;
  readonly fingerprint: Fingerprint;
  /** The command that makes the run again. */
  readonly command: string;
  readonly signal: AbortSignal;
  readonly onProgress: (event: StageProgress) => void;
  /** The page of a finished run, as HTML; it is written before the manifest seals the run. */
  readonly report?: (folder: string) => string;
}

/** Progress of the stage that is being worked on. */
export type StageProgress = Pick<
  Extract<StudyEvent, { kind: "progress" }>,
  "stage" | "done" | "total" | "unit" | "rate" | "episodicReturn"
>;

/** Where stages that play episodes write what came out. */
export type RecordSink = Pick<RunStore, "appendEvaluations" | "writeReplay">;

/** What every stage of one trial works with. */
export interface StageContext extends Pick<TrialContext, "runtime" | "signal" | "onProgress"> {
  readonly experiment: Experiment;
  readonly config: Pick<RunConfig, "seed">;
  readonly store: RecordSink;
}

/** Training also writes checkpoints. */
export interface TrainContext extends StageContext, Pick<TrialContext, "fs"> {
  readonly folder: string;
  readonly config: Pick<RunConfig, "seed" | "stages">;
  readonly store: RunStore;
}

/** Thrown inside a stage when it was asked to stop and everything needed to go on is on disk. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}
