// Whether the way to a proxy leads over the true goal.
import type { Objective } from "../../environments/environment.ts";
import type { FiniteMdp } from "../../environments/finite-mdp.ts";
import { plannerTable } from "../../solvers/discounted.ts";
import { policyStartValue } from "../../solvers/evaluation.ts";
import { bestStartValue } from "../../solvers/finite-horizon.ts";
import { expectedRewards } from "../../solvers/rewards.ts";

/** Above this share of what there is to be had, a level says little about who was after it. */
export const crossingShare = 0.1;

/**
 * What the planner of a proxy earns for the base objective on its way, as a share of the most that can be earned within
 * the horizon: both undiscounted and exact, so that with one goal per level it is the probability of reaching it by accident
 * (Langosco et al. 2022 keep levels where that is below .1). Null where nothing can be earned.
 */
export function crossing(
  mdp: FiniteMdp,
  base: Objective,
  proxy: Objective,
  { horizon, discount }: { readonly horizon: number; readonly discount: number },
): number | null {
  const rewards = expectedRewards(mdp, base);
  const most = bestStartValue(mdp, rewards, horizon, 1);
  if (most <= 0) return null;
  const planner = plannerTable(mdp, expectedRewards(mdp, proxy), discount);
  return policyStartValue(mdp, planner, rewards, horizon, 1) / most;
}
