// Agents with known goals: hypotheses of a model as policies, to see whether inference finds them again.
import type { Rng } from "../../base/rng.ts";
import type { Policy } from "../../policies/policy.ts";
import type { GoalModel } from "./goal-model.ts";

/** One hypothesis to the last choice: an objective with its form and noise, or a device. */
export interface PlantedGoal {
  /** Index into `model.objectives`. */
  readonly objective: number;
  /** Index into `model.forms`. */
  readonly form: number;
  readonly rationality: number;
  readonly lapse: number;
}

/** The agent that is exactly this hypothesis, on the model's levels. */
export function plantedPolicy(model: GoalModel, goal: PlantedGoal): Policy {
  throw new Error(`not written yet: ${model.levels.count}, ${goal.objective}`);
}

/** A hypothesis drawn from the prior that `inferGoal` uses. */
export function drawHypothesis(model: GoalModel, rng: Rng): PlantedGoal {
  throw new Error(`not written yet: ${model.levels.count}, ${rng.path}`);
}
