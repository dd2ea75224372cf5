// One optimiser step of DQN as one traced function: targets, Huber loss, gradients, norm clipping and Adam.
import {
  abs,
  add,
  argmax,
  mean,
  minimum,
  mul,
  square,
  stopGradient,
  sub,
  takeAlongLast,
  type Value,
  type Values,
  valueAndGrad,
} from "../engine/ops.ts";
import type { TensorSpec } from "../engine/tensor.ts";
import { type Traced, trace } from "../engine/trace.ts";
import type { Network } from "../policies/networks/architecture.ts";
import type { DqnHyperparameters } from "./dqn-hyperparameters.ts";
import { applyUpdates, clippedAdam, flatten, globalNorm, type Optimiser } from "./optimisers.ts";
import { prefixed, withoutPrefix } from "./prefix.ts";

/** Norm clipping, then Adam, then a step down. */
export function dqnOptimiser(dqn: DqnHyperparameters): Optimiser {
  const { max_grad_norm: maxNorm, adam_beta1: beta1, adam_beta2: beta2, adam_eps: epsilon } = dqn;
  return clippedAdam({ maxNorm, beta1, beta2, epsilon });
}

/**
 * Traces the update of a network of action values. Inputs and outputs: `parameters/...`, `optimiser/...`; inputs besides: `target/...` (parameters
 * of the target network), observations, nextObservations, actions, rewards, discounts, weights, learningRate; outputs besides: `errors`, the
 * absolute errors of the values [rows], and scalars under `metrics/...`.
 */
export function traceDqnUpdate(network: Network, dqn: DqnHyperparameters): Promise<Traced> {
  const optimiser = dqnOptimiser(dqn);
  const shapes = floats(network.parameterShapes);
  return trace(
    (inputs) => {
      const parameters = withoutPrefix("parameters/", inputs);
      const target = dqnTarget(network, dqn, parameters, inputs);
      const { loss, aux, gradients } = valueAndGrad((current) =>
        dqnLoss(network, dqn, current, inputs, target),
      )(parameters);
      const { errors, ...told } = aux;
      const state = withoutPrefix("optimiser/", inputs);
      const step = optimiser.update(gradients, state, inputs.learningRate!);
      const metrics = { ...told, td_loss: loss, gradient_norm: globalNorm({ all: flatten(gradients) }) };
      return {
        ...prefixed("parameters/", applyUpdates(parameters, step.updates)),
        ...prefixed("optimiser/", step.state),
        ...prefixed("metrics/", metrics),
        errors: errors!,
      };
    },
    {
      ...prefixed("parameters/", shapes),
      ...prefixed("target/", shapes),
      ...prefixed("optimiser/", optimiserSpecs(optimiser, network)),
      ...transitionSpecs(network, dqn.batch_size),
    },
  );
}

/**
 * Traced: reward + discount x value of what follows, by the target network: of its own best action (Mnih et al. 2015), or of the online network's
 * (van Hasselt et al. 2016). [rows]
 */
function dqnTarget(network: Network, dqn: DqnHyperparameters, parameters: Values, inputs: Values): Value {
  const next = inputs.nextObservations!;
  const valued = network.forward(withoutPrefix("target/", inputs), next);
  const value = dqn.double
    ? takeAlongLast(valued.logits, argmax(network.forward(parameters, next).logits))
    : valued.values;
  return stopGradient(add(inputs.rewards!, mul(inputs.discounts!, value)));
}

/** Traced: mean over rows of weight x Huber loss of target - Q(action), with what it tells. */
function dqnLoss(
  network: Network,
  dqn: DqnHyperparameters,
  parameters: Values,
  inputs: Values,
  target: Value,
) {
  const { logits } = network.forward(parameters, inputs.observations!);
  const value = takeAlongLast(logits, inputs.actions!);
  const errors = abs(sub(target, value));
  const loss = mean(mul(inputs.weights!, huber(errors, dqn.huber_delta)));
  return { loss, aux: { errors, q_values: mean(value) } };
}

/**
 * Traced: half the square up to `delta`, from there on linear with the slope it has got to (Huber 1964). Written with m = min(|error|, delta), as
 * m^2 / 2 + delta (|error| - m), the slope is m everywhere.
 */
export function huber(absoluteErrors: Value, delta: number): Value {
  const near = minimum(absoluteErrors, delta);
  return add(mul(square(near), 0.5), mul(sub(absoluteErrors, near), delta));
}

function transitionSpecs(network: Network, rows: number): Record<string, TensorSpec> {
  const float: TensorSpec = { shape: [rows], dtype: "float32" };
  const observed: TensorSpec = {
    shape: [rows, ...network.observationShape],
    dtype: "float32",
    storage: "uint8",
  };
  return {
    observations: observed,
    nextObservations: observed,
    actions: { shape: [rows], dtype: "int32" },
    rewards: float,
    discounts: float,
    weights: float,
    learningRate: { shape: [], dtype: "float32" },
  };
}

function optimiserSpecs(optimiser: Optimiser, network: Network): Record<string, TensorSpec> {
  const state = optimiser.init(network.parameterShapes);
  return floats(Object.fromEntries(Object.entries(state).map(([name, { shape }]) => [name, shape])));
}

function floats(shapes: Readonly<Record<string, readonly number[]>>): Record<string, TensorSpec> {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, { shape, dtype: "float32" as const }]),
  );
}
