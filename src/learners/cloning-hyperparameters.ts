// Everything that can be set about cloning: one documented type, its defaults, its checks.
import { parseInput, z } from "../base/schema.ts";

/** Names as in PPO's hyper-parameters where they mean the same. */
export interface CloningHyperparameters {
  /** Rounds of demonstration and learning. Default 8. */
  readonly rounds: number;
  /** Episodes demonstrated per round, each on a fresh level. Default 128. */
  readonly episodes_per_round: number;
  /**
   * From the second round on, the share of episodes in which the learner acts and the expert only says what it would have
   * done; in the others, and in the first round, the expert acts. Default .5.
   */
  readonly learner_share: number;
  /** Optimiser steps per round. Default 400. */
  readonly updates_per_round: number;
  /** States per optimiser step, drawn uniformly from all demonstrated so far. Default 512. */
  readonly minibatch_size: number;
  /** Adam's step size at the start. Default 1e-3. */
  readonly learning_rate: number;
  /** Whether the step size falls in a straight line to 0 over all rounds. Default true. */
  readonly anneal_lr: boolean;
  /** Euclidean norm to which all gradients together are limited. Default .5. */
  readonly max_grad_norm: number;
}

export const cloningDefaults: CloningHyperparameters = {
  rounds: 8,
  episodes_per_round: 128,
  learner_share: 0.5,
  updates_per_round: 400,
  minibatch_size: 512,
  learning_rate: 1e-3,
  anneal_lr: true,
  max_grad_norm: 0.5,
};

const count = z.int().min(1);
const positive = z.number().gt(0);

export const cloningSchema = z.strictObject({
  rounds: count.default(cloningDefaults.rounds),
  episodes_per_round: count.max(4096).default(cloningDefaults.episodes_per_round),
  learner_share: z.number().min(0).max(1).default(cloningDefaults.learner_share),
  updates_per_round: count.default(cloningDefaults.updates_per_round),
  minibatch_size: count.default(cloningDefaults.minibatch_size),
  learning_rate: positive.default(cloningDefaults.learning_rate),
  anneal_lr: z.boolean().default(cloningDefaults.anneal_lr),
  max_grad_norm: positive.default(cloningDefaults.max_grad_norm),
});

/** Reads hyper-parameters from JSON; missing ones take their defaults. Throws an InputError with the place of what is wrong. */
export function parseCloning(input: unknown, place = "cloning"): CloningHyperparameters {
  return parseInput(cloningSchema, input, place);
}
