// The hidden-chest control: a second layer of chests that nobody sees.
import { InputError } from "../../base/errors.ts";
import { oneOf } from "../../base/nearest.ts";
import type { Rng } from "../../base/rng.ts";
import type { Environment } from "../environment.ts";
import { gridSizeOf } from "../grid-definition.ts";
import { FreeCells, interiorCells } from "../placement.ts";
import { chest, hidden } from "./things.ts";
import { keysAndChestsNames } from "./world.ts";

/**
 * The level with `count` hidden chests in place of any it had, uniformly over the cells where a visible chest lies
 * or could lie. Throws an InputError where there are fewer such cells, or on another world's levels.
 */
export function withHiddenChests(
  environment: Environment,
  level: Uint8Array,
  count: number,
  rng: Rng,
): Uint8Array {
  const known: readonly string[] = keysAndChestsNames;
  if (!known.includes(environment.name))
    throw new InputError("environment", environment.name, oneOf(environment.name, known));
  const covered = level.map((code) => code & ~hidden);
  const { height, width } = gridSizeOf(environment);
  const free = new FreeCells(interiorCells(height - 2, width - 2, width));
  const places = free.collect(
    covered.map((code) => code & ~chest),
    0,
  );
  if (count > places)
    throw new InputError("hidden chests", String(count), `at most ${places}, the cells for them`);
  for (let placed = 0; placed < count; placed++) covered[free.take(rng)]! |= hidden;
  return covered;
}
