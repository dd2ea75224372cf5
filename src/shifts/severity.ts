// What lies between the two sides of a shift.
import { InputError } from "../base/errors.ts";
import type { Json, JsonObject } from "../base/hash.ts";
import { environmentNamed } from "../environments/index.ts";
import type { LevelMixture, LevelSource, Shift } from "./shift.ts";

/** Where levels come from at some severity, and how long an episode lasts there: null where the shift does not say. */
export interface ShiftSide {
  readonly source: LevelSource;
  readonly horizon: number | null;
}

/**
 * The side at a severity between training (0) and deployment (1), every default filled in. Numbers move linearly, parameters of
 * the world, of its levels and the horizon alike; those that the world's JSON Schemas declare integers, and the horizon, are
 * rounded. Ranges move end by end, objects entry by entry. Anything else, and what stands on one side alone, is taken from the deployed
 * side as soon as severity is above 0. The share of a mixture moves as a number does; a side without one has it at 0.
 * Throws a RangeError outside [0, 1], and an InputError on sides of two worlds or parameters that a world refuses.
 */
export function sideAtSeverity({ training, deployed, horizons }: Shift, severity: number): ShiftSide {
  if (!(severity >= 0 && severity <= 1)) throw new RangeError(`severity ${severity} is not between 0 and 1`);
  if (training.environment !== deployed.environment) {
    throw new InputError(
      "shift.deployed.environment",
      `"${deployed.environment}"`,
      `"${training.environment}"`,
    );
  }
  const { schemas } = environmentNamed(training.environment);
  const [from, to] = [completed(training), completed(deployed)];
  const { mixture: _, ...rest } = severity > 0 ? deployed : training;
  const mixture = mixtureBetween(training.mixture, deployed.mixture, severity);
  const source = {
    ...rest,
    parameters: between(from.parameters, to.parameters, severity, schemas.environment) as JsonObject,
    levels: between(from.levels, to.levels, severity, schemas.levels) as JsonObject,
    ...(mixture && { mixture }),
  };
  const horizon = horizons ? Math.round(linear(horizons.training, horizons.deployed, severity)) : null;
  return { source, horizon };
}

/** Parameters with every default, so that what one side leaves out is between, too. */
function completed(side: LevelSource): { parameters: JsonObject; levels: JsonObject } {
  const definition = environmentNamed(side.environment);
  const environment = definition.create(side.parameters);
  return {
    parameters: environment.parameters,
    levels: definition.levels(environment, side.levels).parameters,
  };
}

function linear(from: number, to: number, severity: number): number {
  // Exact at both ends, and no step beyond them.
  return severity === 1 ? to : from + (to - from) * severity;
}

function between(
  from: Json | undefined,
  to: Json | undefined,
  severity: number,
  schema: Json | undefined,
): Json {
  if (typeof from === "number" && typeof to === "number") {
    const value = linear(from, to, severity);
    return isInteger(schema) ? Math.round(value) : value;
  }
  if (Array.isArray(from) && Array.isArray(to) && from.length === to.length) {
    return from.map((value, index) =>
      between(value as Json, to[index] as Json, severity, itemOf(schema, index)),
    );
  }
  if (isObject(from) && isObject(to)) return entriesBetween(from, to, severity, schema);
  return (severity > 0 ? to : from) as Json;
}

/** Entries that stand on one side alone are there as soon as that side is the one that counts. */
function entriesBetween(
  from: JsonObject,
  to: JsonObject,
  severity: number,
  schema: Json | undefined,
): JsonObject {
  const names = Object.keys(severity > 0 ? to : from);
  return Object.fromEntries(
    names.map((name) => [
      name,
      name in from && name in to
        ? between(from[name], to[name], severity, propertyOf(schema, name))
        : ((severity > 0 ? to[name] : from[name]) as Json),
    ]),
  );
}

function mixtureBetween(
  from: LevelMixture | undefined,
  to: LevelMixture | undefined,
  severity: number,
): LevelMixture | undefined {
  const chosen = severity === 0 ? from : severity === 1 ? to : (to ?? from);
  return chosen && { ...chosen, share: linear(from?.share ?? 0, to?.share ?? 0, severity) };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The schema itself and the alternatives that it consists of. */
function alternatives(schema: Json | undefined): JsonObject[] {
  if (!isObject(schema)) return [];
  const inner = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) =>
    Array.isArray(list) ? list : [],
  );
  return [schema, ...inner.flatMap((one) => alternatives(one as Json))];
}

function isInteger(schema: Json | undefined): boolean {
  const types = alternatives(schema).flatMap(({ type }) => type ?? []);
  return types.includes("integer") && !types.includes("number");
}

function propertyOf(schema: Json | undefined, name: string): Json | undefined {
  return alternatives(schema)
    .map(({ properties }) => (isObject(properties) ? properties[name] : undefined))
    .find((found) => found !== undefined);
}

function itemOf(schema: Json | undefined, index: number): Json | undefined {
  return alternatives(schema)
    .map(({ prefixItems, items }) => (Array.isArray(prefixItems) ? prefixItems[index] : undefined) ?? items)
    .find((found) => found !== undefined) as Json | undefined;
}
