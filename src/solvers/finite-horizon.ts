// Best values when so many steps are left: backward induction.
import { type FiniteMdp, statesWithin } from "../environments/finite-mdp.ts";
import { bestBackup, checkSetting } from "./backup.ts";

/** Turns the values with h steps to go into those with h + 1; answers whether any of the first `count` changed. */
type Backup = (next: Float64Array, out: Float64Array, count: number) => boolean;

/**
 * Best values with `horizon` steps to go: V_0 = 0, V_h(s) = max over a of r(s, a) + discount x E V_{h-1}(s').
 * [states + 1], the last of them 0. `allowed` [states * actions] restricts the choice.
 */
export function finiteHorizonValues(
  mdp: FiniteMdp,
  rewards: Float64Array,
  horizon: number,
  discount: number,
  allowed?: Uint8Array,
): Float64Array {
  checkSetting(horizon, discount);
  return induce(mdp, horizon, () => mdp.states, optimal(mdp, rewards, discount, allowed));
}

/**
 * The best value of a whole episode from the start, V_T(0). The same numbers as `finiteHorizonValues`, at less
 * cost: with h steps to go only the states within T - h steps of the start matter.
 */
export function bestStartValue(
  mdp: FiniteMdp,
  rewards: Float64Array,
  horizon: number,
  discount: number,
  allowed?: Uint8Array,
): number {
  checkSetting(horizon, discount);
  return startValue(mdp, horizon, optimal(mdp, rewards, discount, allowed));
}

/** The best values for every number of steps to go: entry h is V_h, [states + 1]; horizon + 1 entries. */
export function valuesByStepsToGo(
  mdp: FiniteMdp,
  rewards: Float64Array,
  horizon: number,
  discount: number,
): Float64Array[] {
  checkSetting(horizon, discount);
  const layers = [new Float64Array(mdp.states + 1)];
  for (let h = 1; h <= horizon; h++) {
    const values = new Float64Array(mdp.states + 1);
    bestBackup(mdp, rewards, layers[h - 1] as Float64Array, discount, values, mdp.states);
    layers.push(values);
  }
  return layers;
}

/** The start's value after `horizon` backups, each over no more states than matter. */
export function startValue(mdp: FiniteMdp, horizon: number, backup: Backup): number {
  return induce(mdp, horizon, (toGo) => statesWithin(mdp, horizon - toGo), backup)[0] as number;
}

/**
 * Repeats a backup from V_0 = 0. It stops early once a backup changes nothing, for then no further one will: the
 * states that matter only become fewer.
 */
export function induce(
  mdp: FiniteMdp,
  horizon: number,
  count: (toGo: number) => number,
  backup: Backup,
): Float64Array {
  let next = new Float64Array(mdp.states + 1);
  let values = new Float64Array(mdp.states + 1);
  for (let toGo = 1; toGo <= horizon; toGo++) {
    const changed = backup(next, values, count(toGo));
    [next, values] = [values, next];
    if (!changed) break;
  }
  return next;
}

function optimal(mdp: FiniteMdp, rewards: Float64Array, discount: number, allowed?: Uint8Array): Backup {
  return (next, out, count) => bestBackup(mdp, rewards, next, discount, out, count, allowed);
}
