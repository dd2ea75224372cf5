// What came out of a learning stage, as a policy that acts: trained by any learner, or cloned.
import type { Rng } from "../base/rng.ts";
import type { Runtime } from "../engine/runtime.ts";
import { type Environment, objectiveNamed } from "../environments/environment.ts";
import type { LearningStage } from "../experiments/experiment.ts";
import { type Learner, type LearnerSettings, learnerOf } from "../learners/learner.ts";
import type { LearnedPolicy } from "../learners/training.ts";
import type { Parameters } from "../policies/networks/architecture.ts";

/** Acts with parameters of the stage, compiled for that many lanes; throws an InputError where they do not fit. */
export function learnedPolicy(
  stage: LearningStage,
  environment: Environment,
  parameters: Parameters,
  runtime: Runtime,
  lanes: number,
): Promise<LearnedPolicy> {
  const [learner, settings] = learnerOfStage(stage);
  const named = stage.kind === "train" ? stage.objective : undefined;
  const objective = objectiveNamed(environment, named ?? environment.baseObjective);
  return learner.policy(settings, environment, parameters, runtime, lanes, objective);
}

/** What the stage begins with, from the stream of the training. */
export function initialParameters(stage: LearningStage, environment: Environment, rng: Rng): Parameters {
  const [learner, settings] = learnerOfStage(stage);
  return learner.initial(settings, environment, rng);
}

/** A clone is a network like one that PPO trains: it begins and acts in the same way. */
function learnerOfStage(stage: LearningStage): [Learner, LearnerSettings] {
  const settings = stage as LearnerSettings;
  return [learnerOf(stage.kind === "clone" ? {} : settings), settings];
}
