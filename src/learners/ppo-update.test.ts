// The whole update against an oracle in double precision: PPO's loss written out, differentiated by finite differences.
import { describe, expect, test } from "vitest";
import { evaluateTraced, floats } from "../../tests/support/evaluate.ts";
import { Rng } from "../base/rng.ts";
import type { Tensor } from "../engine/tensor.ts";
import { type MlpSpec, mlp } from "../policies/networks/mlp.ts";
import { type PpoHyperparameters, ppoDefaults } from "./ppo.ts";
import { ppoOptimiser, tracePpoUpdate } from "./ppo-update.ts";
import { prefixed, withoutPrefix } from "./prefix.ts";

const samples = 6;
const inputs = 4;
const actions = 3;

/** Numbers by name, as the oracle sees parameters and minibatch. */
type Numbers = Record<string, readonly number[]>;

function dense(x: readonly number[], name: string, p: Numbers): number[] {
  const bias = p[`${name}/bias`];
  return bias.map((b, j) =>
    x.reduce((sum, entry, i) => sum + entry * p[`${name}/weight`][i * bias.length + j], b),
  );
}

function forward(spec: MlpSpec, p: Numbers, observation: readonly number[]) {
  const activate = (x: number) => (spec.activation === "relu" ? Math.max(x, 0) : Math.tanh(x));
  const climb = (tower: string) =>
    spec.hidden.reduce<readonly number[]>(
      (x, _, depth) => dense(x, `${tower}/${depth}`, p).map(activate),
      observation,
    );
  const [actorTop, criticTop] = spec.shared ? ["trunk", "trunk"] : ["actor-trunk", "critic-trunk"];
  const logits = dense(climb(actorTop), "actor", p);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
  return {
    logs: logits.map((logit) => logit - Math.log(total)),
    value: dense(climb(criticTop), "critic", p)[0],
  };
}

function lossByThePaper(spec: MlpSpec, ppo: PpoHyperparameters, p: Numbers, batch: Numbers): number {
  const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;
  const centre = mean(batch.advantage);
  const deviation = Math.sqrt(batch.advantage.reduce((sum, a) => sum + (a - centre) ** 2, 0) / (samples - 1));
  const bounded = (x: number, low: number, high: number) => Math.min(Math.max(x, low), high);
  const terms = Array.from({ length: samples }, (_, s) => {
    const { logs, value } = forward(spec, p, batch.observations.slice(s * inputs, (s + 1) * inputs));
    const ratio = Math.exp(logs[batch.actions[s]] - batch.oldLogProbability[s]);
    const advantage = ppo.norm_adv ? (batch.advantage[s] - centre) / (deviation + 1e-8) : batch.advantage[s];
    const gain = Math.min(
      ratio * advantage,
      bounded(ratio, 1 - ppo.clip_coef, 1 + ppo.clip_coef) * advantage,
    );
    const near = batch.oldValue[s] + bounded(value - batch.oldValue[s], -ppo.clip_coef, ppo.clip_coef);
    const error = (value - batch.target[s]) ** 2;
    const worst = ppo.clip_vloss ? Math.max(error, (near - batch.target[s]) ** 2) : error;
    const entropy = -logs.reduce((sum, log) => sum + log * Math.exp(log), 0);
    return -gain - ppo.ent_coef * entropy + (ppo.vf_coef * worst) / 2;
  });
  return mean(terms);
}

function gradientByDifferences(loss: (p: Numbers) => number, p: Numbers): Record<string, number[]> {
  const step = 1e-6;
  return Object.fromEntries(
    Object.entries(p).map(([name, numbers]) => [
      name,
      numbers.map((_, i) => {
        const moved = (by: number) => ({ ...p, [name]: numbers.map((x, j) => (j === i ? x + by : x)) });
        return (loss(moved(step)) - loss(moved(-step))) / (2 * step);
      }),
    ]),
  );
}

