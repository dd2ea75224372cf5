// What stands below the heads or the memory of a network: from observations to features.
import type { Rng } from "../../base/rng.ts";
import { reshape, type Value, type Values } from "../../engine/ops.ts";
import { sizeOf } from "../../engine/tensor.ts";
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

/** The same encoder, its features in one row whatever their shape. */
export function flattened(encoder: Encoder): Encoder {
  if (encoder.featureShape.length === 1) return encoder;
  const size = sizeOf(encoder.featureShape);
  return {
    ...encoder,
    featureShape: [size],
    encode: (parameters, observations, activations) =>
      reshape(encoder.encode(parameters, observations, activations), [observations.shape[0], size]),
  };
}
