// Everything that can be set about PPO: one documented type, its defaults, its checks, and other libraries' names.
import { z } from "zod";
import { InputError } from "../base/errors.ts";
import { parseInput } from "../base/schema.ts";
import type { Network } from "../policies/networks/architecture.ts";

/**
 * Names as in CleanRL. Sources: [S17] Schulman et al. 2017, "Proximal policy optimization algorithms"; [H22] Huang et
 * al. 2022, "The 37 implementation details of proximal policy optimization"; [C] CleanRL's ppo.py.
 */
export interface PpoHyperparameters {
  /** Environment steps of the whole training; what is left of the last full cycle is dropped. Default 500,000 [C]. */
  readonly total_timesteps: number;
  /** Adam's step size at the start. Default 2.5e-4 [C]. */
  readonly learning_rate: number;
  /** Whether the step size falls in a straight line to 0 over the training. Default true [C; H22, detail 4]. */
  readonly anneal_lr: boolean;
  /** Worlds side by side. Default 256: vectorised gridworlds are fast in wide batches; [C] has 4. */
  readonly num_envs: number;
  /** Steps of every world between two updates. Default 128 [C]. */
  readonly num_steps: number;
  /** Discount per step. Default .99 [C; S17, table 3]. */
  readonly gamma: number;
  /** Lambda of generalised advantage estimation. Default .95 [C; S17, table 3]. */
  readonly gae_lambda: number;
  /** Parts into which the samples of a cycle are split, an optimiser step each. Default 8: larger batches than [C]. */
  readonly num_minibatches: number;
  /** Passes over the samples of a cycle. Default 4 [C]. */
  readonly update_epochs: number;
  /** Whether the advantages of a minibatch are shifted and scaled to mean 0, deviation 1. Default true [C; H22, detail 7]. */
  readonly norm_adv: boolean;
  /** How far the probability ratio may leave 1 before its gradient stops. Default .2 [C; S17, section 6.1]. */
  readonly clip_coef: number;
  /** Whether value estimates are clipped in the same way, by the same range. Default true [C; H22, detail 9]. */
  readonly clip_vloss: boolean;
  /** Weight of the entropy bonus. Default .01 [C; S17, table 5]. */
  readonly ent_coef: number;
  /** Weight of the value loss. Default .5 [C]. */
  readonly vf_coef: number;
  /** Euclidean norm to which all gradients together are limited. Default .5 [C; H22, detail 11]. */
  readonly max_grad_norm: number;
  /** Ends the passes of a cycle after one whose last minibatch is further than this from the acting policy (KL divergence in nats, estimated); null for never. Default null [C]. */
  readonly target_kl: number | null;
  /**
   * Steps through which gradients travel back in networks with memory; a rollout is cut into sequences of so many, each with
   * the memory that it began with, and minibatches hold whole sequences. Others take no notice of it. Default 16: an
   * unrolled update of 16 steps compiles in a third of a second, one of 128 in seconds; [C]'s ppo_atari_lstm.py has
   * whole rollouts of 128.
   */
  readonly sequence_length: number;
  /** Episodes after which a memory is cleared: with more than one, what was learned in one can serve in the next (Duan et al. 2016, "RL2"). Default 1. */
  readonly episodes_per_life: number;
  /** Adam's decay of the mean gradient. Default .9 [Kingma and Ba 2015]. */
  readonly adam_beta1: number;
  /** Adam's decay of the mean squared gradient. Default .999 [Kingma and Ba 2015]. */
  readonly adam_beta2: number;
  /** Adam's epsilon. Default 1e-5 [C; H22, detail 3]. */
  readonly adam_eps: number;
}

export const ppoDefaults: PpoHyperparameters = {
  total_timesteps: 500_000,
  learning_rate: 2.5e-4,
  anneal_lr: true,
  num_envs: 256,
  num_steps: 128,
  gamma: 0.99,
  gae_lambda: 0.95,
  num_minibatches: 8,
  update_epochs: 4,
  norm_adv: true,
  clip_coef: 0.2,
  clip_vloss: true,
  ent_coef: 0.01,
  vf_coef: 0.5,
  max_grad_norm: 0.5,
  target_kl: null,
  sequence_length: 16,
  episodes_per_life: 1,
  adam_beta1: 0.9,
  adam_beta2: 0.999,
  adam_eps: 1e-5,
};

/** Longer ones take many seconds to compile, and gigabytes. */
const longestSequence = 256;

const count = z.int().min(1);
const share = z.number().min(0).max(1);
const positive = z.number().gt(0);
const weight = z.number().min(0);
const decay = z.number().min(0).lt(1);

