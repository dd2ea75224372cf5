// States of a batch variable by variable, as the world declares its causes.
import type { WorldCauses } from "./causes.ts";
import type { Environment, EnvironmentBatch } from "./environment.ts";

/** Writes the state of a lane variable by variable, from out[offset] on. */
export function saveVariables(batch: EnvironmentBatch, lane: number, out: Int32Array, offset: number): void {
  if (batch.saveVariables) batch.saveVariables(lane, out, offset);
  else batch.saveState(lane, out, offset);
}

/**
 * Puts a lane, on the same level, where the variables have these values, in combinations that play never comes to as well. As `loadState`
 * does it clears flags and events, and keeps the clock.
 */
export function loadVariables(
  batch: EnvironmentBatch,
  lane: number,
  words: Int32Array,
  offset: number,
): void {
  if (batch.loadVariables) batch.loadVariables(lane, words, offset);
  else batch.loadState(lane, words, offset);
}

/** The causes that a world declares; throws an Error where it declares none. */
export function causesOf(environment: Pick<Environment, "name" | "causes">): WorldCauses {
  if (environment.causes) return environment.causes;
  throw new Error(`${environment.name} does not declare the causes of its state`);
}
