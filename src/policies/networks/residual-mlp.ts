// The residual multilayer perceptron: a dense layer on the flattened observation, and blocks that add to what it gives.
import { z } from "zod";
import { add, relu, reshape } from "../../engine/ops.ts";
import { sizeOf } from "../../engine/tensor.ts";
import { type DenseLayer, dense, denseShapes, initialiseDense } from "./dense.ts";
import type { Encoder } from "./encoder.ts";

export const residualMlpSchema = z.strictObject({
  kind: z.literal("residual-mlp"),
  width: z.int().min(1).max(8192),
  blocks: z.int().min(0).max(64),
});

export interface ResidualMlpSpec {
  readonly kind: "residual-mlp";
  /** Units of every layer. */
  readonly width: number;
  /** How many times x becomes x + relu(x W + b), after a first layer relu(x W + b). */
  readonly blocks: number;
}

/** jaxgmg's `relu:LxW` is this with L - 1 blocks of width W; its initial weights are flax's, ours are orthogonal. */
export function residualMlpEncoder(
  { width, blocks }: ResidualMlpSpec,
  observationShape: readonly number[],
): Encoder {
  const inputs = sizeOf(observationShape);
  const layer = (name: string, from: number): DenseLayer => ({
    name,
    inputs: from,
    outputs: width,
    gain: Math.SQRT2,
  });
  const first = layer("trunk/0", inputs);
  const added = Array.from({ length: blocks }, (_, i) => layer(`trunk/${i + 1}`, width));
  return {
    featureShape: [width],
    parameterShapes: denseShapes([first, ...added]),
    initialise: (rng) => initialiseDense([first, ...added], rng),
    encode(parameters, observations, activations) {
      const flat = reshape(observations, [observations.shape[0], inputs]);
      let stream = relu(dense(first, parameters, flat));
      activations[first.name] = stream;
      for (const block of added) {
        stream = add(stream, relu(dense(block, parameters, stream)));
        activations[block.name] = stream;
      }
      return stream;
    },
  };
}
