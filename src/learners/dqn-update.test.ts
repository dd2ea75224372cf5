// The whole update against an oracle in double precision: targets and Huber loss written out, differentiated by finite differences.
import { describe, expect, test } from "vitest";
import { evaluate, evaluateTraced, floats } from "../../tests/support/evaluate.ts";
import { Rng } from "../base/rng.ts";
import type { Tensor } from "../engine/tensor.ts";
import { type MlpSpec, mlp } from "../policies/networks/mlp.ts";
import { type DqnHyperparameters, dqnDefaults } from "./dqn-hyperparameters.ts";
import { actionValueNetwork } from "./dqn-network.ts";
import { dqnOptimiser, huber, traceDqnUpdate } from "./dqn-update.ts";
import { prefixed, withoutPrefix } from "./prefix.ts";

const rows = 6;
const inputs = 4;
const actions = 3;

type Numbers = Record<string, readonly number[]>;

test("the Huber loss by hand", async () => {
  const errors = floats([0, 0.5, 1, 2, 5]);
  const losses = async (delta: number) =>
    (await evaluate(({ errors }) => ({ out: huber(errors!, delta) }), { errors })).out;
  expect(await losses(1)).toEqual([0, 0.125, 0.5, 1.5, 4.5]);
  expect(await losses(2)).toEqual([0, 0.125, 0.5, 2, 8]);
});

function dense(x: readonly number[], name: string, p: Numbers): number[] {
  const bias = p[`${name}/bias`]!;
  return bias.map((b, j) =>
    x.reduce((sum, entry, i) => sum + entry * p[`${name}/weight`]![i * bias.length + j]!, b),
  );
}

function actionValues(spec: MlpSpec, dueling: boolean, p: Numbers, observation: readonly number[]): number[] {
  const climb = (tower: string) =>
    spec.hidden.reduce<readonly number[]>(
      (x, _, depth) => dense(x, `${tower}/${depth}`, p).map(Math.tanh),
      observation,
    );
  const [actorTop, criticTop] = spec.shared ? ["trunk", "trunk"] : ["actor-trunk", "critic-trunk"];
  const head = dense(climb(actorTop), "actor", p);
  if (!dueling) return head;
  const [value] = dense(climb(criticTop), "critic", p);
  const mean = head.reduce((sum, entry) => sum + entry, 0) / head.length;
  return head.map((entry) => value! + entry - mean);
}

interface Case {
  readonly spec: MlpSpec;
  readonly dqn: DqnHyperparameters;
  readonly parameters: Numbers;
  readonly target: Numbers;
  readonly batch: Numbers;
}

const row = (array: readonly number[], index: number) => array.slice(index * inputs, (index + 1) * inputs);

/** The targets of the papers; they are constants for the gradient. */
function targets({ spec, dqn, parameters, target, batch }: Case): number[] {
  return Array.from({ length: rows }, (_, index) => {
    const next = row(batch.nextObservations!, index);
    const valued = actionValues(spec, dqn.dueling, target, next);
    const judged = dqn.double ? actionValues(spec, dqn.dueling, parameters, next) : valued;
    const best = judged.indexOf(Math.max(...judged));
    return batch.rewards![index]! + batch.discounts![index]! * valued[best]!;
  });
}

function absoluteErrors(given: Case, parameters: Numbers, aims: readonly number[]): number[] {
  const { spec, dqn, batch } = given;
  return aims.map((aim, index) => {
    const q = actionValues(spec, dqn.dueling, parameters, row(batch.observations!, index));
    return Math.abs(aim - q[batch.actions![index]!]!);
  });
}

function lossByThePapers(given: Case, parameters: Numbers, aims: readonly number[]): number {
  const delta = given.dqn.huber_delta;
  const losses = absoluteErrors(given, parameters, aims).map(
    (error, index) =>
      given.batch.weights![index]! * (error <= delta ? error ** 2 / 2 : delta * (error - delta / 2)),
  );
  return losses.reduce((sum, loss) => sum + loss, 0) / rows;
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

const numbersOf = (tensors: Readonly<Record<string, Tensor>>): Numbers =>
  Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, Array.from(data)]));

