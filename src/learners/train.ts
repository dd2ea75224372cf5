// Training by any learner.
import { type LearnerSettings, learnerOf } from "./learner.ts";
import type { Training, TrainingProblem } from "./training.ts";

export { policyFromParameters, untrainedPolicy } from "./trained-policies.ts";
export type { Training, TrainingSnapshot } from "./training.ts";

export type TrainingOptions = TrainingProblem & LearnerSettings;

/**
 * Sets a training up; nothing is learned before the first cycle. Throws an InputError on settings that do not fit each
 * other.
 */
export function createTraining(options: TrainingOptions): Promise<Training> {
  return learnerOf(options).create(options, options);
}
