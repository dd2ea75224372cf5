// A generator that sometimes gives other levels: a few fixed ones, or those of another generator.
import { InputError } from "../base/errors.ts";
import type { Environment, LevelDistribution } from "../environments/environment.ts";
import { type LevelSet, levelSet } from "../environments/levels.ts";
import type { FixedLevels } from "./shift.ts";

/** Denominator of the share: the largest range that a stream draws from. */
const denominator = 2 ** 20;

/**
 * With probability `share`, rounded to a multiple of 2^-20, one of the mixture's levels, all equally likely; else a level of
 * the distribution. Throws an InputError that names the place in the mixture.
 */
export function withLevelMixture(
  environment: Environment,
  distribution: LevelDistribution,
  { share, levels }: FixedLevels,
  place = "source.mixture",
): LevelDistribution {
  const fixed = fixedLevels(environment, levels, place);
  const { levelLength } = environment;
  const other: LevelDistribution = {
    summary: fixed.count === 1 ? "a given level" : `one of ${fixed.count} given levels`,
    parameters: distribution.parameters,
    generate(rng, out, offset) {
      const start = rng.below(fixed.count) * levelLength;
      for (let i = 0; i < levelLength; i++) out[offset + i] = fixed.bytes[start + i] as number;
    },
  };
  return mixed(distribution, share, other, place);
}

/** With probability `share`, rounded to a multiple of 2^-20, a level of `other`; else one of the distribution. */
export function mixed(
  distribution: LevelDistribution,
  share: number,
  other: LevelDistribution,
  place = "source.mixture",
): LevelDistribution {
  if (!(share >= 0 && share <= 1)) {
    throw new InputError(`${place}.share`, String(share), "a number in [0, 1]");
  }
  const threshold = Math.round(share * denominator);
  return {
    summary: `With probability ${share} ${withoutStop(other.summary)}, otherwise: ${distribution.summary}`,
    parameters: distribution.parameters,
    generate(rng, out, offset) {
      const chosen = rng.below(denominator) < threshold ? other : distribution;
      chosen.generate(rng, out, offset);
    },
  };
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, "");
}

/** The levels of a mixture, read. Throws an InputError that names the place. */
export function fixedLevels(
  environment: Environment,
  levels: readonly string[],
  place = "source.mixture",
): LevelSet {
  if (!Array.isArray(levels) || levels.length === 0 || levels.length > denominator) {
    throw new InputError(`${place}.levels`, describe(levels), `a list of 1 to ${denominator} levels as text`);
  }
  return levelSet(
    environment,
    levels.map((text, index) => parse(environment, text, `${place}.levels[${index}]`)),
  );
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
