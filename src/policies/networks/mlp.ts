// The multilayer perceptron: dense layers on the flattened observation, one head for actions and one for the value.
import { z } from "zod";
import { relu, reshape, tanh, type Value, type Values } from "../../engine/ops.ts";
import { sizeOf } from "../../engine/tensor.ts";
import type { Network, NetworkOutputs } from "./architecture.ts";
import { actorCriticHeads, type DenseLayer, dense, denseShapes, initialiseDense } from "./dense.ts";
import type { Encoder } from "./encoder.ts";

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
  const [actor, critic] = actorCriticHeads(width, actions);
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

  const parameterShapes = denseShapes(layers);
  return {
    observationShape,
    actions,
    parameterShapes,
    memorySize: 0,
    parameterCount: Object.values(parameterShapes).reduce((sum, shape) => sum + sizeOf(shape), 0),
    initialise: (rng) => initialiseDense(layers, rng),
    forward,
  };
}

/** One trunk of dense layers as an encoder; its features are those of the last layer. */
export function mlpEncoder(
  { hidden, activation }: Pick<MlpSpec, "hidden" | "activation">,
  observationShape: readonly number[],
): Encoder {
  const inputs = sizeOf(observationShape);
  const layers = tower("trunk", { hidden }, inputs);
  const activate = activation === "relu" ? relu : tanh;
  return {
    featureShape: [hidden.at(-1) ?? inputs],
    parameterShapes: denseShapes(layers),
    initialise: (rng) => initialiseDense(layers, rng),
    encode(parameters, observations, activations) {
      let features = reshape(observations, [observations.shape[0], inputs]);
      for (const layer of layers) {
        features = activate(dense(layer, parameters, features));
        activations[layer.name] = features;
      }
      return features;
    },
  };
}

function tower(name: string, spec: Pick<MlpSpec, "hidden">, inputs: number): DenseLayer[] {
  return spec.hidden.map((outputs, depth) => ({
    name: `${name}/${depth}`,
    inputs: depth === 0 ? inputs : spec.hidden[depth - 1],
    outputs,
    gain: Math.SQRT2,
  }));
}
