// Everything that can be set about DQN: one documented type, its defaults, and its checks.
import { InputError } from "../base/errors.ts";
import { parseInput, z } from "../base/schema.ts";

/**
 * Names as in CleanRL where it has them. Sources: [M15] Mnih et al. 2015, "Human-level control through deep reinforcement learning"; [H16] van Hasselt
 * et al. 2016, "Deep reinforcement learning with double Q-learning"; [W16] Wang et al. 2016, "Dueling network architectures"; [S16] Schaul et al. 2016,
 * "Prioritized experience replay"; [R18] Hessel et al. 2018, "Rainbow"; [C] CleanRL's dqn.py; [own] measured here, docs/learners.md.
 */
export interface DqnHyperparameters {
  /** Environment steps of the whole training; what is left of the last full cycle is dropped. Default 500,000 [C]. */
  readonly total_timesteps: number;
  /** Adam's step size at the start. Default 2.5e-4 [C]; [M15] has the same for RMSProp. */
  readonly learning_rate: number;
  /** Whether the step size falls in a straight line to 0 over the training. Default false [C]. */
  readonly anneal_lr: boolean;
  /** Worlds side by side. Default 32 [own]: vectorised gridworlds are fast in wide batches; [M15] and [C] have 1. */
  readonly num_envs: number;
  /** Steps of every world in one cycle, after which figures are recorded; no effect on what is learned. Default 128 [own]. */
  readonly num_steps: number;
  /** Steps of every world between two optimiser steps. Default 2 [own]: 64 environment steps; [M15] has 4, [C] 10, of one world. */
  readonly train_frequency: number;
  /** Environment steps before the first optimiser step. Default 10,000 [C]; [M15] has 50,000. */
  readonly learning_starts: number;
  /** Transitions that are kept. Default 65,536 [own]: checkpoints hold them all; [C] has 10,000, [M15] 1,000,000. */
  readonly buffer_size: number;
  /** Transitions of one optimiser step. Default 256 [own]: each transition is learned from 4 times; [M15] has 32 and 8 times, [C] 128 and 12.8. */
  readonly batch_size: number;
  /** Optimiser steps after which the target network becomes a copy of the other. Default 250 [own]; [M15] has 10,000. */
  readonly target_network_frequency: number;
  /** Discount per step. Default .99 [M15; C]. */
  readonly gamma: number;
  /** Share of random actions at the start. Default 1 [M15; C]. */
  readonly start_e: number;
  /** Share of random actions at the end. Default .05 [C]; [M15] has .1. */
  readonly end_e: number;
  /** Share of the training in which it falls from one to the other, in a straight line. Default .5 [C]. */
  readonly exploration_fraction: number;
  /** Share of random actions of the trained policy when its actions are drawn; none when they are its most probable. Default .05 [M15, evaluation]. */
  readonly evaluation_e: number;
  /** Whether the online network chooses the action that the target network values. Default true [H16]. */
  readonly double: boolean;
  /** Whether the network's value head is the mean over actions of what its action head is added to. Default true [W16, equation 9]. */
  readonly dueling: boolean;
  /** Rewards that a target sums up before it estimates. Default 1 [M15], better here [own]; [R18, table 1] has 3. */
  readonly n_step: number;
  /** Whether transitions that were foretold badly are learned from more often. Default false [M15]. */
  readonly prioritized: boolean;
  /** Power of the error that they are drawn in proportion to. Default .6 [S16, proportional variant]. */
  readonly priority_alpha: number;
  /** Correction of that bias at the start; it grows to 1 in a straight line. Default .4 [S16, proportional variant]. */
  readonly priority_beta: number;
  /** Added to every error, so that none is forgotten. Default 1e-6: [S16] says only that it is small. */
  readonly priority_eps: number;
  /** Error in values from which the loss grows linearly. Default 1 [M15, errors clipped to 1]. */
  readonly huber_delta: number;
  /** Euclidean norm to which all gradients together are limited. Default 10 [W16, section 4.2]. */
  readonly max_grad_norm: number;
  /** Adam's decay of the mean gradient. Default .9 [Kingma and Ba 2015]. */
  readonly adam_beta1: number;
  /** Adam's decay of the mean squared gradient. Default .999 [Kingma and Ba 2015]. */
  readonly adam_beta2: number;
  /** Adam's epsilon. Default 1.5e-4 [R18, table 1]. */
  readonly adam_eps: number;
}

