// Plain convolutional networks: convolutions with rectifiers, then dense layers.
import { z } from "zod";
import { relu, reshape, type Value, type Values, windowedShape } from "../../engine/ops.ts";
import { sizeOf } from "../../engine/tensor.ts";
import {
  type ConvolutionLayer,
  convolutionShapes,
  convolve,
  initialiseConvolutions,
} from "./convolution-layer.ts";
import { type DenseLayer, dense, denseShapes, initialiseDense } from "./dense.ts";
import type { Encoder } from "./encoder.ts";
import { requireMaps } from "./maps.ts";

const extent = z.int().min(1).max(1024);

export const convolutionalSchema = z.strictObject({
  kind: z.literal("conv"),
  layers: z
    .array(z.strictObject({ channels: extent, window: extent.max(32), stride: extent.max(32) }))
    .min(1)
    .max(32),
  dense: z.array(z.int().min(1).max(8192)).max(16),
});

export interface ConvolutionalSpec {
  readonly kind: "conv";
  readonly layers: readonly {
    /** Output channels. */
    readonly channels: number;
    /** Height and width of the kernel. */
    readonly window: number;
    readonly stride: number;
  }[];
  /** Units of the dense layers after the last convolution. */
  readonly dense: readonly number[];
}

/**
 * The small network of Espeholt et al. 2018 (figure 3, left), with a second dense layer of 256 in the place of the LSTM, as
 * jaxgmg trains it (`impala:small:ff`).
 */
export const smallConvolutional: ConvolutionalSpec = {
  kind: "conv",
  layers: [
    { channels: 16, window: 8, stride: 4 },
    { channels: 32, window: 4, stride: 2 },
  ],
  dense: [256, 256],
};

/** Every layer ends in a rectifier; its activation has its name. Throws an InputError unless observations are maps. */
export function convolutionalEncoder(spec: ConvolutionalSpec, observationShape: readonly number[]): Encoder {
  let shape = requireMaps("conv", observationShape);
  const layers = spec.layers.map(({ channels, window, stride }, depth): ConvolutionLayer => {
    const layer = { name: `conv/${depth}`, channels: shape[0], outputs: channels, window, stride };
    shape = windowedShape([shape[1], shape[2]], window, channels, { stride });
    return { ...layer, gain: Math.SQRT2 };
  });
  const top = denseTop(spec.dense, sizeOf(shape));
  return {
    featureShape: spec.dense.length > 0 ? [spec.dense.at(-1) as number] : shape,
    parameterShapes: { ...convolutionShapes(layers), ...denseShapes(top) },
    initialise: (rng) => ({ ...initialiseConvolutions(layers, rng), ...initialiseDense(top, rng) }),
    encode(parameters, observations, activations) {
      let maps = observations;
      for (const layer of layers) {
        maps = relu(convolve(layer, parameters, maps));
        activations[layer.name] = maps;
      }
      return encodeTop(top, parameters, maps, activations);
    },
  };
}

/** The dense layers above the maps, `dense/0` and on. */
export function denseTop(units: readonly number[], inputs: number): DenseLayer[] {
  return units.map((outputs, depth) => ({
    name: `dense/${depth}`,
    inputs: depth === 0 ? inputs : (units[depth - 1] as number),
    outputs,
    gain: Math.SQRT2,
  }));
}

/** Traced: the maps flattened and through the dense layers; the maps themselves where there are none. */
export function encodeTop(
  top: readonly DenseLayer[],
  parameters: Values,
  maps: Value,
  activations: Values,
): Value {
  const [first] = top;
  if (first === undefined) return maps;
  let features = reshape(maps, [maps.shape[0], first.inputs]);
  for (const layer of top) {
    features = relu(dense(layer, parameters, features));
    activations[layer.name] = features;
  }
  return features;
}
