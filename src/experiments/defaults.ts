// What several experiments share: how agents of worlds of this size are trained, and what is counted there.
import { type DqnHyperparameters, dqnDefaults } from "../learners/dqn-hyperparameters.ts";
import {
  type EvolutionHyperparameters,
  evolutionDefaults,
} from "../learners/evolution/evolution-hyperparameters.ts";
import { type PpoHyperparameters, ppoDefaults } from "../learners/ppo.ts";
import { type TabularHyperparameters, tabularDefaults } from "../learners/tabular-hyperparameters.ts";
import type { NetworkSpec } from "../policies/network.ts";
import type { LevelSource } from "../shifts/shift.ts";
import type { Column, PpoStage, References } from "./experiment.ts";

/** What an experiment says that is asked of models alone: no world, no table of its episodes. */
export const withoutWorld = {
  environment: null,
  columns: [],
  objectives: [],
  baseObjective: null,
  headline: null,
  measures: {},
} as const;

/** Three hidden layers of 128: enough for grids of 7 x 7 to 13 x 13, and an update takes milliseconds on one core. */
export const smallNetwork: NetworkSpec = {
  kind: "mlp",
  hidden: [128, 128, 128],
  activation: "relu",
  shared: true,
};

/** 256 worlds x 64 steps, four passes in minibatches of 2,048, at a learning rate that converges within two million steps. */
export function smallPpo(totalTimesteps: number): PpoHyperparameters {
  return {
    ...ppoDefaults,
    total_timesteps: totalTimesteps,
    num_envs: 256,
    num_steps: 64,
    num_minibatches: 8,
    update_epochs: 4,
    learning_rate: 1e-3,
    gamma: 0.99,
    ent_coef: 0.01,
  };
}

/** DQN for grids of 7 x 7, at the learning rate of `smallPpo`: docs/learners.md has what half a million steps came to. */
export function smallDqn(totalTimesteps: number): DqnHyperparameters {
  return { ...dqnDefaults, total_timesteps: totalTimesteps, learning_rate: 1e-3 };
}

/** For linear policies on sensors. Beginning wide, or the search settles where half of the levels are passed; weights of 5 are certain choices. docs/programs.md has what it reaches. */
export const linearEvolution: EvolutionHyperparameters = {
  ...evolutionDefaults,
  strategy: "nes",
  sigma: 5,
  population: 48,
  total_timesteps: 6_000_000,
};

/**
 * For look-up tables on sensors. What sensors say is no state: steps that fall to 0 average over what they hide, and a shorter sight keeps such errors small. The
 * table acts as it says, since one random action in twenty crashes a lander.
 */
export const sensorTable: TabularHyperparameters = {
  ...tabularDefaults,
  total_timesteps: 3_000_000,
  num_envs: 16,
  num_steps: 250,
  gamma: 0.95,
  anneal_lr: true,
  evaluation_e: 0,
  max_observations: 1_000_000,
};

/** How the agents of all experiments are trained, apart from where and for how long. */
export function smallTraining(
  source: LevelSource,
  horizon: number,
  totalTimesteps: number,
  changes: Partial<PpoStage> = {},
): PpoStage {
  return {
    kind: "train",
    source,
    horizon,
    network: smallNetwork,
    ppo: smallPpo(totalTimesteps),
    checkpointInterval: 262_144,
    ...changes,
  };
}

/** The first seeds: a study with more of them contains one with fewer. */
export function firstSeeds(count: number): number[] {
  return Array.from({ length: count }, (_, seed) => seed);
}

export const stepsColumn: Column = { key: "steps", label: "steps", events: [], of: null, digits: 1 };

/** What is counted in worlds with keys and chests. */
export const keysColumns: readonly Column[] = [
  { key: "chests", label: "chests opened", events: ["chest-opened"], of: "openable chests", digits: 2 },
  { key: "keys", label: "keys taken", events: ["key-collected"], of: "keys", digits: 2 },
  { key: "surplus", label: "surplus keys", events: ["surplus-key-collected"], of: null, digits: 2 },
];

/** What is counted in worlds with cheese and a corner. */
export const cornerColumns: readonly Column[] = [
  { key: "cheese", label: "cheese reached", events: ["cheese-reached"], of: null, digits: 2 },
  { key: "corner", label: "corner visited", events: ["corner-visited"], of: null, digits: 2 },
];

/** Shares of random actions at which the noisy planner is evaluated; matched noise is interpolated between them. */
export const noiseShares = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1];

export function references(
  planners: readonly string[],
  baseObjective: string,
  plannerDiscount: number,
): References {
  return { planners, plannerDiscount, noisy: { objective: baseObjective, shares: noiseShares } };
}