export const ppoSchema = z.strictObject({
  total_timesteps: count.default(ppoDefaults.total_timesteps),
  learning_rate: positive.default(ppoDefaults.learning_rate),
  anneal_lr: z.boolean().default(ppoDefaults.anneal_lr),
  num_envs: count.default(ppoDefaults.num_envs),
  num_steps: count.default(ppoDefaults.num_steps),
  gamma: share.default(ppoDefaults.gamma),
  gae_lambda: share.default(ppoDefaults.gae_lambda),
  num_minibatches: count.default(ppoDefaults.num_minibatches),
  update_epochs: count.default(ppoDefaults.update_epochs),
  norm_adv: z.boolean().default(ppoDefaults.norm_adv),
  clip_coef: positive.default(ppoDefaults.clip_coef),
  clip_vloss: z.boolean().default(ppoDefaults.clip_vloss),
  ent_coef: weight.default(ppoDefaults.ent_coef),
  vf_coef: weight.default(ppoDefaults.vf_coef),
  max_grad_norm: positive.default(ppoDefaults.max_grad_norm),
  target_kl: positive.nullable().default(ppoDefaults.target_kl),
  sequence_length: count.default(ppoDefaults.sequence_length),
  episodes_per_life: count.default(ppoDefaults.episodes_per_life),
  adam_beta1: decay.default(ppoDefaults.adam_beta1),
  adam_beta2: decay.default(ppoDefaults.adam_beta2),
  adam_eps: positive.default(ppoDefaults.adam_eps),
});

/** What Stable-Baselines3 and jaxgmg call the same things. */
export const ppoAliases: Readonly<Record<string, keyof PpoHyperparameters>> = {
  num_total_env_steps: "total_timesteps",
  ppo_lr: "learning_rate",
  ppo_lr_annealing: "anneal_lr",
  n_envs: "num_envs",
  num_parallel_envs: "num_envs",
  n_steps: "num_steps",
  num_env_steps_per_cycle: "num_steps",
  ppo_gamma: "gamma",
  ppo_gae_lambda: "gae_lambda",
  num_minibatches_per_epoch: "num_minibatches",
  n_epochs: "update_epochs",
  num_epochs_per_cycle: "update_epochs",
  normalize_advantage: "norm_adv",
  clip_range: "clip_coef",
  ppo_clip_eps: "clip_coef",
  ppo_entropy_coeff: "ent_coef",
  ppo_critic_coeff: "vf_coef",
  ppo_max_grad_norm: "max_grad_norm",
};

/**
 * Reads hyper-parameters from JSON: missing ones take their defaults; aliases are accepted, and `onHint` is told what
 * they are called here. Throws an InputError naming the place of anything unknown, wrong, given twice, or not fitting
 * the rest.
 */
export function parsePpo(
  input: unknown,
  place = "ppo",
  onHint: (hint: string) => void = () => {},
): PpoHyperparameters {
  const hyperparameters = parseInput(ppoSchema, withoutAliases(input, place, onHint), place);
  checkPpo(hyperparameters, place);
  return hyperparameters;
}

/** Throws an InputError where the sizes do not fit each other. */
export function checkPpo(hyperparameters: PpoHyperparameters, place = "ppo"): void {
  const { num_envs, num_steps, num_minibatches, total_timesteps, norm_adv } = hyperparameters;
  const samples = num_envs * num_steps;
  const size = samples / num_minibatches;
  const per = `num_envs x num_steps = ${samples}`;
  if (samples > 2 ** 20) throw new InputError(`${place}.num_steps`, per, `at most ${2 ** 20} samples`);
  if (!Number.isInteger(size)) {
    throw new InputError(`${place}.num_minibatches`, String(num_minibatches), `a divisor of ${per}`);
  }
  if (norm_adv && size < 2) {
    throw new InputError(`${place}.num_minibatches`, String(num_minibatches), "at least 2 samples in each");
  }
  if (total_timesteps < samples) {
    throw new InputError(`${place}.total_timesteps`, String(total_timesteps), `at least one cycle of ${per}`);
  }
}

/** How a learner with these hyper-parameters cuts its rollouts for a network: steps of a sequence, 1 without memory. */
export function sequenceLengthFor(
  { memorySize }: Pick<Network, "memorySize">,
  { sequence_length }: PpoHyperparameters,
): number {
  return memorySize === 0 ? 1 : sequence_length;
}

/** Throws an InputError where sequences do not fit into rollouts, or minibatches not into sequences. */
export function checkSequences(network: Network, hyperparameters: PpoHyperparameters, place = "ppo"): void {
  const length = sequenceLengthFor(network, hyperparameters);
  const { num_envs, num_steps, num_minibatches } = hyperparameters;
  if (num_steps % length !== 0)
    throw new InputError(`${place}.sequence_length`, String(length), `a divisor of num_steps = ${num_steps}`);
  if (length > longestSequence)
    throw new InputError(`${place}.sequence_length`, String(length), `at most ${longestSequence} steps`);
  const sequences = (num_envs * num_steps) / length;
  if (sequences % num_minibatches === 0) return;
  const expected = `a divisor of the ${sequences} sequences of ${length} steps`;
  throw new InputError(`${place}.num_minibatches`, String(num_minibatches), expected);
}

function withoutAliases(input: unknown, place: string, onHint: (hint: string) => void): unknown {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return input;
  const renamed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    const canonical = Object.hasOwn(ppoAliases, name) ? ppoAliases[name] : name;
    if (canonical !== name) onHint(`${place}.${name} is called ${canonical} here`);
    if (Object.hasOwn(renamed, canonical)) {
      throw new InputError(`${place}.${name}`, `a second value for ${canonical}`, "one value");
    }
    renamed[canonical] = value;
  }
  return renamed;
}
