// STARC: rewards compared by the advantages that they give to actions.
import { discountedPolicyValues } from "../../solvers/discounted.ts";
import { uniformTable } from "../../solvers/greedy.ts";
import { largest } from "./epic.ts";
import { type Geometry, pairwise, weightedMean, weightedProduct } from "./geometry.ts";
import { meanRewards, type Steps, type TransitionRewards } from "./transition-rewards.ts";

/**
 * STARC (Skalse et al. 2024) by value-adjusted levelling: c(R)(s, a) = E[R(s, a, S') + gamma V(S') - V(s)], S' ~ T(s, a), V the
 * value of the uniform policy in an endless episode; the norm is the root mean square over the level's states and
 * actions. The distance is that of c(R) / |c(R)|, in [0, 2]. discount: below 1.
 */
export function starcGeometry(
  steps: Steps,
  rewards: readonly TransitionRewards[],
  discount: number,
): Geometry {
  const canonical = rewards.map((reward) => starcCanonical(steps, reward, discount));
  const rows = steps.mdp.states * steps.mdp.actions;
  const weights = new Float64Array(rows).fill(1 / rows);
  return {
    products: pairwise(rewards.length, (i, j) => weightedProduct(weights, canonical[i]!, canonical[j]!)),
    means: canonical.map((values) => weightedMean(weights, values)),
    sizes: rewards.map(largest),
  };
}

/** c(R) of every row. [states * actions] */
export function starcCanonical(steps: Steps, reward: TransitionRewards, discount: number): Float64Array {
  const { mdp, rowOffsets, successors, probabilities } = steps;
  const means = meanRewards(steps, reward);
  const values = discountedPolicyValues(mdp, uniformTable(mdp.states, mdp.actions), means, discount);
  const canonical = new Float64Array(means.length);
  for (let row = 0, step = 0; row < means.length; row++) {
    let next = 0;
    for (; step < (rowOffsets[row + 1] as number); step++) {
      next += (probabilities[step] as number) * (values[successors[step] as number] as number);
    }
    const now = values[Math.floor(row / mdp.actions)] as number;
    canonical[row] = (means[row] as number) + discount * next - now;
  }
  return canonical;
}
