// Best values without a horizon, under a discount below 1.
import type { FiniteMdp } from "../environments/finite-mdp.ts";
import { actionValues, checkSetting, rowValue } from "./backup.ts";
import { componentsOf } from "./components.ts";
import { uniformOverBest } from "./greedy.ts";

/** Largest error of any value. */
export const discountedError = 1e-10;
/** Changes smaller than this many units in the last place of the largest value are rounding, not progress. */
const roundingUnits = 4;

export interface DiscountedSolution {
  /** V(s), [states + 1]; the last entry is 0. */
  readonly values: Float64Array;
  /** Q(s, a), [states, actions] */
  readonly q: Float64Array;
}

/**
 * V(s) = max over a of Q(s, a), Q(s, a) = r(s, a) + discount x E V(s'), for a stationary policy in an endless episode;
 * V errs by at most 1e-10 (or by rounding, where that is more).
 *
 * Value iteration in place (Gauss-Seidel) over one strongly connected component at a time, successors first: what an
 * episode cannot return to is final before it is used, and collecting things is rarely undone.
 */
export function solveDiscounted(mdp: FiniteMdp, rewards: Float64Array, discount: number): DiscountedSolution {
  checkSetting(Infinity, discount);
  const values = settle(mdp, discount, (state, next) => {
    let best = -Infinity;
    for (let row = state * mdp.actions; row < (state + 1) * mdp.actions; row++) {
      const value = rowValue(mdp, rewards, next, discount, row);
      if (value > best) best = value;
    }
    return best;
  });
  return { values, q: actionValues(mdp, rewards, values, discount) };
}

/** V(s) of a stationary policy [states, actions] in an endless episode, to the same accuracy. [states + 1] */
export function discountedPolicyValues(
  mdp: FiniteMdp,
  policy: Float64Array,
  rewards: Float64Array,
  discount: number,
): Float64Array {
  checkSetting(Infinity, discount);
  return settle(mdp, discount, (state, next) => {
    let value = 0;
    for (let row = state * mdp.actions; row < (state + 1) * mdp.actions; row++) {
      value += (policy[row] as number) * rowValue(mdp, rewards, next, discount, row);
    }
    return value;
  });
}

/**
 * The stationary planner: uniform over all actions within 1e-9 of the best Q at that discount. [states, actions]
 * This is the declared tie-break wherever one planner has to stand for all optimal ones.
 */
export function plannerTable(mdp: FiniteMdp, rewards: Float64Array, discount: number): Float64Array {
  return uniformOverBest(solveDiscounted(mdp, rewards, discount).q, mdp.actions);
}

/**
 * Repeats an update until no state of a component changes by more than e (1 - discount) / discount. Then every state's
 * Bellman residual is at most that change times the discount, so every value errs by at most e.
 */
function settle(
  mdp: FiniteMdp,
  discount: number,
  update: (state: number, values: Float64Array) => number,
): Float64Array {
  const { order, offsets } = componentsOf(mdp);
  const values = new Float64Array(mdp.states + 1);
  const tolerance = discount > 0 ? (discountedError * (1 - discount)) / discount : Number.MAX_VALUE;
  for (let component = 0; component + 1 < offsets.length; component++) {
    const first = offsets[component] as number;
    const last = (offsets[component + 1] as number) - 1;
    for (let forward = true, change = Infinity; change > tolerance; forward = !forward) {
      change = 0;
      let largest = 0;
      for (let k = first; k <= last; k++) {
        const state = order[forward ? k : first + last - k] as number;
        const value = update(state, values);
        change = Math.max(change, Math.abs(value - (values[state] as number)));
        largest = Math.max(largest, Math.abs(value));
        values[state] = value;
      }
      if (change <= roundingUnits * Number.EPSILON * largest) break;
    }
  }
  return values;
}
