// A generator that sometimes gives one of a few fixed levels: what was met where an agent failed, mixed into training.
import { InputError } from "../base/errors.ts";
import type { Environment, LevelDistribution } from "../environments/environment.ts";
import { levelSet } from "../environments/levels.ts";
import type { LevelMixture } from "./shift.ts";

/** Denominator of the share: the largest range that a stream draws from. */
const denominator = 2 ** 20;

/**
 * With probability `share`, rounded to a multiple of 2^-20, one of the mixture's levels, all equally likely; else a level of
 * the distribution. Throws an InputError that names the place in the mixture.
 */
export function withLevelMixture(
  environment: Environment,
  distribution: LevelDistribution,
  { share, levels }: LevelMixture,
  place = "source.mixture",
): LevelDistribution {
  if (!(share >= 0 && share <= 1)) {
    throw new InputError(`${place}.share`, String(share), "a number in [0, 1]");
  }
  if (!Array.isArray(levels) || levels.length === 0 || levels.length > denominator) {
    throw new InputError(`${place}.levels`, describe(levels), `a list of 1 to ${denominator} levels as text`);
  }
  const fixed = levelSet(
    environment,
    levels.map((text, index) => parse(environment, text, `${place}.levels[${index}]`)),
  );
  const threshold = Math.round(share * denominator);
  const { levelLength } = environment;
  const count = fixed.count === 1 ? "a given level" : `one of ${fixed.count} given levels`;
  return {
    summary: `With probability ${share} ${count}, otherwise: ${distribution.summary}`,
    parameters: distribution.parameters,
    generate(rng, out, offset) {
      if (rng.below(denominator) >= threshold) return distribution.generate(rng, out, offset);
      const start = rng.below(fixed.count) * levelLength;
      for (let i = 0; i < levelLength; i++) out[offset + i] = fixed.bytes[start + i] as number;
    },
  };
}

function parse(environment: Environment, text: unknown, place: string): Uint8Array {
  if (typeof text !== "string") throw new InputError(place, describe(text), "a level as text");
  try {
    return environment.parseLevel(text);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${place}: ${error.place}`, error.found, error.expected);
  }
}

function describe(value: unknown): string {
  return Array.isArray(value) ? `a list of ${value.length}` : (JSON.stringify(value) ?? "nothing");
}
