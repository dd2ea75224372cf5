// DQN among the learners by name.
import { type NetworkSpec, parseNetwork } from "../policies/network.ts";
import { type DqnHyperparameters, parseDqn } from "./dqn-hyperparameters.ts";
import { createActionValues, epsilonGreedyPolicy } from "./dqn-network.ts";
import { DqnTraining } from "./dqn-training.ts";
import type { LearnerOf } from "./learner-of.ts";
import { initialisationStream } from "./trained-policies.ts";

export interface DqnSettings {
  readonly learner: "dqn";
  /** Its action head says what actions are worth; see `dueling`. Without a memory. */
  readonly network: NetworkSpec;
  readonly dqn: DqnHyperparameters;
}

export const dqnLearner: LearnerOf<DqnSettings> = {
  summary: "deep Q-learning from replayed transitions, on a network without memory",
  parse: (settings, place) => ({
    ...settings,
    dqn: parseDqn(settings.dqn, `${place}.dqn`),
    network: parseNetwork(settings.network, `${place}.network`),
  }),
  totalSteps: ({ dqn }) => dqn.total_timesteps,
  create: ({ network, dqn }, problem) => DqnTraining.create({ ...problem, network, dqn }),
  initial: ({ network, dqn }, environment, rng) =>
    createActionValues(network, environment, dqn.dueling).initialise(rng.fork(initialisationStream)),
  policy: ({ network, dqn }, environment, parameters, runtime, lanes) => {
    const values = createActionValues(network, environment, dqn.dueling);
    return epsilonGreedyPolicy(values, parameters, dqn.evaluation_e, runtime, lanes);
  },
};
