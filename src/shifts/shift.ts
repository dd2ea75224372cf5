// A shift is a value: the levels an agent is trained on, those it is deployed on, and how far apart they are.
import type { Json, JsonObject } from "../base/hash.ts";

/** Where levels come from: a world by name, its parameters, and the parameters of its generator. */
export interface LevelSource {
  readonly environment: string;
  readonly parameters: JsonObject;
  readonly levels: JsonObject;
  /** Fixed levels among the generated ones. */
  readonly mixture?: LevelMixture;
}

/** With probability `share` one of these levels, all equally likely, in place of a generated one. */
export interface LevelMixture {
  /** In [0, 1]; rounded to a multiple of 2^-20. */
  readonly share: number;
  /** Levels as text. */
  readonly levels: readonly string[];
}

/** Two sides of one world that differ in their levels alone; the dynamics know nothing of it. */
export interface Shift {
  /** What differs, in words ("counts of keys and chests"). */
  readonly varies: string;
  readonly training: LevelSource;
  readonly deployed: LevelSource;
}

/**
 * The level parameters at a severity between training (0) and deployment (1). Numbers move linearly and are rounded,
 * ranges end by end; anything else is taken from the deployed side as soon as severity is above 0. Throws a
 * RangeError outside [0, 1].
 */
export function levelsAtSeverity(shift: Shift, severity: number): LevelSource {
  if (!(severity >= 0 && severity <= 1)) throw new RangeError(`severity ${severity} is not between 0 and 1`);
  const names = new Set([...Object.keys(shift.training.levels), ...Object.keys(shift.deployed.levels)]);
  const levels = Object.fromEntries(
    [...names].map((name) => [
      name,
      between(shift.training.levels[name] ?? null, shift.deployed.levels[name] ?? null, severity),
    ]),
  );
  return { ...shift.deployed, levels };
}

function between(from: Json, to: Json, severity: number): Json {
  if (typeof from === "number" && typeof to === "number") return Math.round(from + (to - from) * severity);
  if (Array.isArray(from) && Array.isArray(to) && from.length === to.length) {
    return from.map((value, index) => between(value as Json, to[index] as Json, severity));
  }
  return severity > 0 ? to : from;
}
