// What numbers in the settings of a stage must be.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import type { Environment } from "../environments/environment.ts";

export function requireCount(place: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new InputError(place, String(value), `a whole number of at least ${least}`);
}

export function requireDiscount(place: string, value: number): void {
  if (value > 0 && value <= 1) return;
  throw new InputError(place, String(value), "a number above 0 and at most 1");
}

/** Planners without a horizon need a discount below 1. */
export function requirePlannerDiscount(place: string, value: number): void {
  if (value >= 0 && value < 1) return;
  throw new InputError(place, String(value), "a number in [0, 1)");
}

export function requireObjective(place: string, name: string | undefined, environment: Environment): void {
  const known = environment.objectives.map((objective) => objective.name);
  if (name !== undefined && known.includes(name)) return;
  throw new InputError(place, JSON.stringify(name) ?? "nothing", oneOf(name ?? "", known));
}
