// The stage that puts a trained policy into worlds: one complete episode per level, measured and recorded.
import { Rng } from "../base/rng.ts";
import type { DeployStage, LearningStage, PolicyName } from "../experiments/experiment.ts";
import { deployedLevels } from "../experiments/plan.ts";
import { blindedPolicy } from "../policies/blinded.ts";
import type { Parameters } from "../policies/networks/architecture.ts";
import type { Policy } from "../policies/policy.ts";
import type { StageContext } from "./context.ts";
import { initialParameters, learnedPolicy } from "./learned-policy.ts";
import { recordEpisodes } from "./record-episodes.ts";

/** Plays and records every policy that the stage names. */
export async function runDeployStage(
  stage: DeployStage,
  trained: { readonly stage: LearningStage; readonly parameters: Parameters },
  context: StageContext,
): Promise<void> {
  const levels = deployedLevels(stage.source, stage.count);
  const lanes = Math.min(stage.count, 256);
  const { runtime, config } = context;
  const { stage: learning, parameters } = trained;
  const { environment } = levels;
  const agent = await learnedPolicy(learning, environment, parameters, runtime, lanes);
  const initial = initialParameters(learning, environment, Rng.fromSeed(config.seed).fork("train"));
  const fresh = await learnedPolicy(learning, environment, initial, runtime, lanes);
  const policies: Record<PolicyName, [Policy, "sampled" | "greedy"]> = {
    "trained-sampled": [agent, "sampled"],
    "trained-greedy": [agent, "greedy"],
    "trained-blinded": [blindedPolicy(environment, agent, stage.blinded ?? []), "sampled"],
    untrained: [fresh, "sampled"],
  };
  try {
    for (const name of stage.policies) {
      const [policy, selection] = policies[name];
      await recordEpisodes({ stage, levels, policy, policyName: name, selection, lanes }, context);
    }
  } finally {
    await agent.release();
    await fresh.release();
  }
}
