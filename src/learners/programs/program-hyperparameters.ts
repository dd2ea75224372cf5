// Everything that can be set about evolution over programs: one documented type, its defaults, its checks.
import { InputError } from "../../base/errors.ts";
import { parseInput, z } from "../../base/schema.ts";
import { mostConditions, mostRules } from "../../policies/programs/decision-list.ts";

/** Defaults without a source were chosen here; docs/learners.md says what they reach. */
export interface ProgramHyperparameters {
  /**
   * Environment steps of the whole training, an episode counted at its full horizon whether or not it ends before; what is left of the
   * last full generation is dropped. Default 4,000,000.
   */
  readonly total_timesteps: number;
  /** Programs per generation, the parents among them. Default 64. */
  readonly population: number;
  /** The best programs of a generation, which live on and have all children of the next. Default 16: one in four. */
  readonly parents: number;
  /** Episodes that each program plays in a generation, the same for all. Default 32. */
  readonly episodes: number;
  /** Discount per step of the returns that are compared. Default .99, as PPO's. */
  readonly gamma: number;
  /** Rules of a program at most, 1 to 8. Default 8. */
  readonly rules: number;
  /** Conditions of a rule at most, 1 to 3. Default 2. */
  readonly conditions: number;
  /** Share of children that have the first rules of one parent and the last ones of another. Default .3. */
  readonly crossover: number;
  /** Probability of one more change after each change of a child. Default .5, so that two changes are the mean. */
  readonly more_changes: number;
  /** Share of each generation that is drawn at random. Default .1. */
  readonly newcomers: number;
  /** Generations after which the search begins anew with random programs beside its answer so far. Default 48. */
  readonly restart_interval: number;
  /** What each rule and each condition costs, in units of return, so that of equals the shorter lives on. Default .001. */
  readonly length_cost: number;
}

export const programDefaults: ProgramHyperparameters = {
  total_timesteps: 4_000_000,
  population: 64,
  parents: 16,
  episodes: 32,
  gamma: 0.99,
  rules: mostRules,
  conditions: 2,
  crossover: 0.3,
  more_changes: 0.5,
  newcomers: 0.1,
  restart_interval: 48,
  length_cost: 0.001,
};

const count = z.int().min(1);

export const programSchema = z.strictObject({
  total_timesteps: count.default(programDefaults.total_timesteps),
  population: z.int().min(2).max(100_000).default(programDefaults.population),
  parents: count.default(programDefaults.parents),
  episodes: count.max(4096).default(programDefaults.episodes),
  gamma: z.number().min(0).max(1).default(programDefaults.gamma),
  rules: count.max(mostRules).default(programDefaults.rules),
  conditions: count.max(mostConditions).default(programDefaults.conditions),
  crossover: z.number().min(0).max(1).default(programDefaults.crossover),
  more_changes: z.number().min(0).max(0.9).default(programDefaults.more_changes),
  newcomers: z.number().min(0).max(1).default(programDefaults.newcomers),
  restart_interval: count.default(programDefaults.restart_interval),
  length_cost: z.number().min(0).default(programDefaults.length_cost),
});

/** Reads hyper-parameters from JSON; missing ones take their defaults. Throws an InputError with the place of what is wrong. */
export function parseProgramSettings(input: unknown, place = "program"): ProgramHyperparameters {
  const read = parseInput(programSchema, input, place);
  if (read.parents >= read.population)
    throw new InputError(
      `${place}.parents`,
      String(read.parents),
      `below the population of ${read.population}`,
    );
  return read;
}
