// Everything that can be set about evolution over numbers: one documented type, its defaults, its checks.
import { InputError } from "../../base/errors.ts";
import { parseInput, z } from "../../base/schema.ts";

/** Sources: [H16] Hansen 2016, "The CMA evolution strategy: a tutorial"; [S17] Salimans et al. 2017; [S11] Schaul et al. 2011 (SNES). */
export interface EvolutionHyperparameters {
  /**
   * Environment steps of the whole training, an episode counted at its full horizon whether or not it ends before; what is left of the
   * last full generation is dropped. Default 4,000,000: a small network on a 7x7 world needs more steps than by gradients.
   */
  readonly total_timesteps: number;
  /** "cma-es", or "nes" for the natural-gradient kind. Default "cma-es". */
  readonly strategy: "cma-es" | "nes";
  /** Candidates per generation; null (the default) for 4 + floor(3 ln n) [H16, table 1], made even for mirrored draws. */
  readonly population: number | null;
  /** Episodes that each candidate plays, the same for all of a generation. Default 32. */
  readonly episodes: number;
  /** Discount per step of the returns that are compared. Default .99, as PPO's. */
  readonly gamma: number;
  /** Standard deviation of every parameter at the start. Default .3: that of weights, which begin at about 1 / sqrt(inputs). */
  readonly sigma: number;
  /** For cma-es: "full" up to 500 parameters, "diagonal", or "auto" (the default): full up to 200, where factors take no time. */
  readonly covariance: "auto" | "full" | "diagonal";
  /** For nes: step of the mean. Default 1 [S11]. */
  readonly mean_rate: number;
  /** For nes: step of the deviations; null (the default) for (3 + ln n) / (5 sqrt n) [S11], 0 to keep them [S17]. */
  readonly sigma_rate: number | null;
  /** For nes: whether every draw comes with its opposite. Default true [S17]. */
  readonly mirrored: boolean;
}

export const evolutionDefaults: EvolutionHyperparameters = {
  total_timesteps: 4_000_000,
  strategy: "cma-es",
  population: null,
  episodes: 32,
  gamma: 0.99,
  sigma: 0.3,
  covariance: "auto",
  mean_rate: 1,
  sigma_rate: null,
  mirrored: true,
};

/** Parameters up to which "auto" learns all covariances. */
export const fullByDefault = 200;

const count = z.int().min(1);

export const evolutionSchema = z.strictObject({
  total_timesteps: count.default(evolutionDefaults.total_timesteps),
  strategy: z.enum(["cma-es", "nes"]).default(evolutionDefaults.strategy),
  population: z.int().min(4).max(100_000).nullable().default(null),
  episodes: count.max(4096).default(evolutionDefaults.episodes),
  gamma: z.number().min(0).max(1).default(evolutionDefaults.gamma),
  sigma: z.number().gt(0).default(evolutionDefaults.sigma),
  covariance: z.enum(["auto", "full", "diagonal"]).default(evolutionDefaults.covariance),
  mean_rate: z.number().gt(0).default(evolutionDefaults.mean_rate),
  sigma_rate: z.number().min(0).nullable().default(null),
  mirrored: z.boolean().default(evolutionDefaults.mirrored),
});

/** Reads hyper-parameters from JSON; missing ones take their defaults. Throws an InputError with the place of what is wrong. */
export function parseEvolution(input: unknown, place = "evolution"): EvolutionHyperparameters {
  const read = parseInput(evolutionSchema, input, place);
  const { strategy, mirrored, population } = read;
  if (strategy === "nes" && mirrored && population !== null && population % 2 === 1)
    throw new InputError(`${place}.population`, String(population), "an even number, or mirrored false");
  return read;
}
