// The learner of a reward that an exact planner then pursues.
import type { Rng } from "../base/rng.ts";
import type { Runtime } from "../engine/runtime.ts";
import type { Environment } from "../environments/environment.ts";
import type { Parameters } from "../policies/networks/architecture.ts";
import { LearnedRewardTraining, rewardHead, rewardParameters, rewardPlanner } from "./learned-reward.ts";
import { parseReward, type RewardHyperparameters } from "./learned-reward-hyperparameters.ts";
import type { TrainingProblem } from "./training.ts";

export interface LearnedRewardSettings {
  readonly learner: "learned-reward";
  readonly reward: RewardHyperparameters;
}

export const learnedRewardLearner = {
  summary: "a reward head learned from experience, with an exact planner on it",
  parse: (settings: LearnedRewardSettings, place: string): LearnedRewardSettings => ({
    ...settings,
    reward: parseReward(settings.reward, `${place}.reward`),
  }),
  totalSteps: ({ reward }: LearnedRewardSettings) => reward.total_timesteps,
  create: async ({ reward }: LearnedRewardSettings, problem: TrainingProblem) =>
    new LearnedRewardTraining({ ...problem, reward }),
  initial: ({ reward }: LearnedRewardSettings, environment: Environment, _rng: Rng) =>
    rewardParameters(rewardHead(environment, reward)),
  policy: async (
    { reward }: LearnedRewardSettings,
    environment: Environment,
    parameters: Parameters,
    _runtime: Runtime,
    _lanes: number,
  ) => rewardPlanner(rewardHead(environment, reward), parameters, reward.gamma),
};
