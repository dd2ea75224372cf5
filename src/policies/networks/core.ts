// What stands between encoder and heads: one step of a recurrence, or a layer without any.
import type { Rng } from "../../base/rng.ts";
import type { Value, Values } from "../../engine/ops.ts";
import type { Parameters } from "./architecture.ts";

/** What a step of a core answers. */
export interface CoreStep {
  /** For the heads. [lanes, outputs] */
  readonly output: Value;
  /** For the next step; of the sizes that the core declares. Each [lanes, size] */
  readonly states: readonly Value[];
  /** By layer name, each [lanes, ...]. */
  readonly activations: Values;
}

export interface Core {
  /** Units for the heads, after `conclude` where there is one. */
  readonly outputs: number;
  /** Numbers of each part of the state; none for a core that keeps nothing. All are zero at first. */
  readonly stateSizes: readonly number[];
  readonly parameterShapes: Readonly<Record<string, readonly number[]>>;
  initialise(rng: Rng): Parameters;
  /**
   * Traced: the part of a step that does not depend on the state, for many rows at once, [rows, ...] each: what a whole
   * sequence can do in one operation need not be done step by step.
   */
  prepare(parameters: Values, features: Value): Value;
  /** Traced. prepared: [lanes, ...]; states: each [lanes, size] */
  step(parameters: Values, prepared: Value, states: readonly Value[]): CoreStep;
  /** Traced: what is between the outputs of steps and the heads, for many rows at once. [rows, ...] -> [rows, outputs] */
  conclude?(parameters: Values, outputs: Value): Value;
}
