// What perfect agents for one objective can be worth under another: first the one, then best or worst for the other.
import type { FiniteMdp } from "../environments/finite-mdp.ts";
import { type AllowedRange, allowedRange } from "./allowed-range.ts";
import { actionValues, bestBackup, checkSetting } from "./backup.ts";
import { solveDiscounted } from "./discounted.ts";
import { bestActions, tieTolerance } from "./greedy.ts";

/** Values from the start, all under the second objective; `uniform` of the policy uniform over all best actions. */
export type LexicographicRange = AllowedRange;

export interface LexicographicSetting {
  /** Horizon and discount of the value under the second objective. */
  readonly horizon: number;
  readonly discount: number;
  /** Discount of the stationary planner for the first objective. */
  readonly plannerDiscount: number;
}

/**
 * The values under `second` of all policies that are optimal for `first` as endless discounted planners are: in every
 * state they keep to the actions within 1e-9 of the best Q_first, and are otherwise free, chance and memory included.
 * Rewards: [states * actions].
 */
export function lexicographicRange(
  mdp: FiniteMdp,
  first: Float64Array,
  second: Float64Array,
  { horizon, discount, plannerDiscount }: LexicographicSetting,
): LexicographicRange {
  const allowed = bestActions(solveDiscounted(mdp, first, plannerDiscount).q, mdp.actions);
  return allowedRange(mdp, allowed, second, horizon, discount);
}

/**
 * The same for agents that are optimal for `first` within the horizon itself, at the same discount: the actions
 * allowed depend on the steps to go.
 */
export function finiteLexicographicRange(
  mdp: FiniteMdp,
  first: Float64Array,
  second: Float64Array,
  horizon: number,
  discount: number,
): Pick<LexicographicRange, "worst" | "best"> {
  checkSetting(horizon, discount);
  const opposite = negated(second);
  let primary = new Float64Array(mdp.states + 1);
  let best = new Float64Array(mdp.states + 1);
  let worst = new Float64Array(mdp.states + 1);
  for (let toGo = 1; toGo <= horizon; toGo++) {
    const allowed = bestActions(actionValues(mdp, first, primary, discount), mdp.actions, tieTolerance);
    primary = backedUp(mdp, first, primary, discount);
    best = backedUp(mdp, second, best, discount, allowed);
    worst = backedUp(mdp, opposite, worst, discount, allowed);
  }
  return { best: best[0] as number, worst: 0 - (worst[0] as number) };
}

function backedUp(
  mdp: FiniteMdp,
  rewards: Float64Array,
  next: Float64Array,
  discount: number,
  allowed?: Uint8Array,
): Float64Array<ArrayBuffer> {
  const out = new Float64Array(mdp.states + 1);
  bestBackup(mdp, rewards, next, discount, out, mdp.states, allowed);
  return out;
}

function negated(rewards: Float64Array): Float64Array {
  return rewards.map((reward) => -reward);
}
