// Hand-made agents: one way of acting where they count as trained, another where they are deployed.
import type { ReferenceAgent } from "../experiments/experiment.ts";
import { referenceAgentsSetting } from "../experiments/inference-plan.ts";
import { agentPolicy } from "../policies/agents.ts";
import type { AgentGroup, TrainingSide } from "./watched-agent.ts";

/** Levels whose solutions planners keep: no fewer than are played side by side. */
const cachedLevels = 256;

/**
 * `trainedOn` null leaves it open how well the agent does in training. Planners that name no discount take
 * `plannerDiscount`.
 */
export function referenceAgents(
  agents: readonly ReferenceAgent[],
  trainedOn: TrainingSide | null,
  plannerDiscount: number,
): AgentGroup[] {
  const options = { discount: plannerDiscount, cachedLevels };
  return agents.map(({ name, training, deployed }) => ({
    agents: [
      {
        setting: referenceAgentsSetting,
        seed: null,
        policy: name,
        step: null,
        trainedOn,
        act: () => ({
          model: null,
          policyFor: (environment, side) =>
            agentPolicy(environment, side === "training" ? training : deployed, options),
        }),
      },
    ],
    whole: false,
  }));
}
