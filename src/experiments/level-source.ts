// From where levels come to the levels themselves: the world, its generator, and the sets that agents are deployed on.
import { hashJson, type Json, type JsonObject } from "../base/hash.ts";
import { Rng } from "../base/rng.ts";
import type { Environment, LevelDistribution } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels, type LevelSet } from "../environments/levels.ts";
import { withLevelMixture } from "../shifts/level-mixture.ts";
import type { LevelSource } from "../shifts/shift.ts";

/** The world and generator of a source; throws an InputError on parameters or fixed levels that they refuse. */
export function openSource(source: LevelSource): {
  environment: Environment;
  distribution: LevelDistribution;
} {
  const definition = environmentNamed(source.environment);
  const environment = definition.create(source.parameters);
  const generated = definition.levels(environment, source.levels);
  const { mixture } = source;
  return {
    environment,
    distribution: mixture ? withLevelMixture(environment, generated, mixture) : generated,
  };
}

/** The source with every default filled in; throws as `openSource` does. */
export function completeSource(source: LevelSource): LevelSource {
  const { environment, distribution } = openSource(source);
  return { ...source, parameters: environment.parameters, levels: distribution.parameters };
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
