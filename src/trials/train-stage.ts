// The stage that trains a policy: cycle after cycle, with checkpoints from which it goes on to the same bytes.
import type { JsonObject } from "../base/hash.ts";
import { Rng } from "../base/rng.ts";
import { type Environment, type LevelDistribution, objectiveNamed } from "../environments/environment.ts";
import { disjointTraining } from "../experiments/disjoint-training.ts";
import type { Stage, TrainStage } from "../experiments/experiment.ts";
import { openSource } from "../experiments/plan.ts";
import { learnerOf } from "../learners/learner.ts";
import type { Training, TrainingSnapshot } from "../learners/training.ts";
import type { Parameters } from "../policies/networks/architecture.ts";
import {
  type Checkpoint,
  checkpointSteps,
  removeCheckpoint,
  type StoredCheckpoint,
} from "../runs/checkpoints.ts";
import type { MetricsLine } from "../runs/format.ts";
import type { DisjointDistribution } from "../shifts/disjoint.ts";
import { Interrupted, type StageContext, type TrainContext } from "./context.ts";

const parameterPrefix = "parameters/";

/** Trains to the end, from the checkpoint where there is one, and answers the trained parameters. */
export async function runTrainStage(
  stage: TrainStage,
  checkpoint: StoredCheckpoint | null,
  context: TrainContext,
): Promise<Parameters> {
  const rng = Rng.fromSeed(context.config.seed).fork("train");
  const { environment, distribution, kept } = levelsOf(stage, context);
  const training = await learnerOf(stage).create(stage, {
    environment,
    distribution,
    objective: objectiveNamed(environment, stage.objective ?? environment.baseObjective),
    shuffledRewards: stage.shuffledRewards ?? false,
    horizon: stage.horizon,
    rng,
    runtime: context.runtime,
  });
  try {
    if (checkpoint) training.restore(toSnapshot(checkpoint));
    else context.store.writeCheckpoint(toCheckpoint(training));
    await trainToEnd(training, stage, kept, context);
    return training.parameters();
  } finally {
    await training.release();
  }
}

/** What is trained on, and what counts the levels that are kept out of it: null where none are. */
function levelsOf(
  stage: TrainStage,
  { config }: TrainContext,
): { environment: Environment; distribution: LevelDistribution; kept: DisjointDistribution | null } {
  if (!stage.disjoint) return { ...openSource(stage.source), kept: null };
  const { environment, distribution } = disjointTraining(stage, config.stages as unknown as Stage[], "train");
  return { environment, distribution, kept: distribution };
}

async function trainToEnd(
  training: Training,
  stage: TrainStage,
  kept: DisjointDistribution | null,
  context: TrainContext,
): Promise<void> {
  const { store, signal } = context;
  let saved = training.globalStep;
  while (training.globalStep < training.totalSteps) {
    if (signal.aborted) {
      if (saved < training.globalStep) store.writeCheckpoint(toCheckpoint(training));
      throw new Interrupted();
    }
    // Counted by cycle, so that a training taken up again writes the same lines.
    kept?.countAnew();
    const metrics = await cycleOrSave(training, context, saved);
    store.appendMetrics({ ...metrics, ...(kept && overlapMetrics(kept)) } as MetricsLine);
    if (isDue(saved, training, stage)) {
      store.writeCheckpoint(toCheckpoint(training));
      saved = training.globalStep;
    }
    tell(training, metrics, context);
  }
  removeUnscheduled(training, stage, context);
}

/** Levels of deployments that training met, and those that were drawn and kept out, in the cycle that has just ended. */
function overlapMetrics({ overlap, refused }: DisjointDistribution): Record<string, number> {
  return { "levels/overlap": overlap, "levels/kept_out": refused };
}

/** A cycle that fails leaves the training as it was: that last good state is kept before the error goes on. */
async function cycleOrSave(training: Training, { store }: TrainContext, saved: number) {
  try {
    return await training.cycle();
  } catch (error) {
    if (saved < training.globalStep) store.writeCheckpoint(toCheckpoint(training));
    throw error;
  }
}

/** Checkpoints are due where a multiple of the interval was passed, and at the end. */
function isDue(saved: number, training: Training, { checkpointInterval }: TrainStage): boolean {
  const passed = (step: number) => Math.floor(step / checkpointInterval);
  return passed(training.globalStep) > passed(saved) || training.globalStep === training.totalSteps;
}

/** An interruption leaves a checkpoint of its own; a finished training has only the scheduled ones, interrupted or not. */
function removeUnscheduled(training: Training, stage: TrainStage, { fs, folder }: TrainContext): void {
  for (const step of checkpointSteps(fs, folder)) {
    const isFirstPastInterval =
      Math.floor(step / stage.checkpointInterval) >
      Math.floor((step - training.stepsPerCycle) / stage.checkpointInterval);
    if (!isFirstPastInterval && step !== 0 && step !== training.totalSteps)
      removeCheckpoint(fs, folder, step);
  }
}

function tell(training: Training, metrics: Record<string, number>, { onProgress }: StageContext): void {
  onProgress({
    stage: "train",
    done: training.globalStep,
    total: training.totalSteps,
    unit: "steps",
    rate: metrics["charts/SPS"] ?? 0,
    episodicReturn: metrics["charts/episodic_return"] ?? null,
  });
}

function toCheckpoint(training: Training): Checkpoint {
  const { arrays, scalars } = training.snapshot();
  const isParameter = (name: string) => name.startsWith(parameterPrefix);
  const entries = Object.entries(arrays);
  return {
    step: training.globalStep,
    model: Object.fromEntries(
      entries
        .filter(([name]) => isParameter(name))
        .map(([name, tensor]) => [name.slice(parameterPrefix.length), tensor]),
    ),
    state: Object.fromEntries(entries.filter(([name]) => !isParameter(name))),
    info: scalars,
  };
}

function toSnapshot({ model, state, info }: Checkpoint): TrainingSnapshot {
  const parameters = Object.entries(model).map(([name, tensor]) => [parameterPrefix + name, tensor] as const);
  return { arrays: { ...Object.fromEntries(parameters), ...state }, scalars: info as JsonObject };
}
