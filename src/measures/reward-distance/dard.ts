// DARD: rewards compared on the steps that a level allows.
import { largest } from "./epic.ts";
import { type Geometry, pairwise, weightedMean, weightedProduct } from "./geometry.ts";
import { type Steps, stepRewards, type TransitionRewards } from "./transition-rewards.ts";

/**
 * DARD (Wulfe et al. 2022, "Dynamics-Aware Comparison of Learned Reward Functions"): C(R)(s, a, s') = R(s, a, s') +
 * E[gamma R(s', A, S'') - R(s, A, S') - gamma R(S', A, S'')], A uniform, S' ~ T(s, A), S'' ~ T(s', A). S'' follows s' in
 * both places: only so do potentials cancel, and so R(S', A, S'') may ask for a step that cannot happen. Coverage: s and
 * a uniform, s' ~ T(s, a). The means are not 0; the distance is that of Pearson's rho.
 */
export function dardGeometry(
  steps: Steps,
  rewards: readonly TransitionRewards[],
  discount: number,
): Geometry {
  const { states, actions } = steps.mdp;
  const weights = steps.probabilities.map((probability) => probability / (states * actions));
  const canonical = rewards.map((reward) => dardCanonical(steps, reward, discount));
  return {
    products: pairwise(rewards.length, (i, j) => weightedProduct(weights, canonical[i]!, canonical[j]!)),
    means: canonical.map((values) => weightedMean(weights, values)),
    sizes: rewards.map(largest),
  };
}

/** C(R) of every possible step. [steps] */
export function dardCanonical(steps: Steps, reward: TransitionRewards, discount: number): Float64Array {
  const { mdp, rowOffsets, successors } = steps;
  const paid = stepRewards(steps, reward);
  // What is paid on every triple leaves this much of each state, as a place to step to.
  const dense = reward.target.map((target, state) => target + discount * (reward.source[state] as number));
  const paidFrom = new Float64Array(mdp.states + 1);
  const denseFrom = new Float64Array(mdp.states + 1);
  for (let state = 0; state < mdp.states; state++) {
    paidFrom[state] = meanStep(steps, state, (step) => paid[step] as number);
    denseFrom[state] = meanStep(steps, state, (step) => dense[successors[step] as number] as number);
  }
  const canonical = new Float64Array(paid.length);
  for (let state = 0, step = 0; state < mdp.states; state++) {
    for (; step < (rowOffsets[(state + 1) * mdp.actions] as number); step++) {
      const to = successors[step] as number;
      canonical[step] =
        (paid[step] as number) +
        discount * (paidFrom[to] as number) -
        (paidFrom[state] as number) -
        discount * crossed(steps, paid, state, to) +
        ((dense[to] as number) - (denseFrom[state] as number));
    }
  }
  return canonical;
}

/** Mean of a figure over the steps from a state under uniform actions. */
function meanStep(
  { mdp, rowOffsets, probabilities }: Steps,
  state: number,
  figure: (step: number) => number,
) {
  let sum = 0;
  const end = rowOffsets[(state + 1) * mdp.actions] as number;
  for (let step = rowOffsets[state * mdp.actions] as number; step < end; step++) {
    sum += (probabilities[step] as number) * figure(step);
  }
  return sum / mdp.actions;
}

/** E R(S', A, S'') of the steps' part: S' follows `state` and S'' follows `to`, both after the same uniform action. */
function crossed(steps: Steps, paid: Float64Array, state: number, to: number): number {
  const { mdp, rowOffsets, successors, probabilities } = steps;
  const { states, actions } = mdp;
  let sum = 0;
  for (let action = 0; action < actions; action++) {
    const row = state * actions + action;
    for (let first = rowOffsets[row] as number; first < (rowOffsets[row + 1] as number); first++) {
      const from = successors[first] as number;
      // An ended episode stays ended, and is paid nothing.
      if (from === states) continue;
      const onward = from * actions + action;
      for (let step = rowOffsets[onward] as number; step < (rowOffsets[onward + 1] as number); step++) {
        if (paid[step] === 0) continue;
        const probability = probabilityOf(steps, to, action, successors[step] as number);
        sum += (probabilities[first] as number) * probability * (paid[step] as number);
      }
    }
  }
  return sum / actions;
}

/** T(successor | state, action), the ended state included. */
function probabilityOf(
  { mdp, rowOffsets, successors, probabilities }: Steps,
  state: number,
  action: number,
  successor: number,
): number {
  if (state === mdp.states) return successor === state ? 1 : 0;
  const row = state * mdp.actions + action;
  for (let step = rowOffsets[row] as number; step < (rowOffsets[row + 1] as number); step++) {
    if (successors[step] === successor) return probabilities[step] as number;
  }
  return 0;
}
