// One optimiser step of PPO as one traced function: loss, gradients, norm clipping and Adam.
import {
  add,
  div,
  logSoftmax,
  mean,
  mul,
  sqrt,
  square,
  sub,
  sum,
  takeAlongLast,
  type Value,
  type Values,
  valueAndGrad,
} from "../engine/ops.ts";
import type { TensorSpec } from "../engine/tensor.ts";
import { type Traced, trace } from "../engine/trace.ts";
import type { Network, NetworkOutputs } from "../policies/networks/architecture.ts";
import { clippedSurrogate, meanEntropy, valueLoss } from "./losses.ts";
import { applyUpdates, clippedAdam, flatten, globalNorm, type Optimiser } from "./optimisers.ts";
import { type PpoHyperparameters, sequenceLengthFor } from "./ppo-hyperparameters.ts";
import { prefixed, withoutPrefix } from "./prefix.ts";

/** The optimiser of PPO: norm clipping, then Adam, then a step down. */
export function ppoOptimiser(ppo: PpoHyperparameters): Optimiser {
  const { max_grad_norm: maxNorm, adam_beta1: beta1, adam_beta2: beta2, adam_eps: epsilon } = ppo;
  return clippedAdam({ maxNorm, beta1, beta2, epsilon });
}

/** What a minibatch hands over besides parameters and optimiser state; all [samples] but where noted. */
function minibatchSpecs(
  network: Network,
  ppo: PpoHyperparameters,
  samples: number,
): Record<string, TensorSpec> {
  const float: TensorSpec = { shape: [samples], dtype: "float32" };
  return {
    observations: { shape: [samples, ...network.observationShape], dtype: "float32", storage: "uint8" },
    actions: { shape: [samples], dtype: "int32" },
    oldLogProbability: float,
    oldValue: float,
    advantage: float,
    target: float,
    learningRate: { shape: [], dtype: "float32" },
    ...pastSpecs(network, samples, sequenceLengthFor(network, ppo)),
  };
}

/** Of networks with memory, samples being sequences of that many steps, time first; shapes as in `Past`. */
function pastSpecs(network: Network, samples: number, steps: number): Record<string, TensorSpec> {
  const { memorySize, feedback } = network;
  if (memorySize === 0) return {};
  const sequences = samples / steps;
  const float = (shape: readonly number[]): TensorSpec => ({ shape, dtype: "float32" });
  return {
    memory: float([sequences, memorySize]),
    kept: float([steps, sequences]),
    ...(feedback && { feedback: float([steps, sequences, feedback.length]) }),
  };
}

/** Traced: the network's answers to a minibatch, by one pass through its sequences where it has a memory. */
function answers(network: Network, parameters: Values, minibatch: Values): NetworkOutputs {
  const { observations, memory, kept, feedback } = minibatch;
  if (!network.unroll) return network.forward(parameters, observations);
  return network.unroll(parameters, observations, { memory, kept, ...(feedback && { feedback }) });
}

/**
 * Traces the update. Inputs and outputs: `parameters/...`, `optimiser/...`; inputs besides: those of `minibatchSpecs`;
 * outputs besides: scalars under `metrics/...`.
 */
export function tracePpoUpdate(network: Network, ppo: PpoHyperparameters, samples: number): Promise<Traced> {
  const optimiser = ppoOptimiser(ppo);
  return trace(
    (inputs) => {
      const parameters = withoutPrefix("parameters/", inputs);
      const state = withoutPrefix("optimiser/", inputs);
      const lossOf = (current: Values) => ppoLoss(network, ppo, current, inputs);
      const { loss, aux, gradients } = valueAndGrad(lossOf)(parameters);
      const step = optimiser.update(gradients, state, inputs.learningRate);
      const metrics = { ...aux, loss, gradient_norm: globalNorm({ all: flatten(gradients) }) };
      return {
        ...prefixed("parameters/", applyUpdates(parameters, step.updates)),
        ...prefixed("optimiser/", step.state),
        ...prefixed("metrics/", metrics),
      };
    },
    {
      ...prefixed("parameters/", floats(network.parameterShapes)),
      ...prefixed("optimiser/", specsOf(optimiser, network)),
      ...minibatchSpecs(network, ppo, samples),
    },
  );
}

/** Traced: policy loss - ent_coef x entropy + vf_coef x value loss, with its parts under CleanRL's names. */
export function ppoLoss(network: Network, ppo: PpoHyperparameters, parameters: Values, minibatch: Values) {
  const { actions, oldLogProbability, oldValue, target } = minibatch;
  const advantage = ppo.norm_adv ? normalised(minibatch.advantage) : minibatch.advantage;
  const { logits, values } = answers(network, parameters, minibatch);
  const logProbabilities = logSoftmax(logits);
  const logProbability = takeAlongLast(logProbabilities, actions);
  const surrogate = clippedSurrogate({ logProbability, oldLogProbability, advantage }, ppo.clip_coef);
  const critic = valueLoss({ value: values, oldValue, target }, ppo.clip_vloss ? ppo.clip_coef : null);
  const entropy = meanEntropy(logProbabilities);
  const loss = add(sub(surrogate.loss, mul(entropy, ppo.ent_coef)), mul(critic, ppo.vf_coef));
  const aux: Values = {
    value_loss: critic,
    policy_loss: surrogate.loss,
    entropy,
    old_approx_kl: surrogate.oldApproxKl,
    approx_kl: surrogate.approxKl,
    clipfrac: surrogate.clipFraction,
  };
  return { loss, aux };
}

/** Shifted to mean 0 and scaled to deviation 1 (with n - 1, as CleanRL's). [samples] */
function normalised(advantage: Value): Value {
  const centred = sub(advantage, mean(advantage));
  const deviation = sqrt(div(sum(square(centred)), advantage.shape[0] - 1));
  return div(centred, add(deviation, 1e-8));
}

function specsOf(optimiser: Optimiser, network: Network): Record<string, TensorSpec> {
  const state = optimiser.init(network.parameterShapes);
  return floats(Object.fromEntries(Object.entries(state).map(([name, { shape }]) => [name, shape])));
}

function floats(shapes: Readonly<Record<string, readonly number[]>>): Record<string, TensorSpec> {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, { shape, dtype: "float32" as const }]),
  );
}