function randomMinibatch(rng: Rng): Record<string, Tensor> {
  const draw = (scale: number) => floats(Array.from({ length: samples }, () => rng.normal() * scale));
  return {
    observations: {
      dtype: "uint8",
      shape: [samples, 2, 2],
      data: Uint8Array.from({ length: samples * inputs }, () => rng.below(3)),
    },
    actions: {
      dtype: "int32",
      shape: [samples],
      data: Int32Array.from({ length: samples }, () => rng.below(actions)),
    },
    oldLogProbability: floats(Array.from({ length: samples }, () => -Math.log(actions) + 0.4 * rng.normal())),
    oldValue: draw(0.3),
    advantage: draw(2),
    target: draw(1),
  };
}

function numbersOf(tensors: Readonly<Record<string, Tensor>>): Numbers {
  return Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, Array.from(data)]));
}

/** Large epsilon: Adam's step then grows with the gradient, so that a wrong gradient cannot hide behind its sign. */
const base: PpoHyperparameters = {
  ...ppoDefaults,
  adam_eps: 0.5,
  max_grad_norm: 1,
  vf_coef: 0.7,
  ent_coef: 0.05,
};
const tower: MlpSpec = { kind: "mlp", hidden: [5, 4], activation: "tanh", shared: true };

const cases: readonly (readonly [string, MlpSpec, Partial<PpoHyperparameters>])[] = [
  ["shared tanh trunk", tower, {}],
  ["two relu trunks", { ...tower, activation: "relu", shared: false }, {}],
  ["no hidden layer", { ...tower, hidden: [] }, {}],
  ["raw advantages, plain value loss", tower, { norm_adv: false, clip_vloss: false }],
  ["gradients far above the norm", tower, { max_grad_norm: 1e-3, adam_eps: 1e-4 }],
];

describe.each(cases)("%s", (_, spec, settings) => {
  test.each([1, 2, 3])("one update is what the paper says (seed %i)", async (seed) => {
    const ppo = { ...base, ...settings };
    const network = mlp(spec, [2, 2], actions);
    const rng = Rng.fromSeed(`update-${seed}`);
    const start = network.initialise(rng.fork("parameters"));
    // Heads as large as the rest: initial ones are too small to tell a wrong gradient from none.
    const parameters = Object.fromEntries(
      Object.entries(start).map(([name, { shape, data }]) => {
        const noisy = Array.from(data as Float32Array, (x) => x + 0.5 * rng.normal());
        return [name, floats(noisy, shape)];
      }),
    );
    const minibatch = randomMinibatch(rng);
    const rate = 0.1;
    const outputs = await evaluateTraced(await tracePpoUpdate(network, ppo, samples), {
      ...prefixed("parameters/", parameters),
      ...prefixed("optimiser/", ppoOptimiser(ppo).init(network.parameterShapes)),
      ...minibatch,
      learningRate: floats([rate], []),
    });

    const numbers = numbersOf(parameters);
    const batch = numbersOf(minibatch);
    const loss = (p: Numbers) => lossByThePaper(spec, ppo, p, batch);
    const gradients = gradientByDifferences(loss, numbers);
    const norm = Math.sqrt(
      Object.values(gradients)
        .flat()
        .reduce((sum, g) => sum + g * g, 0),
    );
    expect(outputs["metrics/loss"][0]).toBeCloseTo(loss(numbers), 5);
    expect(outputs["metrics/gradient_norm"][0] / norm).toBeCloseTo(1, 4);
    const after = withoutPrefix("parameters/", outputs);
    for (const [name, gradient] of Object.entries(gradients)) {
      gradient.forEach((g, i) => {
        const clipped = g * Math.min(1, ppo.max_grad_norm / (norm + 1e-6));
        const expected = numbers[name][i] - (rate * clipped) / (Math.abs(clipped) + ppo.adam_eps);
        expect(after[name][i], `${name}[${i}]`).toBeCloseTo(expected, 5);
      });
    }
  });
});
