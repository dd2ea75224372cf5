// What stands below the heads or the memory of a network: from observations to features.
import type { Rng } from "../../base/rng.ts";
import type { Value, Values } from "../../engine/ops.ts";
import type { Parameters } from "./architecture.ts";

/** The part of a network that looks at one observation at a time, whatever is built on it. */
export interface Encoder {
  /** Of the features of one observation: `[size]`, or `[channels, height, width]` for maps. */
  readonly featureShape: readonly number[];
  readonly parameterShapes: Readonly<Record<string, readonly number[]>>;
  initialise(rng: Rng): Parameters;
  /**
   * Traced. observations: [rows, ...observation shape], float32 -> [rows, ...featureShape]. Writes the activations of
   * every layer, each [rows, ...], into `activations` by layer name.
   */
  encode(parameters: Values, observations: Value, activations: Values): Value;
}
