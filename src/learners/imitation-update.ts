// One optimiser step of cloning as one traced function: cross-entropy, gradients, norm clipping and Adam.
import { logSoftmax, type Values, valueAndGrad } from "../engine/ops.ts";
import type { TensorSpec } from "../engine/tensor.ts";
import { type Traced, trace } from "../engine/trace.ts";
import type { Network } from "../policies/networks/architecture.ts";
import type { CloningHyperparameters } from "./cloning-hyperparameters.ts";
import { crossEntropy } from "./losses.ts";
import { applyUpdates, clippedAdam, type Optimiser } from "./optimisers.ts";
import { prefixed, withoutPrefix } from "./prefix.ts";

export function cloningOptimiser({ max_grad_norm }: CloningHyperparameters): Optimiser {
  return clippedAdam({ maxNorm: max_grad_norm, beta1: 0.9, beta2: 0.999, epsilon: 1e-5 });
}

/**
 * Traces the update. Inputs and outputs: `parameters/...`, `optimiser/...`; inputs besides: `observations`
 * [samples, ...], `target` [samples, actions], `learningRate`; output besides: the scalar `loss`. The value head has no
 * part in the loss and keeps its initial parameters.
 */
export function traceImitationUpdate(network: Network, cloning: CloningHyperparameters): Promise<Traced> {
  const samples = cloning.minibatch_size;
  const optimiser = cloningOptimiser(cloning);
  return trace(
    (inputs) => {
      const parameters = withoutPrefix("parameters/", inputs);
      const state = withoutPrefix("optimiser/", inputs);
      const lossOf = (current: Values) => {
        const { logits } = network.forward(current, inputs.observations);
        return { loss: crossEntropy(logSoftmax(logits), inputs.target), aux: {} };
      };
      const { loss, gradients } = valueAndGrad(lossOf)(parameters);
      const step = optimiser.update(gradients, state, inputs.learningRate);
      return {
        ...prefixed("parameters/", applyUpdates(parameters, step.updates)),
        ...prefixed("optimiser/", step.state),
        loss,
      };
    },
    {
      ...prefixed("parameters/", floats(network.parameterShapes)),
      ...prefixed("optimiser/", floats(shapesOf(optimiser, network))),
      observations: { shape: [samples, ...network.observationShape], dtype: "float32", storage: "uint8" },
      target: { shape: [samples, network.actions], dtype: "float32" },
      learningRate: { shape: [], dtype: "float32" },
    },
  );
}

type Shapes = Readonly<Record<string, readonly number[]>>;

function shapesOf(optimiser: Optimiser, network: Network): Shapes {
  const state = optimiser.init(network.parameterShapes);
  return Object.fromEntries(Object.entries(state).map(([name, { shape }]) => [name, shape]));
}

function floats(shapes: Shapes): Record<string, TensorSpec> {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, { shape, dtype: "float32" as const }]),
  );
}
