// Runs the stages of one setting with one seed into a run directory, from where it was left to its end.
import type { Experiment, LearningStage, Stage } from "../experiments/experiment.ts";
import type { Parameters } from "../policies/networks/architecture.ts";
import type { StoredCheckpoint } from "../runs/checkpoints.ts";
import type { RunConfig } from "../runs/format.ts";
import { openRun } from "../runs/open-run.ts";
import { readManifest } from "../runs/read-run.ts";
import { runCloneStage } from "./clone-stage.ts";
import { runComputeStage } from "./compute-stage.ts";
import { Interrupted, type TrainContext, type TrialContext } from "./context.ts";
import { runDeployStage } from "./deploy-stage.ts";
import { runInferStage } from "./infer-stage.ts";
import { runModelStage } from "./model-stage.ts";
import { runTrainStage } from "./train-stage.ts";

export interface TrialOutcome {
  readonly status: "complete" | "interrupted";
  /** What a person should know of ("checkpoint 262144 was damaged and is written again"). */
  readonly notices: readonly string[];
}

/**
 * Runs a trial to its end, or until its signal asks it to stop. A complete run is left as it is; an interrupted or
 * killed one goes on from its newest good checkpoint to the same bytes. When a stage fails, the manifest says why and
 * the error goes on to the caller; everything before it stays readable.
 */
export async function runTrial(
  experiment: Experiment,
  config: RunConfig,
  folder: string,
  context: TrialContext,
): Promise<TrialOutcome> {
  const { fs, fingerprint, command } = context;
  if (readManifest(fs, folder)?.status === "complete") return { status: "complete", notices: [] };
  const opened = openRun(fs, folder, { config, fingerprint, command, now: now() });
  const { store } = opened;
  const notices = opened.skipped.map(
    (damage) => `${damage.message}; the run went on from an earlier checkpoint`,
  );
  if (opened.formerFingerprint)
    notices.push(`${folder} was begun on another machine or version: its bytes may differ`);
  try {
    await runStages(config, { ...context, folder, experiment, config, store }, opened.checkpoint);
    const report = context.report?.(folder);
    if (report) store.writeReport(report);
    store.finish({ status: "complete", now: now() });
    return { status: "complete", notices };
  } catch (error) {
    if (error instanceof Interrupted) {
      store.finish({ status: "interrupted", now: now() });
      return { status: "interrupted", notices };
    }
    finishFailed(store, error);
    throw error;
  }
}

/** The failure itself is what the caller must hear of, even where the disk cannot take the manifest any more. */
function finishFailed(store: TrainContext["store"], error: unknown): void {
  try {
    store.finish({
      status: "failed",
      now: now(),
      error: error instanceof Error ? error.message : String(error),
    });
  } catch {
    store.release();
  }
}

async function runStages(
  { stages }: RunConfig,
  context: TrainContext,
  checkpoint: StoredCheckpoint | null,
): Promise<void> {
  let trained: { stage: LearningStage; parameters: Parameters } | null = null;
  for (const stage of stages as unknown as readonly Stage[]) {
    if (context.signal.aborted) throw new Interrupted();
    if (stage.kind === "train") {
      trained = { stage, parameters: await runTrainStage(stage, checkpoint, context) };
    } else if (stage.kind === "clone") {
      trained = { stage, parameters: await runCloneStage(stage, checkpoint, context) };
    } else if (stage.kind === "compute") {
      await runComputeStage(stage, context);
    } else if (stage.kind === "infer") {
      await runInferStage(stage, context);
    } else if (stage.kind === "model") {
      await runModelStage(stage, context);
    } else {
      if (!trained) throw new Error(`stage ${stage.name} deploys a policy before any was trained`);
      await runDeployStage(stage, trained, context);
    }
  }
}

function now(): string {
  return new Date().toISOString();
}
