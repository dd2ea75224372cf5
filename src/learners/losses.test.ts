import { expect, test } from "vitest";
import { evaluate, floats } from "../../tests/support/evaluate.ts";
import { clippedSurrogate, meanEntropy, valueLoss } from "./losses.ts";

const surrogate = (advantages: readonly number[], ratios: readonly number[]) =>
  evaluate(
    (values) => ({
      ...clippedSurrogate(
        { logProbability: values.now, oldLogProbability: values.old, advantage: values.advantage },
        0.2,
      ),
    }),
    {
      now: floats(ratios.map((ratio) => Math.log(ratio) - 1)),
      old: floats(ratios.map(() => -1)),
      advantage: floats(advantages),
    },
  );

test("the surrogate is clipped only where that makes it worse", async () => {
  // min(1.5 * 2, 1.2 * 2) = 2.4; min(1.5 * -1, 1.2 * -1) = -1.5; min(.5 * 1, .8 * 1) = .5; min(.5 * -2, .8 * -2) = -1.6.
  const { loss } = await surrogate([2, -1, 1, -2], [1.5, 1.5, 0.5, 0.5]);
  expect(loss[0]).toBeCloseTo(-(2.4 - 1.5 + 0.5 - 1.6) / 4, 6);
});

test("the estimates of the distance between policies", async () => {
  const ratios = [1.5, 0.9, 1.1, 0.5];
  const { oldApproxKl, approxKl, clipFraction } = await surrogate([1, 1, 1, 1], ratios);
  const mean = (of: (ratio: number) => number) => ratios.reduce((sum, ratio) => sum + of(ratio), 0) / 4;
  expect(oldApproxKl[0]).toBeCloseTo(
    mean((ratio) => -Math.log(ratio)),
    6,
  );
  expect(approxKl[0]).toBeCloseTo(
    mean((ratio) => ratio - 1 - Math.log(ratio)),
    6,
  );
  expect(clipFraction[0]).toBe(0.5);
});

test("the value loss is half the mean square, and the larger of clipped and not", async () => {
  const inputs = { value: floats([1, 3, 0]), oldValue: floats([1, 2, 2]), target: floats([2, 2, 3]) };
  const loss = (clip: number | null) =>
    evaluate(
      ({ value, oldValue, target }) => ({ loss: valueLoss({ value, oldValue, target }, clip) }),
      inputs,
    );
  // Errors 1, 1, 9; clipped estimates 1, 2.5, 1.5 have errors 1, .25, 2.25.
  expect((await loss(null)).loss[0]).toBeCloseTo(11 / 6, 6);
  expect((await loss(0.5)).loss[0]).toBeCloseTo(11 / 6, 6);
  const optimist = { value: floats([2]), oldValue: floats([0]), target: floats([3]) };
  const clipped = await evaluate(
    ({ value, oldValue, target }) => ({ loss: valueLoss({ value, oldValue, target }, 0.5) }),
    optimist,
  );
  // The estimate kept within .5 of 0 misses 3 by 2.5.
  expect(clipped.loss[0]).toBeCloseTo(2.5 ** 2 / 2, 6);
});

test("entropy of a uniform choice among n is log n, of a sure one 0", async () => {
  const entropy = async (rows: number[][]) => {
    const logs = rows.flat().map((probability) => Math.log(Math.max(probability, 1e-30)));
    const shape = [rows.length, rows[0].length];
    return (await evaluate(({ x }) => ({ h: meanEntropy(x) }), { x: floats(logs, shape) })).h[0];
  };
  expect(await entropy([[0.25, 0.25, 0.25, 0.25]])).toBeCloseTo(Math.log(4), 6);
  expect(await entropy([[0, 1, 0]])).toBeCloseTo(0, 6);
  expect(
    await entropy([
      [0.5, 0.5],
      [1, 0],
    ]),
  ).toBeCloseTo(Math.log(2) / 2, 6);
});

test("arrays that do not fit each other are refused before anything is computed", async () => {
  const three = floats([1, 2, 3]);
  const two = floats([1, 2]);
  const mixed = evaluate((x) => ({ loss: valueLoss({ value: x.a, oldValue: x.a, target: x.b }, null) }), {
    a: three,
    b: two,
  });
  await expect(mixed).rejects.toThrow(/valueLoss: found \[3\], \[3\], \[2\]/);
  await expect(evaluate(({ x }) => ({ h: meanEntropy(x) }), { x: three })).rejects.toThrow(
    /\[samples, actions\]/,
  );
});
