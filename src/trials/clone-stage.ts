// The stage that clones an expert: round after round, with a checkpoint of the first and of the last parameters.
import { Rng } from "../base/rng.ts";
import type { CloneStage } from "../experiments/experiment.ts";
import { openSource } from "../experiments/level-source.ts";
import { type Cloning, createCloning } from "../learners/imitation.ts";
import { agentPolicy } from "../policies/agents.ts";
import type { Parameters } from "../policies/networks/architecture.ts";
import type { StoredCheckpoint } from "../runs/checkpoints.ts";
import type { MetricsLine } from "../runs/format.ts";
import { Interrupted, type TrainContext } from "./context.ts";

/** Clones to the end and answers the parameters; what was interrupted before it begins anew, to the same bytes. */
export async function runCloneStage(
  stage: CloneStage,
  checkpoint: StoredCheckpoint | null,
  context: TrainContext,
): Promise<Parameters> {
  if (checkpoint && checkpoint.info.rounds === stage.cloning.rounds) return checkpoint.model;
  const { environment, distribution } = openSource(stage.source);
  const { horizon, network, cloning: settings, plannerDiscount, expert } = stage;
  const cloning = await createCloning({
    environment,
    distribution,
    horizon,
    network,
    cloning: settings,
    expert: agentPolicy(environment, expert, { discount: plannerDiscount }),
    // The stream of training, so that both begin with the same parameters.
    rng: Rng.fromSeed(context.config.seed).fork("train"),
    runtime: context.runtime,
  });
  try {
    if (!checkpoint) writeCheckpoint(cloning, context);
    await cloneToEnd(cloning, context);
    writeCheckpoint(cloning, context);
    return cloning.parameters();
  } finally {
    await cloning.release();
  }
}

async function cloneToEnd(cloning: Cloning, { store, signal, onProgress }: TrainContext): Promise<void> {
  const start = performance.now();
  while (cloning.roundsDone < cloning.totalRounds) {
    if (signal.aborted) throw new Interrupted();
    store.appendMetrics((await cloning.round()) as MetricsLine);
    onProgress({
      stage: "clone",
      done: cloning.roundsDone,
      total: cloning.totalRounds,
      unit: "rounds",
      rate: (cloning.roundsDone * 1000) / (performance.now() - start),
      episodicReturn: null,
    });
  }
}

function writeCheckpoint(cloning: Cloning, { store }: TrainContext): void {
  store.writeCheckpoint({
    step: cloning.globalStep,
    model: cloning.parameters(),
    state: {},
    info: { rounds: cloning.roundsDone },
  });
}
