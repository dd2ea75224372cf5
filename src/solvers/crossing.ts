// Whether the way to a proxy leads over the true goal.
import type { Objective } from "../environments/environment.ts";
import type { FiniteMdp } from "../environments/finite-mdp.ts";
import { solveDiscounted } from "./discounted.ts";
import { policyStartValue } from "./evaluation.ts";
import { bestStartValue } from "./finite-horizon.ts";
import { uniformOverBest } from "./greedy.ts";
import { expectedRewards } from "./rewards.ts";

/** Above this share of what there is to be had, a level says little about who was after it. */
export const crossingShare = 0.1;

/** A value below which there is nothing left to gain. */
const nothingLeft = 1e-9;

/**
 * What the planner of a proxy earns for the base objective on its way, as a share of the most that can be earned within
 * the horizon: both undiscounted and exact, so that with one goal per level it is the probability of reaching it by accident
 * (Langosco et al. 2022 keep levels where that is below .1). Null where nothing can be earned. `discount`: the planner's.
 * A planner with nothing left to gain wanders about; `untilDone` leaves out what it comes upon then.
 */
export function crossing(
  mdp: FiniteMdp,
  base: Objective,
  proxy: Objective,
  {
    horizon,
    discount,
    untilDone = false,
  }: { readonly horizon: number; readonly discount: number; readonly untilDone?: boolean },
): number | null {
  const rewards = expectedRewards(mdp, base);
  const most = bestStartValue(mdp, rewards, horizon, 1);
  if (most <= 0) return null;
  const { values, q } = solveDiscounted(mdp, expectedRewards(mdp, proxy), discount);
  const planner = uniformOverBest(q, mdp.actions);
  const counted = untilDone
    ? rewards.map((reward, row) => (values[Math.floor(row / mdp.actions)]! > nothingLeft ? reward : 0))
    : rewards;
  return policyStartValue(mdp, planner, counted, horizon, 1) / most;
}

/** Whether some event is worth something to both: then what one earns on the other's way is no accident. */
export function paysForSame(one: Objective, other: Objective): boolean {
  return Object.entries(one.weights).some(([event, weight]) => weight > 0 && (other.weights[event] ?? 0) > 0);
}
