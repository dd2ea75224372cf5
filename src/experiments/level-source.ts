// From where levels come to the levels themselves: the world, its generator, and the sets that agents are deployed on.
import { hashJson, type Json, type JsonObject } from "../base/hash.ts";
import { Rng } from "../base/rng.ts";
import type { Environment, LevelDistribution } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels, type LevelSet } from "../environments/levels.ts";
import { type FilterSetting, usualFiltering, withLevelFilters } from "../shifts/level-filters.ts";
import { mixed, withLevelMixture } from "../shifts/level-mixture.ts";
import type { LevelSource, OtherLevels } from "../shifts/shift.ts";

/**
 * The world and generator of a source, with its filters and its mixture; throws an InputError on parameters, filters or
 * fixed levels that they refuse.
 */
export function openSource(source: LevelSource): {
  environment: Environment;
  distribution: LevelDistribution;
} {
  const definition = environmentNamed(source.environment);
  const environment = definition.create(source.parameters);
  const open = (levels: JsonObject, filters: readonly string[] | undefined, place: string) => {
    const generated = definition.levels(environment, levels);
    return filters
      ? withLevelFilters(environment, generated, filters, filteringOf(source), place)
      : generated;
  };
  const generated = open(source.levels, source.filters, "source.filters");
  const { mixture } = source;
  if (!mixture) return { environment, distribution: generated };
  if ("levels" in mixture) {
    return { environment, distribution: withLevelMixture(environment, generated, mixture) };
  }
  const { levels, filters } = mixture.source;
  const other = open(levels ?? source.levels, filters, "source.mixture.source.filters");
  return { environment, distribution: mixed(generated, mixture.share, other) };
}

function filteringOf(source: LevelSource): FilterSetting {
  return { ...usualFiltering, ...source.filtering };
}

/** The source with every default filled in; throws as `openSource` does. */
export function completeSource(source: LevelSource): LevelSource {
  const { environment, distribution } = openSource(source);
  const { mixture } = source;
  const other = mixture && "source" in mixture ? mixture : null;
  const filters = source.filters ?? other?.source.filters;
  return {
    ...source,
    parameters: environment.parameters,
    levels: distribution.parameters,
    ...(filters && { filtering: filteringOf(source) }),
    ...(other && { mixture: { ...other, source: completeLevels(source, environment, other.source) } }),
  };
}

function completeLevels(
  source: LevelSource,
  environment: Environment,
  other: OtherLevels["source"],
): OtherLevels["source"] {
  if (!other.levels) return other;
  const { parameters } = environmentNamed(source.environment).levels(environment, other.levels);
  return { ...other, levels: parameters };
}

/**
 * The levels of a deployment: the same for every seed, policy and study, fixed by source and count alone. A smaller
 * count gives the first ones of a larger.
 */
export function deployedLevels(source: LevelSource, count: number): LevelSet {
  const { environment, distribution } = openSource(source);
  const rng = Rng.fromSeed("deployed-levels").fork(hashJson(asJson(source)));
  return generateLevels(environment, distribution, rng, count);
}

/** A stage as the JSON it is stored as. */
export function asJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as { [key: string]: Json };
}
