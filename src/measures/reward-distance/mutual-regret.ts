// What each objective loses under the optimum of each other.
import type { Objective } from "../../environments/environment.ts";
import type { FiniteMdp } from "../../environments/finite-mdp.ts";
import { allowedRange } from "../../solvers/allowed-range.ts";
import { solveDiscounted } from "../../solvers/discounted.ts";
import { policyStartValue } from "../../solvers/evaluation.ts";
import { bestStartValue } from "../../solvers/finite-horizon.ts";
import { bestActions, uniformTable } from "../../solvers/greedy.ts";
import { expectedRewards } from "../../solvers/rewards.ts";
import { normalisedValue } from "../competence.ts";

/** Shares of what there is to be gained over random play; above 1 where the planner does worse than random. */
export interface MutualRegret {
  /** (V_i* - V_i(planner of j)) / (V_i* - V_i(random)), the planner uniform over its ties. [i][j] */
  readonly point: number[][];
  /** The same for the ties of j that suit i best, and worst. [i][j] */
  readonly least: number[][];
  readonly most: number[][];
  /** Levels left out under i: its optimum there lies less than 1e-3 above random play. [i] */
  readonly excluded: number[];
}

/** Values from the start of one level, under objective i. */
export interface LevelRegret {
  /** V_i*, V_i(random). [i] */
  readonly optimal: readonly number[];
  readonly random: readonly number[];
  /** V_i of the planners of j. [i][j] */
  readonly point: readonly (readonly number[])[];
  readonly best: readonly (readonly number[])[];
  readonly worst: readonly (readonly number[])[];
}

export interface RegretSetting {
  /** Horizon and discount of every value. */
  readonly horizon: number;
  readonly discount: number;
  /** Discount of the stationary planners, below 1. */
  readonly plannerDiscount: number;
}

/** Exact; planners are stationary, and their actions tie within 1e-9 of the best Q. */
export function levelRegret(
  mdp: FiniteMdp,
  objectives: readonly Objective[],
  { horizon, discount, plannerDiscount }: RegretSetting,
): LevelRegret {
  const rewards = objectives.map((objective) => expectedRewards(mdp, objective));
  const random = uniformTable(mdp.states, mdp.actions);
  const allowed = rewards.map((reward) =>
    bestActions(solveDiscounted(mdp, reward, plannerDiscount).q, mdp.actions),
  );
  const ranges = rewards.map((reward) =>
    allowed.map((marked) => allowedRange(mdp, marked, reward, horizon, discount)),
  );
  return {
    optimal: rewards.map((reward) => bestStartValue(mdp, reward, horizon, discount)),
    random: rewards.map((reward) => policyStartValue(mdp, random, reward, horizon, discount)),
    point: ranges.map((row) => row.map(({ uniform }) => uniform)),
    best: ranges.map((row) => row.map(({ best }) => best)),
    worst: ranges.map((row) => row.map(({ worst }) => worst)),
  };
}

/** Ratios of means over the levels. NaN where every level is left out. */
export function mutualRegret(levels: readonly LevelRegret[]): MutualRegret {
  const objectives = levels[0]?.optimal.map((_, i) => i) ?? [];
  const column = (i: number, values: "optimal" | "random") => levels.map((level) => level[values][i]!);
  const normalised = (i: number, j: number, which: "point" | "best" | "worst") =>
    normalisedValue(
      levels.map((level) => level[which][i]![j]!),
      column(i, "optimal"),
      column(i, "random"),
    );
  const matrix = (which: "point" | "best" | "worst") =>
    objectives.map((i) => objectives.map((j) => 1 - normalised(i, j, which).value));
  return {
    point: matrix("point"),
    least: matrix("best"),
    most: matrix("worst"),
    excluded: objectives.map((i) => normalised(i, i, "point").excluded),
  };
}
