// Everything that can be set about learning a reward: one documented type, its defaults, its checks.
import { InputError } from "../base/errors.ts";
import { parseInput, z } from "../base/schema.ts";

/** Names as in PPO's hyper-parameters where they mean the same. */
export interface RewardHyperparameters {
  /**
   * What a reward is learned for: "events" (the default), which are named as the world counts them, or "features" of what is seen, done and seen then. An
   * event that was never paid is worth nothing to the first; the second has to guess which feature of what was paid was meant.
   */
  readonly of: "events" | "features";
  /** Environment steps of the whole training; what is left of the last full cycle is dropped. Default 200,000. */
  readonly total_timesteps: number;
  /** Worlds side by side. Default 64. */
  readonly num_envs: number;
  /** Steps of every world between two fits. Default 64. */
  readonly num_steps: number;
  /**
   * What each squared weight costs, in squared errors of one step (ridge regression; Hoerl and Kennard 1970). Default 1e-3: small against anything that was
   * seen, and enough to share what is paid equally among what always comes together.
   */
  readonly ridge: number;
  /** Discount of the planner. Default .99, as PPO's. */
  readonly gamma: number;
}

export const rewardDefaults: RewardHyperparameters = {
  of: "events",
  total_timesteps: 200_000,
  num_envs: 64,
  num_steps: 64,
  ridge: 1e-3,
  gamma: 0.99,
};

const count = z.int().min(1);

export const rewardSchema = z.strictObject({
  of: z.enum(["events", "features"]).default(rewardDefaults.of),
  total_timesteps: count.default(rewardDefaults.total_timesteps),
  num_envs: count.max(65_536).default(rewardDefaults.num_envs),
  num_steps: count.max(65_536).default(rewardDefaults.num_steps),
  ridge: z.number().gt(0).default(rewardDefaults.ridge),
  gamma: z.number().min(0).lt(1).default(rewardDefaults.gamma),
});

/** Reads hyper-parameters from JSON; missing ones take their defaults. Throws an InputError with the place of what is wrong. */
export function parseReward(input: unknown, place = "reward"): RewardHyperparameters {
  const read = parseInput(rewardSchema, input, place);
  const steps = read.num_envs * read.num_steps;
  if (read.total_timesteps < steps) {
    throw new InputError(
      `${place}.total_timesteps`,
      String(read.total_timesteps),
      `at least one cycle of num_envs x num_steps = ${steps}`,
    );
  }
  return read;
}
