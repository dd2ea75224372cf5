// How well soft-optimal play of a utility foretells the decisions of agents.
import type { FiniteMdp } from "../../environments/finite-mdp.ts";
import { solveDiscounted } from "../../solvers/discounted.ts";
import { bestActions, tieTolerance } from "../../solvers/greedy.ts";
import { solveSoft } from "../../solvers/soft.ts";
import type { LevelDecisions } from "./measured-agent.ts";

/** Decisions of one agent, level by level. */
export type Decisions = readonly LevelDecisions[];

/** Levels with a reward [states, actions] for each. */
export interface Utility {
  readonly mdps: readonly FiniteMdp[];
  readonly rewards: readonly Float64Array[];
  readonly discount: number;
}

/**
 * For each agent the mean over its decisions of log policy(a | s) + log|A|, in nats: above 0 where the soft-optimal policy of that rationality
 * foretells it better than chance. Plus and minus infinity stand for the limits.
 */
export function predictability(
  utility: Utility,
  rationality: number,
  agents: readonly Decisions[],
): number[] {
  if (rationality === 0) return agents.map(() => 0);
  const sums = agents.map(() => 0);
  utility.mdps.forEach((mdp, level) => {
    const { values, q, scale } = softSolution(
      mdp,
      utility.rewards[level] as Float64Array,
      utility.discount,
      rationality,
    );
    agents.forEach((agent, index) => {
      sums[index]! += scale * advantage(agent[level] as LevelDecisions, values, q);
    });
  });
  return sums.map((sum, index) => sum / decisionCount(agents[index] as Decisions));
}

export function decisionCount(agent: Decisions): number {
  return agent.reduce((sum, { weights }) => weights.reduce((total, weight) => total + weight, sum), 0);
}

/** Sum over decisions of E under the agent of Q(s, a) - V(s), which is (log policy + log|A|) / rationality. */
function advantage(
  { mdp, states, weights, probabilities }: LevelDecisions,
  values: Float64Array,
  q: Float64Array,
): number {
  const { actions } = mdp;
  let sum = 0;
  for (let index = 0; index < states.length; index++) {
    const state = states[index] as number;
    let expected = 0;
    for (let action = 0; action < actions; action++) {
      const probability = probabilities[index * actions + action] as number;
      if (probability > 0)
        expected += probability * ((q[state * actions + action] as number) - (values[state] as number));
    }
    sum += (weights[index] as number) * expected;
  }
  return sum;
}

/**
 * Soft values, whose differences times `scale` are log-probabilities. In the limit of rationality the policy keeps to the best
 * actions, and among them prefers those that leave it most freedom later: the soft values, at rationality 1, of a world
 * in which only best actions exist and nothing is paid.
 */
function softSolution(
  mdp: FiniteMdp,
  rewards: Float64Array,
  discount: number,
  rationality: number,
): { values: Float64Array; q: Float64Array; scale: number } {
  if (Number.isFinite(rationality))
    return { ...solveSoft(mdp, rewards, discount, rationality), scale: rationality };
  const wanted = rationality > 0 ? rewards : rewards.map((reward) => -reward);
  const best = bestActions(solveDiscounted(mdp, wanted, discount).q, mdp.actions, tieTolerance);
  const forbidden = Float64Array.from(best, (mark) => (mark === 1 ? 0 : -Infinity));
  return { ...solveSoft(mdp, forbidden, discount, 1), scale: 1 };
}
