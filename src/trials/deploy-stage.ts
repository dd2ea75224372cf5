// The stage that puts a trained policy into worlds: one complete episode per level, measured and recorded.
import { Rng } from "../base/rng.ts";
import type { DeployStage, LearningStage, PolicyName } from "../experiments/experiment.ts";
import { deployedLevels } from "../experiments/plan.ts";
import { policyFromParameters, untrainedPolicy } from "../learners/train.ts";
import { blindedPolicy } from "../policies/blinded.ts";
import type { Parameters } from "../policies/networks/architecture.ts";
import type { Policy } from "../policies/policy.ts";
import type { StageContext } from "./context.ts";
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
  const { network } = trained.stage;
  const { environment } = levels;
  const agent = await policyFromParameters(environment, network, trained.parameters, runtime, lanes);
  const fresh = await untrainedPolicy(
    environment,
    network,
    Rng.fromSeed(config.seed).fork("train"),
    runtime,
    lanes,
  );
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
