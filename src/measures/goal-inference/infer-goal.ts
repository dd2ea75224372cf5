// Which objective, how pursued, how sure: from one agent's decisions to the posterior over all hypotheses.
import type { GoalPosterior } from "../../runs/inference-format.ts";
import type { DecisionRecord } from "./decision-record.ts";
import type { GoalModel } from "./goal-model.ts";

/** The posterior over everything that could explain the decisions. The record's levels are those of the model. */
export function inferGoal(model: GoalModel, record: DecisionRecord): GoalPosterior {
  throw new Error(`not written yet: ${model.levels.count} levels, ${record.count} decisions`);
}
