// EPIC: rewards compared as if every state could follow every other.
import { type Geometry, pairwise } from "./geometry.ts";
import { type Steps, stepRewards, type TransitionRewards } from "./transition-rewards.ts";

/**
 * A canonical reward C(s, a, s') = steps (where possible) + source(s) + target(s'), over the states of the level and, where
 * episodes can end, the ended one.
 */
interface Canonical {
  /** [steps] */
  readonly steps: Float64Array;
  /** [states of the coverage] */
  readonly source: Float64Array;
  /** [states of the coverage] */
  readonly target: Float64Array;
}

/**
 * EPIC (Gleave et al. 2021, "Quantifying Differences in Reward Functions"): C(R)(s, a, s') = R(s, a, s') + gamma m(s') -
 * m(s) - gamma M, m(s) = E R(s, A, S'), M = E m(S); S, A and S' independent and uniform, S and S' over the level's states and
 * the ended one where there is one. The distance sqrt((1 - rho) / 2) has Pearson's rho under the same coverage, so
 * triples that cannot happen count too. Time: steps + states per reward, never states squared.
 */
export function epicGeometry(
  steps: Steps,
  rewards: readonly TransitionRewards[],
  discount: number,
): Geometry {
  const canonical = rewards.map((reward) => canonicalised(steps, reward, discount));
  const triples = canonical[0] ? canonical[0].source.length ** 2 * steps.mdp.actions : 0;
  return {
    products: pairwise(rewards.length, (i, j) => product(steps, canonical[i]!, canonical[j]!, triples)),
    means: rewards.map(() => 0),
    sizes: rewards.map(largest),
  };
}

/** Largest absolute value of the parts of a reward. */
export function largest({ transitions, source, target }: TransitionRewards): number {
  const most = (values: Float64Array) => values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  return most(transitions) + most(source) + most(target);
}

function canonicalised(steps: Steps, reward: TransitionRewards, discount: number): Canonical {
  const { states, actions } = steps.mdp;
  const covered = states + (steps.successors.includes(states) ? 1 : 0);
  const paid = stepRewards(steps, reward);
  // m of the steps' part; the parts paid on every triple cancel but for target + discount x source.
  const potential = new Float64Array(covered);
  for (let state = 0, step = 0; state < states; state++) {
    let sum = 0;
    for (; step < (steps.rowOffsets[(state + 1) * actions] as number); step++) sum += paid[step] as number;
    potential[state] = sum / (actions * covered);
  }
  const target = potential.map(
    (mean, state) =>
      (reward.target[state] as number) + discount * (reward.source[state] as number) + discount * mean,
  );
  // E C = 0 fixes the constant.
  const constant = -meanOf(target);
  return { steps: paid, source: potential.map((mean) => -mean), target: target.map((t) => t + constant) };
}

/** E of C_1 C_2 over all triples. */
function product({ mdp, rowOffsets, successors }: Steps, one: Canonical, other: Canonical, triples: number) {
  const { states, actions } = mdp;
  let sparse = 0;
  for (let state = 0, step = 0; state < states; state++) {
    const here = one.source[state] as number;
    const there = other.source[state] as number;
    for (; step < (rowOffsets[(state + 1) * actions] as number); step++) {
      const paid = one.steps[step] as number;
      const otherPaid = other.steps[step] as number;
      if (paid === 0 && otherPaid === 0) continue;
      const to = successors[step] as number;
      const dense = here + (one.target[to] as number);
      const otherDense = there + (other.target[to] as number);
      sparse += paid * otherPaid + paid * otherDense + otherPaid * dense;
    }
  }
  const dense =
    meanProduct(one.source, other.source) +
    meanProduct(one.target, other.target) +
    meanOf(one.source) * meanOf(other.target) +
    meanOf(other.source) * meanOf(one.target);
  return sparse / triples + dense;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function meanProduct(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, value, k) => sum + value * (other[k] as number), 0) / one.length;
}
