// What a policy is worth, exactly: backward from the end of the episode.
import type { FiniteMdp } from "../environments/finite-mdp.ts";
import { checkSetting, policyBackup } from "./backup.ts";
import { induce, startValue } from "./finite-horizon.ts";

/** Action probabilities [states, actions]: the same at all times, or by the number of steps to go. */
export type PolicyTable = Float64Array | ((toGo: number) => Float64Array);

/**
 * V with `horizon` steps to go under a policy: V_0 = 0, V_h(s) = sum over a of pi_h(s, a) (r(s, a) + discount x
 * E V_{h-1}(s')). [states + 1]
 */
export function policyValues(
  mdp: FiniteMdp,
  policy: PolicyTable,
  rewards: Float64Array,
  horizon: number,
  discount: number,
): Float64Array {
  checkSetting(horizon, discount);
  let toGo = 0;
  return induce(
    mdp,
    horizon,
    () => mdp.states,
    (next, out, count) => {
      toGo++;
      return (
        policyBackup(mdp, rewards, next, discount, out, count, tableAt(policy, toGo)) ||
        typeof policy === "function"
      );
    },
  );
}

/** The policy's value of a whole episode from the start: `policyValues` there, at less cost. */
export function policyStartValue(
  mdp: FiniteMdp,
  policy: Float64Array,
  rewards: Float64Array,
  horizon: number,
  discount: number,
): number {
  checkSetting(horizon, discount);
  return startValue(mdp, horizon, (next, out, count) =>
    policyBackup(mdp, rewards, next, discount, out, count, policy),
  );
}

function tableAt(policy: PolicyTable, toGo: number): Float64Array {
  return typeof policy === "function" ? policy(toGo) : policy;
}