function randomBatch(rng: Rng): Record<string, Tensor> {
  const bytes = () => ({
    dtype: "uint8" as const,
    shape: [rows, 2, 2],
    data: Uint8Array.from({ length: rows * inputs }, () => rng.below(3)),
  });
  const draw = (number: () => number) => floats(Array.from({ length: rows }, number));
  return {
    observations: bytes(),
    nextObservations: bytes(),
    actions: {
      dtype: "int32",
      shape: [rows],
      data: Int32Array.from({ length: rows }, () => rng.below(actions)),
    },
    rewards: draw(() => 2 * rng.normal()),
    discounts: draw(() => (rng.below(3) === 0 ? 0 : 0.9)),
    weights: draw(() => rng.unit()),
  };
}

/** Large epsilon: Adam's step then grows with the gradient, so that a wrong gradient cannot hide behind its sign. */
const base: DqnHyperparameters = { ...dqnDefaults, batch_size: rows, adam_eps: 0.5, max_grad_norm: 1 };
const tower: MlpSpec = { kind: "mlp", hidden: [5, 4], activation: "tanh", shared: true };

const cases: readonly (readonly [string, MlpSpec, Partial<DqnHyperparameters>])[] = [
  ["double and duelling", tower, {}],
  ["as in 2015: neither", tower, { double: false, dueling: false }],
  ["double alone", tower, { dueling: false }],
  ["duelling alone, in two streams", { ...tower, shared: false }, { double: false }],
  ["errors far from the border of the loss", tower, { huber_delta: 0.1 }],
  ["gradients far above the norm", tower, { max_grad_norm: 1e-3, adam_eps: 1e-4 }],
];

describe.each(cases)("%s", (_, spec, settings) => {
  test.each([1, 2, 3])("one update is what the papers say (seed %i)", async (seed) => {
    const dqn = { ...base, ...settings };
    const network = actionValueNetwork(mlp(spec, [2, 2], actions), dqn.dueling);
    const rng = Rng.fromSeed(`dqn-update-${seed}`);
    const noisy = (name: string) =>
      Object.fromEntries(
        Object.entries(network.initialise(rng.fork(name))).map(([key, { shape, data }]) => [
          key,
          floats(
            Array.from(data as Float32Array, (x) => x + 0.5 * rng.normal()),
            shape,
          ),
        ]),
      );
    const [parameters, target] = [noisy("parameters"), noisy("target")];
    const batch = randomBatch(rng);
    const rate = 0.1;
    const outputs = await evaluateTraced(await traceDqnUpdate(network, dqn), {
      ...prefixed("parameters/", parameters),
      ...prefixed("target/", target),
      ...prefixed("optimiser/", dqnOptimiser(dqn).init(network.parameterShapes)),
      ...batch,
      learningRate: floats([rate], []),
    });

    const numbers = numbersOf(parameters);
    const given: Case = {
      spec,
      dqn,
      parameters: numbers,
      target: numbersOf(target),
      batch: numbersOf(batch),
    };
    const aims = targets(given);
    const gradients = gradientByDifferences((p) => lossByThePapers(given, p, aims), numbers);
    const norm = Math.sqrt(
      Object.values(gradients)
        .flat()
        .reduce((sum, g) => sum + g * g, 0),
    );
    expect(outputs["metrics/td_loss"]![0]).toBeCloseTo(lossByThePapers(given, numbers, aims), 5);
    expect(outputs["metrics/gradient_norm"]![0]! / norm).toBeCloseTo(1, 4);
    absoluteErrors(given, numbers, aims).forEach((error, index) => {
      expect(outputs.errors![index]).toBeCloseTo(error, 5);
    });
    const after = withoutPrefix("parameters/", outputs);
    for (const [name, gradient] of Object.entries(gradients)) {
      gradient.forEach((g, i) => {
        const clipped = g * Math.min(1, dqn.max_grad_norm / (norm + 1e-6));
        const expected = numbers[name]![i]! - (rate * clipped) / (Math.abs(clipped) + dqn.adam_eps);
        expect(after[name]![i], `${name}[${i}]`).toBeCloseTo(expected, 5);
      });
    }
  });
});
