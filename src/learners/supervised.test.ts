import { describe, expect, test } from "vitest";
import { evaluate, floats } from "../../tests/support/evaluate.ts";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { referenceRuntime } from "../engine/runtime-reference.ts";
import { binaryCrossEntropy, squaredError } from "./losses.ts";
import { createSupervised, type Rows, type SupervisedSpec } from "./supervised.ts";

const runtime = nodeRuntime({ threads: 1 });
const linear: SupervisedSpec = {
  inputs: 3,
  outputs: 1,
  hidden: [],
  activation: "tanh",
  loss: "squared-error",
  optimiser: "gradient-descent",
  batch: 64,
};

function drawn(rows: number, seed: number, label: (row: readonly number[], rng: Rng) => number): Rows {
  const rng = Rng.fromSeed(seed);
  const inputs = Float32Array.from({ length: rows * 3 }, () => rng.normal());
  const at = (row: number) => Array.from(inputs.subarray(row * 3, row * 3 + 3));
  return { inputs, targets: Float32Array.from({ length: rows }, (_, row) => label(at(row), rng)) };
}

test("losses by hand: each row counts by its weight", async () => {
  const inputs = { outputs: floats([2, -200, 0.5], [3, 1]), target: floats([1, 0.25, 0], [3, 1]) };
  const of = (loss: typeof squaredError, weight: readonly number[]) =>
    evaluate((values) => ({ loss: loss(values.outputs!, values.target!, values.weight!) }), {
      ...inputs,
      weight: floats(weight),
    });
  expect((await of(squaredError, [0.5, 0, 0.5])).loss![0]).toBeCloseTo((1 + 0.25) / 4, 6);
  const expected = (Math.log(1 + Math.exp(-2)) + 0.25 * 200 + Math.log(1 + Math.exp(0.5))) / 3;
  expect((await of(binaryCrossEntropy, [1 / 3, 1 / 3, 1 / 3])).loss![0]).toBeCloseTo(expected, 4);
});

describe("a step", () => {
  test.each([
    ["squared-error", "gradient-descent"],
    ["binary-cross-entropy", "adam"],
  ] as const)("of %s by %s is the reference runtime's", async (loss, optimiser) => {
    const spec: SupervisedSpec = { ...linear, hidden: [8], loss, optimiser, batch: 16 };
    const rows = drawn(40, 1, ([a]) => (a! > 0 ? 1 : 0));
    const results = [];
    for (const engine of [runtime, referenceRuntime()]) {
      const learner = await createSupervised(spec, engine);
      const fit = learner.fit(rows, { rng: Rng.fromSeed(2), learningRate: 0.05 });
      results.push({ loss: await fit.steps(5), parameters: fit.parameters() });
      await learner.release();
    }
    const [ours, reference] = results as [(typeof results)[0], (typeof results)[0]];
    expect(ours.loss).toBeCloseTo(reference.loss, 4);
    for (const [name, { data }] of Object.entries(reference.parameters)) {
      data.forEach((entry, index) => {
        expect(ours.parameters[name]!.data[index]).toBeCloseTo(entry, 4);
      });
    }
  });

  test("of plain gradient descent on a linear network is w + rate x mean of x (t - y)", async () => {
    const rows = drawn(40, 3, ([a, b]) => 2 * a! - b!);
    const learner = await createSupervised(linear, runtime);
    const fit = learner.fit(rows, { rng: Rng.fromSeed(1), learningRate: 0.1 });
    const before = fit.parameters()["actor/weight"]!.data.slice();
    await fit.steps(1);
    const after = fit.parameters()["actor/weight"]!.data;
    for (let input = 0; input < 3; input++) {
      let gradient = 0;
      for (let row = 0; row < 40; row++) {
        const x = rows.inputs.subarray(row * 3, row * 3 + 3);
        const y = x.reduce((sum, value, index) => sum + value * before[index]!, 0);
        gradient += (x[input]! * (rows.targets[row]! - y)) / 40;
      }
      expect(after[input]).toBeCloseTo(before[input]! + 0.1 * gradient, 5);
    }
    await learner.release();
  });
});

