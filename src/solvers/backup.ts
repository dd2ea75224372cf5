// One step of dynamic programming: from the values after a step to the values before it.
import { InputError } from "../base/errors.ts";
import type { FiniteMdp } from "../environments/finite-mdp.ts";

/** Q(s, a) = r(s, a) + discount x sum over successors of p x next(s'), of one row. */
export function rowValue(
  mdp: FiniteMdp,
  rewards: Float64Array,
  next: Float64Array,
  discount: number,
  row: number,
): number {
  const { rowOffsets, successors, probabilities } = mdp;
  const end = rowOffsets[row + 1] as number;
  let expected = 0;
  for (let i = rowOffsets[row] as number; i < end; i++) {
    expected += (probabilities[i] as number) * (next[successors[i] as number] as number);
  }
  return (rewards[row] as number) + discount * expected;
}

/** Q for every row. [states * actions] */
export function actionValues(
  mdp: FiniteMdp,
  rewards: Float64Array,
  next: Float64Array,
  discount: number,
): Float64Array {
  const q = new Float64Array(mdp.states * mdp.actions);
  for (let row = 0; row < q.length; row++) q[row] = rowValue(mdp, rewards, next, discount, row);
  return q;
}

/**
 * out(s) = the best Q(s, a), for the first `count` states; with `allowed` [states * actions] only over actions marked
 * there. Answers whether any of these values differs from `next`.
 */
export function bestBackup(
  mdp: FiniteMdp,
  rewards: Float64Array,
  next: Float64Array,
  discount: number,
  out: Float64Array,
  count: number,
  allowed?: Uint8Array,
): boolean {
  const { actions, rowOffsets, successors, probabilities } = mdp;
  let changed = false;
  for (let state = 0, row = 0, i = 0; state < count; state++) {
    let best = -Infinity;
    for (let action = 0; action < actions; action++, row++) {
      const end = rowOffsets[row + 1] as number;
      let expected = 0;
      for (; i < end; i++) {
        expected += (probabilities[i] as number) * (next[successors[i] as number] as number);
      }
      if (allowed !== undefined && allowed[row] === 0) continue;
      const value = (rewards[row] as number) + discount * expected;
      if (value > best) best = value;
    }
    out[state] = best;
    if (best !== next[state]) changed = true;
  }
  return changed;
}

/** out(s) = sum over actions of policy(s, a) Q(s, a), for the first `count` states. Answers as `bestBackup` does. */
export function policyBackup(
  mdp: FiniteMdp,
  rewards: Float64Array,
  next: Float64Array,
  discount: number,
  out: Float64Array,
  count: number,
  policy: Float64Array,
): boolean {
  const { actions, rowOffsets, successors, probabilities } = mdp;
  let changed = false;
  for (let state = 0, row = 0, i = 0; state < count; state++) {
    let value = 0;
    for (let action = 0; action < actions; action++, row++) {
      const end = rowOffsets[row + 1] as number;
      let expected = 0;
      for (; i < end; i++) {
        expected += (probabilities[i] as number) * (next[successors[i] as number] as number);
      }
      value += (policy[row] as number) * ((rewards[row] as number) + discount * expected);
    }
    out[state] = value;
    if (value !== next[state]) changed = true;
  }
  return changed;
}

/** Refuses horizons and discounts that have no meaning; an infinite horizon needs a discount below 1. */
export function checkSetting(horizon: number, discount: number): void {
  const infinite = horizon === Infinity;
  if (!infinite && !(Number.isInteger(horizon) && horizon >= 0)) {
    throw new InputError("horizon", String(horizon), "a whole number of steps");
  }
  if (!(discount >= 0 && (infinite ? discount < 1 : discount <= 1))) {
    throw new InputError(
      "discount",
      String(discount),
      infinite ? "a number in [0, 1)" : "a number in [0, 1]",
    );
  }
}
