// The multilayer perceptron: dense layers on the flattened observation, one head for actions and one for the value.
import { z } from "zod";
import type { Rng } from "../../base/rng.ts";
import { add, matmul, relu, reshape, tanh, type Value, type Values } from "../../engine/ops.ts";
import { sizeOf, type Tensor } from "../../engine/tensor.ts";
import type { Network, NetworkOutputs, Parameters } from "./architecture.ts";
import { orthogonalMatrix } from "./orthogonal.ts";

export const mlpSchema = z.strictObject({
  kind: z.literal("mlp"),
  hidden: z.array(z.int().min(1)),
  activation: z.enum(["relu", "tanh"]),
  shared: z.boolean(),
});

export interface MlpSpec {
  readonly kind: "mlp";
  /** Units of each hidden layer. */
  readonly hidden: readonly number[];
  readonly activation: "relu" | "tanh";
  /** Whether action head and value head stand on one trunk, or each on a trunk of its own. */
  readonly shared: boolean;
}

interface Dense {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly gain: number;
}

/**
 * Initial weights are orthogonal with gain sqrt 2 in hidden layers, .01 in the action head and 1 in the value head,
 * biases are zero (Andrychowicz et al. 2021; Huang et al. 2022, "The 37 implementation details of PPO", detail 2).
 */
export function mlp(spec: MlpSpec, observationShape: readonly number[], actions: number): Network {
  const inputs = sizeOf(observationShape);
  const towers = spec.shared
    ? [tower("trunk", spec, inputs)]
    : [tower("actor-trunk", spec, inputs), tower("critic-trunk", spec, inputs)];
  const width = spec.hidden.at(-1) ?? inputs;
  const actor: Dense = { name: "actor", inputs: width, outputs: actions, gain: 0.01 };
  const critic: Dense = { name: "critic", inputs: width, outputs: 1, gain: 1 };
  const layers = [...towers.flat(), actor, critic];
  const activate = spec.activation === "relu" ? relu : tanh;

  function forward(parameters: Values, observations: Value): NetworkOutputs {
    const lanes = observations.shape[0];
    const activations: Record<string, Value> = {};
    const tops = towers.map((layersUp) => {
      let hidden = reshape(observations, [lanes, inputs]);
      for (const layer of layersUp) {
        hidden = activate(dense(layer, parameters, hidden));
        activations[layer.name] = hidden;
      }
      return hidden;
    });
    const logits = dense(actor, parameters, tops[0]);
    const values = reshape(dense(critic, parameters, tops.at(-1) ?? tops[0]), [lanes]);
    return { logits, values, activations };
  }

  const parameterShapes = shapesOf(layers);
  return {
    observationShape,
    actions,
    parameterShapes,
    parameterCount: Object.values(parameterShapes).reduce((sum, shape) => sum + sizeOf(shape), 0),
    initialise: (rng) => initialise(layers, rng),
    forward,
  };
}

function tower(name: string, spec: MlpSpec, inputs: number): Dense[] {
  return spec.hidden.map((outputs, depth) => ({
    name: `${name}/${depth}`,
    inputs: depth === 0 ? inputs : spec.hidden[depth - 1],
    outputs,
    gain: Math.SQRT2,
  }));
}

/** Traced: x W + b. x: [lanes, inputs] -> [lanes, outputs] */
function dense(layer: Dense, parameters: Values, x: Value): Value {
  return add(matmul(x, parameters[`${layer.name}/weight`]), parameters[`${layer.name}/bias`]);
}

function shapesOf(layers: readonly Dense[]): Record<string, readonly number[]> {
  const shapes: Record<string, readonly number[]> = {};
  for (const { name, inputs, outputs } of layers) {
    shapes[`${name}/weight`] = [inputs, outputs];
    shapes[`${name}/bias`] = [outputs];
  }
  return shapes;
}

function initialise(layers: readonly Dense[], rng: Rng): Parameters {
  const parameters: Record<string, Tensor> = {};
  for (const { name, inputs, outputs, gain } of layers) {
    const weight = orthogonalMatrix(inputs, outputs, gain, rng);
    parameters[`${name}/weight`] = { dtype: "float32", shape: [inputs, outputs], data: weight };
    parameters[`${name}/bias`] = { dtype: "float32", shape: [outputs], data: new Float32Array(outputs) };
  }
  return parameters;
}
