// Dense layers: their parameters, how these start, and what they compute.
import type { Rng } from "../../base/rng.ts";
import { add, matmul, type Value, type Values } from "../../engine/ops.ts";
import type { Tensor } from "../../engine/tensor.ts";
import type { Parameters } from "./architecture.ts";
import { orthogonalMatrix } from "./orthogonal.ts";

export interface DenseLayer {
  /** Parameters are `<name>/weight` [inputs, outputs] and `<name>/bias` [outputs]. */
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** Length of the orthogonal rows or columns of initial weights. */
  readonly gain: number;
}

/**
 * Action head and value head: gains .01 and 1 (Andrychowicz et al. 2021; Huang et al. 2022, "The 37 implementation
 * details of PPO", detail 2). Hidden layers have gain sqrt 2.
 */
export function actorCriticHeads(inputs: number, actions: number): readonly [DenseLayer, DenseLayer] {
  return [
    { name: "actor", inputs, outputs: actions, gain: 0.01 },
    { name: "critic", inputs, outputs: 1, gain: 1 },
  ];
}

/** Traced: x W + b. x: [rows, inputs] -> [rows, outputs] */
export function dense(layer: DenseLayer, parameters: Values, x: Value): Value {
  return add(matmul(x, parameters[`${layer.name}/weight`]), parameters[`${layer.name}/bias`]);
}

export function denseShapes(layers: readonly DenseLayer[]): Record<string, readonly number[]> {
  const shapes: Record<string, readonly number[]> = {};
  for (const { name, inputs, outputs } of layers) {
    shapes[`${name}/weight`] = [inputs, outputs];
    shapes[`${name}/bias`] = [outputs];
  }
  return shapes;
}

/** Orthogonal weights of each layer's gain, biases zero; drawn in the order of the layers. */
export function initialiseDense(layers: readonly DenseLayer[], rng: Rng): Parameters {
  const parameters: Record<string, Tensor> = {};
  for (const { name, inputs, outputs, gain } of layers) {
    const weight = orthogonalMatrix(inputs, outputs, gain, rng);
    parameters[`${name}/weight`] = { dtype: "float32", shape: [inputs, outputs], data: weight };
    parameters[`${name}/bias`] = { dtype: "float32", shape: [outputs], data: new Float32Array(outputs) };
  }
  return parameters;
}
