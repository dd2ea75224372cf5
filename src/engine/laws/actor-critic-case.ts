// A whole training step of an actor-critic as a random case: what the laws of runtimes are for.
import type { Rng } from "../../base/rng.ts";
import * as ops from "../ops.ts";
import type { Tensor } from "../tensor.ts";
import { type LawCase, pick, randomTensor } from "./random.ts";

/** Sizes and choices of one case. */
export interface ActorCriticSizes {
  readonly batch: number;
  readonly features: number;
  readonly hidden: number;
  readonly actions: number;
  readonly activation: "tanh" | "relu";
  /** What the probability ratio is formed from. */
  readonly ratio: "probabilities" | "logarithms";
}

const parameterNames = ["w1", "b1", "w2", "b2", "actor", "actor-bias", "critic", "critic-bias"] as const;

export function randomSizes(rng: Rng): ActorCriticSizes {
  return {
    batch: rng.between(2, 33),
    features: rng.between(1, 20),
    hidden: rng.between(1, 17),
    actions: rng.between(2, 6),
    activation: pick(rng, ["tanh", "relu"]),
    ratio: pick(rng, ["probabilities", "logarithms"]),
  };
}

/** Parameters, Adam's state and a minibatch. Advantages and targets are standard uniform around 0. */
export function actorCriticInputs(rng: Rng, sizes: ActorCriticSizes): Record<string, Tensor> {
  const { batch, features, hidden, actions } = sizes;
  const shapes = [
    [features, hidden],
    [hidden],
    [hidden, hidden],
    [hidden],
    [hidden, actions],
    [actions],
    [hidden, 1],
    [1],
  ];
  const inputs: Record<string, Tensor> = {};
  parameterNames.forEach((name, i) => {
    inputs[name] = randomTensor(rng, shapes[i], "float32", [-1, 1]);
    inputs[`mean/${name}`] = randomTensor(rng, shapes[i], "float32", [-0.1, 0.1]);
    inputs[`square/${name}`] = randomTensor(rng, shapes[i], "float32", [0.01, 0.1]);
  });
  return {
    ...inputs,
    observations: randomTensor(rng, [batch, features], "float32", [-1, 1]),
    actions: randomTensor(rng, [batch], "int32", [0, actions - 1]),
    ratio: {
      dtype: "float32",
      shape: [batch],
      data: Float32Array.from({ length: batch }, () => clearRatio(rng)),
    },
    advantage: randomTensor(rng, [batch], "float32", [-1, 1]),
    target: randomTensor(rng, [batch], "float32", [-1, 1]),
  };
}

/** A probability ratio at which the clipped loss has a derivative, with some way to go to where it has none. */
function clearRatio(rng: Rng): number {
  return pick(rng, [0.6, 0.95, 1.05, 1.4]) * (0.95 + 0.1 * rng.unit());
}

function forward(sizes: ActorCriticSizes, params: ops.Values, x: ops.Value) {
  const activate = sizes.activation === "tanh" ? ops.tanh : ops.relu;
  const first = activate(ops.add(ops.matmul(x, params.w1), params.b1));
  const second = activate(ops.add(ops.matmul(first, params.w2), params.b2));
  const values = ops.add(ops.matmul(second, params.critic), params["critic-bias"]);
  return {
    logits: ops.add(ops.matmul(second, params.actor), params["actor-bias"]),
    values: ops.reshape(values, [sizes.batch]),
  };
}

/** Log-probabilities of the taken actions. [batch] */
export function logProbabilities(sizes: ActorCriticSizes): (inputs: ops.Values) => ops.Values {
  return (inputs) => {
    const { logits } = forward(sizes, inputs, inputs.observations);
    return { "log-probability": ops.takeAlongLast(ops.logSoftmax(logits), inputs.actions) };
  };
}

/**
 * The clipped surrogate loss, less a share of the entropy, plus half the squared error of the values. Reads the old
 * log-probability of the taken actions from `old`.
 */
export function actorCriticLoss(sizes: ActorCriticSizes, inputs: ops.Values) {
  return (params: ops.Values): { loss: ops.Value; aux: ops.Values } => {
    const { logits, values } = forward(sizes, params, inputs.observations);
    const logs = ops.logSoftmax(logits);
    const probabilities = ops.softmax(logits);
    const ratio =
      sizes.ratio === "logarithms"
        ? ops.exp(ops.sub(ops.takeAlongLast(logs, inputs.actions), inputs.old))
        : ops.div(ops.takeAlongLast(probabilities, inputs.actions), ops.exp(inputs.old));
    const gain = ops.minimum(
      ops.mul(ratio, inputs.advantage),
      ops.mul(ops.clip(ratio, 0.8, 1.2), inputs.advantage),
    );
    const entropy = ops.neg(ops.mean(ops.sum(ops.mul(probabilities, logs), [-1])));
    const error = ops.mean(ops.square(ops.sub(values, inputs.target)));
    const loss = ops.add(ops.sub(ops.mul(0.5, error), ops.mul(0.01, entropy)), ops.neg(ops.mean(gain)));
    return { loss, aux: { entropy, error } };
  };
}

/** The whole update: loss, gradients, clip of their global norm at .5, one step of Adam at time 3. */
export function actorCriticStep(sizes: ActorCriticSizes): (inputs: ops.Values) => ops.Values {
  return (inputs) => {
    const params = Object.fromEntries(parameterNames.map((name) => [name, inputs[name]]));
    const { loss, aux, gradients } = ops.valueAndGrad(actorCriticLoss(sizes, inputs))(params);
    const squares = Object.values(gradients).map((gradient) => ops.sum(ops.square(gradient)));
    const norm = ops.sqrt(squares.reduce((total, square) => ops.add(total, square)));
    const factor = ops.div(0.5, ops.maximum(norm, 0.5));
    const next: ops.Values = { loss, ...aux, norm };
    for (const name of parameterNames) {
      next[`gradient/${name}`] = gradients[name];
      Object.assign(next, adam(name, inputs, ops.mul(gradients[name], factor)));
    }
    return next;
  };
}

function adam(name: string, inputs: ops.Values, gradient: ops.Value): ops.Values {
  const mean = ops.add(ops.mul(inputs[`mean/${name}`], 0.9), ops.mul(gradient, 0.1));
  const square = ops.add(ops.mul(inputs[`square/${name}`], 0.999), ops.mul(ops.square(gradient), 0.001));
  const root = ops.sqrt(ops.div(square, 1 - 0.999 ** 3));
  const change = ops.div(ops.div(mean, 1 - 0.9 ** 3), ops.add(root, 1e-5));
  const moved = ops.sub(inputs[name], ops.mul(change, 1e-3));
  return { [name]: moved, [`mean/${name}`]: mean, [`square/${name}`]: square };
}

/** A random step with old log-probabilities drawn beside the ratios; a law that needs the ratios makes its own. */
export function actorCriticCase(rng: Rng, sizes: ActorCriticSizes): LawCase {
  const { ratio, ...inputs } = actorCriticInputs(rng, sizes);
  const old = randomTensor(rng, ratio.shape, "float32", [-2, -0.5]);
  return { inputs: { ...inputs, old }, compute: actorCriticStep(sizes) };
}
