// Convolutional layers: their parameters, how these start, and what they compute.
import type { Rng } from "../../base/rng.ts";
import { convolution, type Value, type Values } from "../../engine/ops.ts";
import type { Tensor } from "../../engine/tensor.ts";
import type { Parameters } from "./architecture.ts";
import { orthogonalMatrix } from "./orthogonal.ts";

export interface ConvolutionLayer {
  /** Parameters are `<name>/kernel` [outputs, channels, window, window] and `<name>/bias` [outputs]. */
  readonly name: string;
  readonly channels: number;
  readonly outputs: number;
  /** Height and width of the kernel. */
  readonly window: number;
  readonly stride: number;
  /** Length of the orthogonal rows of initial kernels. */
  readonly gain: number;
}

/** Traced, padded to ceil(extent / stride). x: [rows, channels, height, width] -> [rows, outputs, height', width'] */
export function convolve(layer: ConvolutionLayer, parameters: Values, x: Value): Value {
  const bias = parameters[`${layer.name}/bias`];
  return convolution(x, parameters[`${layer.name}/kernel`], { stride: layer.stride, bias });
}

export function convolutionShapes(layers: readonly ConvolutionLayer[]): Record<string, readonly number[]> {
  const shapes: Record<string, readonly number[]> = {};
  for (const { name, channels, outputs, window } of layers) {
    shapes[`${name}/kernel`] = [outputs, channels, window, window];
    shapes[`${name}/bias`] = [outputs];
  }
  return shapes;
}

/** Kernels that are orthogonal as [outputs, channels x window x window], biases zero (Huang et al. 2022, detail 2). */
export function initialiseConvolutions(layers: readonly ConvolutionLayer[], rng: Rng): Parameters {
  const parameters: Record<string, Tensor> = {};
  for (const { name, channels, outputs, window, gain } of layers) {
    const data = orthogonalMatrix(outputs, channels * window * window, gain, rng);
    parameters[`${name}/kernel`] = { dtype: "float32", shape: [outputs, channels, window, window], data };
    parameters[`${name}/bias`] = { dtype: "float32", shape: [outputs], data: new Float32Array(outputs) };
  }
  return parameters;
}