test("linear regression reaches the weighted least-squares solution", async () => {
  const rows = drawn(50, 4, ([a, b, c], rng) => a! - 2 * b! + 0.5 * c! + 0.3 + rng.normal());
  const weights = Float32Array.from({ length: 50 }, (_, row) => 1 + (row % 3));
  const learner = await createSupervised(linear, runtime);
  const fit = learner.fit({ ...rows, weights }, { rng: Rng.fromSeed(1), learningRate: 0.3 });
  await fit.steps(400);
  const parameters = fit.parameters();
  const answers = await learner.predict(parameters, rows.inputs);
  // The normal equations: weighted residuals are orthogonal to every input and to the constant.
  for (const column of [0, 1, 2, 3]) {
    let product = 0;
    for (let row = 0; row < 50; row++) {
      const x = column < 3 ? rows.inputs[row * 3 + column]! : 1;
      product += (weights[row]! * x * (rows.targets[row]! - answers[row]!)) / 100;
    }
    expect(Math.abs(product)).toBeLessThan(1e-5);
  }
  expect(await learner.loss(parameters, { ...rows, weights })).toBeCloseTo(await fit.steps(1), 5);
  await learner.release();
});

test.each([1, 2, 3])("exclusive or is learned from minibatches, seed %i", async (seed) => {
  const inputs = Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1);
  const targets = Float32Array.of(0, 1, 1, 0);
  const spec: SupervisedSpec = {
    ...linear,
    inputs: 2,
    hidden: [8],
    loss: "binary-cross-entropy",
    optimiser: "adam",
    batch: 2,
  };
  const learner = await createSupervised(spec, runtime);
  const fit = learner.fit({ inputs, targets }, { rng: Rng.fromSeed(seed), learningRate: 0.02 });
  await fit.steps(1500);
  const answers = await learner.predict(fit.parameters(), inputs);
  expect(Array.from(answers, (logit) => (logit > 0 ? 1 : 0))).toEqual(Array.from(targets));
  expect(await learner.loss(fit.parameters(), { inputs, targets })).toBeLessThan(0.1);
  await learner.release();
});

test("equal seeds give equal bytes, whoever fits beside them; other seeds others", async () => {
  const rows = drawn(100, 5, ([a, b]) => (a! * b! > 0 ? 1 : 0));
  const learner = await createSupervised({ ...linear, hidden: [4], batch: 32 }, runtime);
  const start = (seed: number) => learner.fit(rows, { rng: Rng.fromSeed(seed), learningRate: 0.1 });
  const [one, other] = [start(1), start(2)];
  for (let turn = 0; turn < 10; turn++) for (const fit of [one, other]) await fit.steps(2);
  const again = start(1);
  await again.steps(20);
  expect(again.parameters()).toEqual(one.parameters());
  expect(other.parameters()).not.toEqual(one.parameters());
  expect(again.stepsDone).toBe(20);
  await learner.release();
});

test("rows of the wrong size, a wrong rate and divergence are named", async () => {
  await expect(createSupervised({ ...linear, hidden: [0] }, runtime)).rejects.toThrow(
    /supervised\.hidden\[0\]: found 0/,
  );
  const learner = await createSupervised(linear, runtime);
  const rng = Rng.fromSeed(1);
  const rows = { inputs: new Float32Array(6).fill(1), targets: new Float32Array(2) };
  const refused: readonly [Rows, number, RegExp][] = [
    [{ ...rows, inputs: new Float32Array(5) }, 0.1, /rows\.inputs: found 5 numbers/],
    [{ ...rows, targets: new Float32Array(3) }, 0.1, /rows\.targets: found 3 numbers/],
    [{ ...rows, weights: Float32Array.of(1, -1) }, 0.1, /rows\.weights/],
    [rows, 0, /learningRate: found 0/],
  ];
  for (const [given, learningRate, message] of refused) {
    expect(() => learner.fit(given, { rng, learningRate })).toThrow(InputError);
    expect(() => learner.fit(given, { rng, learningRate })).toThrow(message);
  }
  const far = { inputs: new Float32Array(6).fill(1), targets: new Float32Array(2).fill(100) };
  const fit = learner.fit(far, { rng, learningRate: 1e6 });
  await expect(fit.steps(100)).rejects.toThrow("the fit has diverged");
  await learner.release();
});