export const dqnDefaults: DqnHyperparameters = {
  total_timesteps: 500_000,
  learning_rate: 2.5e-4,
  anneal_lr: false,
  num_envs: 32,
  num_steps: 128,
  train_frequency: 2,
  learning_starts: 10_000,
  buffer_size: 65_536,
  batch_size: 256,
  target_network_frequency: 250,
  gamma: 0.99,
  start_e: 1,
  end_e: 0.05,
  exploration_fraction: 0.5,
  evaluation_e: 0.05,
  double: true,
  dueling: true,
  n_step: 1,
  prioritized: false,
  priority_alpha: 0.6,
  priority_beta: 0.4,
  priority_eps: 1e-6,
  huber_delta: 1,
  max_grad_norm: 10,
  adam_beta1: 0.9,
  adam_beta2: 0.999,
  adam_eps: 1.5e-4,
};

const mostTransitions = 2 ** 20;
const mostSteps = 2 ** 20;

const count = z.int().min(1);
const share = z.number().min(0).max(1);
const positive = z.number().gt(0);
const decay = z.number().min(0).lt(1);

export const dqnSchema = z.strictObject({
  total_timesteps: count.default(dqnDefaults.total_timesteps),
  learning_rate: positive.default(dqnDefaults.learning_rate),
  anneal_lr: z.boolean().default(dqnDefaults.anneal_lr),
  num_envs: count.default(dqnDefaults.num_envs),
  num_steps: count.default(dqnDefaults.num_steps),
  train_frequency: count.default(dqnDefaults.train_frequency),
  learning_starts: z.int().min(0).default(dqnDefaults.learning_starts),
  buffer_size: count.max(mostTransitions).default(dqnDefaults.buffer_size),
  batch_size: count.max(mostTransitions).default(dqnDefaults.batch_size),
  target_network_frequency: count.default(dqnDefaults.target_network_frequency),
  gamma: share.default(dqnDefaults.gamma),
  start_e: share.default(dqnDefaults.start_e),
  end_e: share.default(dqnDefaults.end_e),
  exploration_fraction: share.default(dqnDefaults.exploration_fraction),
  evaluation_e: share.default(dqnDefaults.evaluation_e),
  double: z.boolean().default(dqnDefaults.double),
  dueling: z.boolean().default(dqnDefaults.dueling),
  n_step: count.default(dqnDefaults.n_step),
  prioritized: z.boolean().default(dqnDefaults.prioritized),
  priority_alpha: share.default(dqnDefaults.priority_alpha),
  priority_beta: share.default(dqnDefaults.priority_beta),
  priority_eps: positive.default(dqnDefaults.priority_eps),
  huber_delta: positive.default(dqnDefaults.huber_delta),
  max_grad_norm: positive.default(dqnDefaults.max_grad_norm),
  adam_beta1: decay.default(dqnDefaults.adam_beta1),
  adam_beta2: decay.default(dqnDefaults.adam_beta2),
  adam_eps: positive.default(dqnDefaults.adam_eps),
});

/**
 * Reads hyper-parameters from JSON: missing ones take their defaults. Throws an InputError naming the place of anything unknown, wrong, or not
 * fitting the rest.
 */
export function parseDqn(input: unknown, place = "dqn"): DqnHyperparameters {
  const hyperparameters = parseInput(dqnSchema, input, place);
  checkDqn(hyperparameters, place);
  return hyperparameters;
}

/** Throws an InputError where the sizes do not fit each other. */
export function checkDqn(dqn: DqnHyperparameters, place = "dqn"): void {
  const { num_envs, num_steps, train_frequency, total_timesteps, learning_starts, buffer_size, n_step } = dqn;
  const cycle = num_envs * num_steps;
  const refuse = (name: keyof DqnHyperparameters, expected: string) => {
    throw new InputError(`${place}.${name}`, String(dqn[name]), expected);
  };
  const per = `num_envs x num_steps = ${cycle}`;
  if (cycle > mostSteps) throw new InputError(`${place}.num_steps`, per, `at most ${mostSteps} steps`);
  if (num_steps % train_frequency !== 0) refuse("train_frequency", `a divisor of num_steps = ${num_steps}`);
  if (total_timesteps < cycle) refuse("total_timesteps", `at least one cycle of ${per}`);
  if (learning_starts > total_timesteps)
    refuse("learning_starts", `at most total_timesteps = ${total_timesteps}`);
  const least = num_envs * Math.max(num_steps, n_step + 1);
  if (buffer_size < least) {
    refuse(
      "buffer_size",
      `at least ${least}: num_envs = ${num_envs} x the larger of num_steps and n_step + 1`,
    );
  }
}
