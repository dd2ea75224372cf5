// Chance oracles of played episodes: drawn from a stream, recorded, or repeated from a record.
import { InputError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";
import type { ChanceOracle } from "../environments/environment.ts";

/** Draws every choice from a stream; `record` is called with each option taken. */
export function sampledChance(rng: Rng, record?: (option: number) => void): ChanceOracle {
  return {
    choose(weights) {
      let total = 0;
      for (let option = 0; option < weights.length; option++) total += weights[option];
      let remaining = rng.below(total);
      let option = 0;
      while (remaining >= weights[option]) remaining -= weights[option++];
      record?.(option);
      return option;
    },
  };
}

/** Repeats recorded options in order; throws an InputError where the record ends early or names an impossible option. */
export function repeatedChance(options: readonly number[]): ChanceOracle & { readonly used: () => number } {
  let next = 0;
  return {
    choose(weights) {
      const option: number | undefined = options[next];
      if (option === undefined || !(weights[option] > 0)) {
        const expected = `an option with positive weight among ${weights.length}`;
        throw new InputError(`chances[${next}]`, String(option), expected);
      }
      next++;
      return option;
    },
    used: () => next,
  };
}
