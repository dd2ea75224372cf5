// The stage that computes the references of a deployment: exact figures, and some episodes to look at.
import { objectiveNamed } from "../environments/environment.ts";
import type { LevelSet } from "../environments/levels.ts";
import type { ComputeStage } from "../experiments/experiment.ts";
import { deployedLevels } from "../experiments/plan.ts";
import { computeReferences } from "../measures/references.ts";
import { plannerPolicy } from "../policies/planner.ts";
import type { Policy } from "../policies/policy.ts";
import { uniformPolicy } from "../policies/scripted.ts";
import { Interrupted, type StageContext } from "./context.ts";
import { recordEpisodes } from "./record-episodes.ts";

/** Levels on which planners play episodes for replays and measures; their figures come from all levels, exactly. */
const playedLevels = 32;

export async function runComputeStage(stage: ComputeStage, context: StageContext): Promise<void> {
  const levels = deployedLevels(stage.source, stage.count);
  await writeReferences(stage, levels, context);
  const { planners, plannerDiscount } = stage.references;
  const { environment } = levels;
  await play(stage, levels, uniformPolicy(), context);
  const few = { ...levels, count: Math.min(playedLevels, levels.count) };
  for (const name of planners) {
    const objective = objectiveNamed(environment, name);
    await play(stage, few, plannerPolicy(environment, { objective, discount: plannerDiscount }), context);
  }
}

async function writeReferences(stage: ComputeStage, levels: LevelSet, context: StageContext): Promise<void> {
  const { horizon, discount, references } = stage;
  const start = performance.now();
  const onLevel = (done: number, total: number) => {
    if (context.signal.aborted) throw new Interrupted();
    context.onProgress({
      stage: `compute ${stage.name}`,
      done,
      total,
      unit: "levels",
      rate: (done * 1000) / (performance.now() - start),
      episodicReturn: null,
    });
  };
  const request = { levels, deployment: stage.name, horizon, discount, ...references };
  const { optimum, behaviours } = await computeReferences(request, { onLevel });
  context.store.appendEvaluations([optimum, ...behaviours]);
}

function play(stage: ComputeStage, levels: LevelSet, policy: Policy, context: StageContext): Promise<void> {
  if (stage.replays === 0 && stage.measures.length === 0) return Promise.resolve();
  const lanes = Math.min(levels.count, 64);
  return recordEpisodes(
    { stage, levels, policy, policyName: policy.name, selection: "sampled", lanes },
    context,
  );
}
