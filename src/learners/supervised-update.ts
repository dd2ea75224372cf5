// One step of supervised learning, and the answers of a network with their loss, as traced functions.
import { type Value, type Values, valueAndGrad } from "../engine/ops.ts";
import type { TensorSpec } from "../engine/tensor.ts";
import { type Traced, trace } from "../engine/trace.ts";
import type { Network } from "../policies/networks/architecture.ts";
import { binaryCrossEntropy, squaredError } from "./losses.ts";
import { applyUpdates, chain, descend, flattened, type Optimiser, scaleByAdam } from "./optimisers.ts";
import { prefixed, withoutPrefix } from "./prefix.ts";

/** How an answer is scored against its target: "binary-cross-entropy" takes it as log odds. */
export type SupervisedLoss = "binary-cross-entropy" | "squared-error";

/** "gradient-descent" goes down the plain gradient; "adam" with decays .9 and .999. */
export type SupervisedOptimiser = "adam" | "gradient-descent";

/** What of a network and its training the traced functions depend on. */
export interface TracedFit {
  readonly network: Network;
  /** Rows per call. */
  readonly batch: number;
  readonly loss: SupervisedLoss;
  readonly optimiser: SupervisedOptimiser;
}

export function supervisedOptimiser(kind: SupervisedOptimiser): Optimiser {
  if (kind === "gradient-descent") return descend();
  return flattened(chain(scaleByAdam({ beta1: 0.9, beta2: 0.999, epsilon: 1e-5 }), descend()));
}

/**
 * Traces the step. Inputs and outputs: `parameters/...`, `optimiser/...`; inputs besides: `inputs` [batch, inputs], `target` [batch,
 * outputs], `weight` [batch], `learningRate`; output besides: the scalar `loss` before the step. The value head of the
 * network has no part in it and keeps its initial parameters.
 */
export function traceSupervisedUpdate(fit: TracedFit): Promise<Traced> {
  const { network } = fit;
  const optimiser = supervisedOptimiser(fit.optimiser);
  const state = optimiser.init(network.parameterShapes);
  return trace(
    (inputs) => {
      const parameters = withoutPrefix("parameters/", inputs);
      const lossOf = (current: Values) => ({
        loss: lossIn(fit, answers(fit, current, inputs.inputs), inputs),
        aux: {},
      });
      const { loss, gradients } = valueAndGrad(lossOf)(parameters);
      const step = optimiser.update(gradients, withoutPrefix("optimiser/", inputs), inputs.learningRate);
      return {
        ...prefixed("parameters/", applyUpdates(parameters, step.updates)),
        ...prefixed("optimiser/", step.state),
        loss,
      };
    },
    {
      ...parameterSpecs(network),
      ...Object.fromEntries(
        Object.entries(state).map(([name, { shape }]) => [`optimiser/${name}`, floats(shape)]),
      ),
      ...rowSpecs(fit),
      learningRate: floats([]),
    },
  );
}

/** Traces `outputs` [batch, outputs] and the scalar `loss` for `parameters/...`, `inputs`, `target` and `weight`. */
export function traceSupervisedAnswers(fit: TracedFit): Promise<Traced> {
  return trace(
    (inputs) => {
      const outputs = answers(fit, withoutPrefix("parameters/", inputs), inputs.inputs);
      return { outputs, loss: lossIn(fit, outputs, inputs) };
    },
    { ...parameterSpecs(fit.network), ...rowSpecs(fit) },
  );
}

function answers({ network }: TracedFit, parameters: Values, inputs: Value): Value {
  return network.forward(parameters, inputs).logits;
}

function lossIn(fit: TracedFit, outputs: Value, { target, weight }: Values): Value {
  const loss = fit.loss === "squared-error" ? squaredError : binaryCrossEntropy;
  return loss(outputs, target, weight);
}

function parameterSpecs(network: Network): Record<string, TensorSpec> {
  const entries = Object.entries(network.parameterShapes);
  return Object.fromEntries(entries.map(([name, shape]) => [`parameters/${name}`, floats(shape)]));
}

function rowSpecs({ network, batch }: TracedFit): Record<string, TensorSpec> {
  return {
    inputs: floats([batch, ...network.observationShape]),
    target: floats([batch, network.actions]),
    weight: floats([batch]),
  };
}

function floats(shape: readonly number[]): TensorSpec {
  return { shape, dtype: "float32" };
}
