// The large residual convolutional network of IMPALA: sections of a convolution, a max pooling and residual blocks.
import { z } from "zod";
import { add, maxPool, relu, windowedShape } from "../../engine/ops.ts";
import { sizeOf } from "../../engine/tensor.ts";
import {
  type ConvolutionLayer,
  convolutionShapes,
  convolve,
  initialiseConvolutions,
} from "./convolution-layer.ts";
import { denseTop, encodeTop } from "./convolutional.ts";
import { denseShapes, initialiseDense } from "./dense.ts";
import type { Encoder } from "./encoder.ts";
import { requireMaps } from "./maps.ts";

export const impalaSchema = z.strictObject({
  kind: z.literal("impala"),
  sections: z.array(z.int().min(1).max(1024)).min(1).max(8),
  blocks: z.int().min(0).max(16),
  dense: z.array(z.int().min(1).max(8192)).max(16),
});

export interface ImpalaSpec {
  readonly kind: "impala";
  /** Channels of each section. */
  readonly sections: readonly number[];
  /** Residual blocks in each section. */
  readonly blocks: number;
  /** Units of the dense layers above; Espeholt et al. have one of 256, jaxgmg without its LSTM two. */
  readonly dense: readonly number[];
}

/** The large network of Espeholt et al. 2018 (figure 3, right) without its LSTM. */
export const largeImpala: ImpalaSpec = { kind: "impala", sections: [16, 32, 32], blocks: 2, dense: [256] };

interface Section {
  readonly name: string;
  readonly first: ConvolutionLayer;
  readonly blocks: readonly (readonly [ConvolutionLayer, ConvolutionLayer])[];
}

/**
 * In each section a 3 x 3 convolution, a max pooling of 3 x 3 with stride 2, and blocks x + conv(relu(conv(relu(x)))); then a
 * rectifier and dense layers with one each. Initial kernels are orthogonal, of gain sqrt 2, and 1 where a block ends in them.
 */
export function impalaEncoder(spec: ImpalaSpec, observationShape: readonly number[]): Encoder {
  let shape = requireMaps("impala", observationShape);
  const sections = spec.sections.map((channels, depth) => {
    const section = sectionOf(`section/${depth}`, shape[0], channels, spec.blocks);
    shape = windowedShape([shape[1], shape[2]], 3, channels, { stride: 2 });
    return section;
  });
  const layers = sections.flatMap(({ first, blocks }) => [first, ...blocks.flat()]);
  const top = denseTop(spec.dense, sizeOf(shape));
  return {
    featureShape: spec.dense.length > 0 ? [spec.dense.at(-1) as number] : shape,
    parameterShapes: { ...convolutionShapes(layers), ...denseShapes(top) },
    initialise: (rng) => ({ ...initialiseConvolutions(layers, rng), ...initialiseDense(top, rng) }),
    encode(parameters, observations, activations) {
      let maps = observations;
      for (const { name, first, blocks } of sections) {
        const convolved = convolve(first, parameters, maps);
        maps = maxPool(convolved, 3, { stride: 2 });
        activations[first.name] = convolved;
        activations[`${name}/pool`] = maps;
        blocks.forEach(([inner, outer], i) => {
          const between = relu(convolve(inner, parameters, relu(maps)));
          maps = add(maps, convolve(outer, parameters, between));
          activations[inner.name] = between;
          activations[`${name}/block/${i}`] = maps;
        });
      }
      return encodeTop(top, parameters, relu(maps), activations);
    },
  };
}

function sectionOf(name: string, channels: number, outputs: number, blocks: number): Section {
  const layer = (part: string, from: number, gain: number): ConvolutionLayer => {
    return { name: `${name}/${part}`, channels: from, outputs, window: 3, stride: 1, gain };
  };
  return {
    name,
    first: layer("conv", channels, Math.SQRT2),
    blocks: Array.from({ length: blocks }, (_, i) => [
      layer(`block/${i}/conv/0`, outputs, Math.SQRT2),
      layer(`block/${i}/conv/1`, outputs, 1),
    ]),
  };
}
