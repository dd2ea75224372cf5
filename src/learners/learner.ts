// The learners by name: what each is set with, how it trains, and how the parameters that come out act.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { createNetwork, type NetworkSpec, parseNetwork } from "../policies/network.ts";
import { type DqnSettings, dqnLearner } from "./dqn-learner.ts";
import { type EvolutionSettings, evolutionLearner } from "./evolution/evolution-learner.ts";
import { type LearnedRewardSettings, learnedRewardLearner } from "./learned-reward-learner.ts";
import type { LearnerOf } from "./learner-of.ts";
import { type PpoHyperparameters, parsePpo } from "./ppo.ts";
import { PpoTraining } from "./ppo-training.ts";
import { type FeatureTableSettings, featureTableLearner } from "./programs/feature-table-learner.ts";
import { type LinearSettings, linearLearner } from "./programs/linear-learner.ts";
import { type ProgramSettings, programLearner } from "./programs/program-learner.ts";
import {
  type QSettings,
  qLearner,
  type ReinforceSettings,
  reinforceLearner,
  type SarsaSettings,
  sarsaLearner,
} from "./tabular-learners.ts";
import { initialisationStream, policyFromParameters } from "./trained-policies.ts";

/** Which learner, with its hyper-parameters under its own name and, where it trains one, its network. */
export type LearnerSettings =
  | {
      readonly learner?: "ppo";
      readonly network: NetworkSpec;
      readonly ppo: PpoHyperparameters;
    }
  | DqnSettings
  | QSettings
  | SarsaSettings
  | ReinforceSettings
  | EvolutionSettings
  | LinearSettings
  | ProgramSettings
  | FeatureTableSettings
  | LearnedRewardSettings;

export type LearnerName = NonNullable<LearnerSettings["learner"]>;

/** The settings of one learner. */
export type SettingsOf<Name extends LearnerName> = Extract<LearnerSettings, { readonly learner?: Name }>;

/** A learner, of these settings or of any. */
export type Learner<Settings = LearnerSettings> = LearnerOf<Settings>;

const ppo: Learner<SettingsOf<"ppo">> = {
  summary: "proximal policy optimisation, on a network",
  parse: (settings, place) => ({
    ...settings,
    ppo: parsePpo(settings.ppo, `${place}.ppo`),
    network: parseNetwork(settings.network, `${place}.network`),
  }),
  totalSteps: (settings) => settings.ppo.total_timesteps,
  create: ({ network, ppo }, problem) => PpoTraining.create({ ...problem, network, ppo }),
  initial: ({ network }, environment, rng) =>
    createNetwork(network, environment).initialise(rng.fork(initialisationStream)),
  policy: ({ network }, environment, parameters, runtime, lanes, objective) =>
    policyFromParameters(environment, network, parameters, runtime, lanes, objective),
};

const learners: { readonly [Name in LearnerName]: Learner<SettingsOf<Name>> } = {
  ppo,
  dqn: dqnLearner,
  q: qLearner,
  sarsa: sarsaLearner,
  reinforce: reinforceLearner,
  evolution: evolutionLearner,
  linear: linearLearner,
  program: programLearner,
  "feature-table": featureTableLearner,
  "learned-reward": learnedRewardLearner,
};

export const learnerNames = Object.keys(learners) as readonly LearnerName[];

/** The learner that settings ask for; PPO where they name none. Throws an InputError for a name that is none. */
export function learnerOf(
  { learner: name = "ppo" }: Pick<LearnerSettings, "learner">,
  place = "train",
): Learner {
  const found = Object.hasOwn(learners, name) ? learners[name] : undefined;
  if (found) return found as unknown as Learner;
  throw new InputError(`${place}.learner`, JSON.stringify(name), oneOf(name, learnerNames));
}
