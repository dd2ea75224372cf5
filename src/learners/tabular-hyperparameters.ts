// Everything that can be set about look-up tables that learn in worlds: documented types, their defaults, and their checks.
import { InputError } from "../base/errors.ts";
import { parseInput, z } from "../base/schema.ts";

/** Of Q-learning and Sarsa. Sources: [SB] Sutton and Barto 2018, "Reinforcement learning", chapter 6; [own] a choice of this project. */
export interface TabularHyperparameters {
  /** Environment steps of the whole training; what is left of the last full cycle is dropped. Default 200,000 [own]. */
  readonly total_timesteps: number;
  /** Worlds side by side; they share one table. Default 8 [own]; [SB] has 1. */
  readonly num_envs: number;
  /** Steps of every world in one cycle, after which figures are recorded; no effect on what is learned. Default 500 [own]. */
  readonly num_steps: number;
  /** Share of the error that a value is corrected by, at the start. Default .1 [SB, example 6.2]. */
  readonly learning_rate: number;
  /** Whether that share falls in a straight line to 0 over the training. Default false [SB]. */
  readonly anneal_lr: boolean;
  /** The share is divided by the visits of the observation and action to this power; above .5 with a share of 1, chance averages out. Default 0 [SB]. */
  readonly visit_exponent: number;
  /** Discount per step. Default .99 [own, as for the other learners]. */
  readonly gamma: number;
  /** First estimate of every value. Default 0 [SB]. */
  readonly initial_value: number;
  /** Share of random actions at the start. Default 1 [own, as for DQN]. */
  readonly start_e: number;
  /** Share of random actions at the end. Default .05 [own, as for DQN]; [SB, example 6.5] has .1 throughout. */
  readonly end_e: number;
  /** Share of the training in which it falls from one to the other, in a straight line. Default .5 [own, as for DQN]. */
  readonly exploration_fraction: number;
  /** Share of random actions of the trained policy when its actions are drawn. Default .05 [own, as for DQN]. */
  readonly evaluation_e: number;
  /** Different observations at most; training that meets more is refused. Default 200,000 [own]. */
  readonly max_observations: number;
}

export const tabularDefaults: TabularHyperparameters = {
  total_timesteps: 200_000,
  num_envs: 8,
  num_steps: 500,
  learning_rate: 0.1,
  anneal_lr: false,
  visit_exponent: 0,
  gamma: 0.99,
  initial_value: 0,
  start_e: 1,
  end_e: 0.05,
  exploration_fraction: 0.5,
  evaluation_e: 0.05,
  max_observations: 200_000,
};

/** Of REINFORCE. Sources: [W92] Williams 1992; [SB] Sutton and Barto 2018, section 13.4; [own] a choice of this project. */
export interface ReinforceHyperparameters {
  /** Environment steps of the whole training; an episode counts as its horizon, however soon it ends. Default 500,000 [own]. */
  readonly total_timesteps: number;
  /** Episodes of one update. Default 32 [own]; [W92] and [SB] have 1. */
  readonly num_envs: number;
  /** Step along the gradient, at the start. Default 1 [own]: of a mean over 32 episodes. */
  readonly learning_rate: number;
  /** Whether it falls in a straight line to 0 over the training. Default false [SB]. */
  readonly anneal_lr: boolean;
  /** Share of the error that the baseline of an observation is corrected by in one update. Default .1 [own]. */
  readonly value_learning_rate: number;
  /** Discount per step. Default .99 [own, as for the other learners]. */
  readonly gamma: number;
  /** Different observations at most; training that meets more is refused. Default 200,000 [own]. */
  readonly max_observations: number;
}

export const reinforceDefaults: ReinforceHyperparameters = {
  total_timesteps: 500_000,
  num_envs: 32,
  learning_rate: 1,
  anneal_lr: false,
  value_learning_rate: 0.1,
  gamma: 0.99,
  max_observations: 200_000,
};

const mostSteps = 2 ** 20;
const mostObservations = 2 ** 20;

const count = z.int().min(1);
const share = z.number().min(0).max(1);
const rate = z.number().gt(0).max(1);

const tabularSchema = z.strictObject({
  total_timesteps: count.default(tabularDefaults.total_timesteps),
  num_envs: count.max(mostSteps).default(tabularDefaults.num_envs),
  num_steps: count.max(mostSteps).default(tabularDefaults.num_steps),
  learning_rate: rate.default(tabularDefaults.learning_rate),
  anneal_lr: z.boolean().default(tabularDefaults.anneal_lr),
  visit_exponent: share.default(tabularDefaults.visit_exponent),
  gamma: share.default(tabularDefaults.gamma),
  initial_value: z.number().default(tabularDefaults.initial_value),
  start_e: share.default(tabularDefaults.start_e),
  end_e: share.default(tabularDefaults.end_e),
  exploration_fraction: share.default(tabularDefaults.exploration_fraction),
  evaluation_e: share.default(tabularDefaults.evaluation_e),
  max_observations: count.max(mostObservations).default(tabularDefaults.max_observations),
});

const reinforceSchema = z.strictObject({
  total_timesteps: count.default(reinforceDefaults.total_timesteps),
  num_envs: count.max(mostSteps).default(reinforceDefaults.num_envs),
  learning_rate: z.number().gt(0).default(reinforceDefaults.learning_rate),
  anneal_lr: z.boolean().default(reinforceDefaults.anneal_lr),
  value_learning_rate: rate.default(reinforceDefaults.value_learning_rate),
  gamma: share.default(reinforceDefaults.gamma),
  max_observations: count.max(mostObservations).default(reinforceDefaults.max_observations),
});

/** Reads hyper-parameters from JSON, with every default. Throws an InputError naming the place of anything unknown, wrong, or not fitting the rest. */
export function parseTabular(input: unknown, place: string): TabularHyperparameters {
  const hyperparameters = parseInput(tabularSchema, input, place);
  const { num_envs, num_steps, total_timesteps } = hyperparameters;
  requireCycle(place, "num_steps", num_envs * num_steps, total_timesteps);
  return hyperparameters;
}

/** The same of REINFORCE. */
export function parseReinforce(input: unknown, place: string): ReinforceHyperparameters {
  return parseInput(reinforceSchema, input, place);
}

/** Throws an InputError where a cycle is too large, or longer than the training. */
export function requireCycle(place: string, size: string, cycle: number, total: number): void {
  const found = `${cycle} steps in a cycle`;
  if (cycle > mostSteps) throw new InputError(`${place}.${size}`, found, `at most ${mostSteps}`);
  if (total < cycle) throw new InputError(`${place}.total_timesteps`, String(total), `at least ${found}`);
}
