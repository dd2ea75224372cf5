import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explainedVariance, generalisedAdvantages, lambdaReturns, type ReturnInputs } from "./returns.ts";

/** One lane; `end` says how each step ended its episode: not at all, by rule (T) or by the horizon (H). */
function lane(rewards: number[], values: number[], end: string, finalValues: number[], lastValue: number) {
  const flag = (letter: string) => Uint8Array.from(end, (at) => (at === letter ? 1 : 0));
  const inputs: ReturnInputs = {
    steps: rewards.length,
    lanes: 1,
    rewards: Float32Array.from(rewards),
    values: Float32Array.from(values),
    terminated: flag("T"),
    truncated: flag("H"),
    finalValues: Float32Array.from(finalValues),
    lastValues: Float32Array.of(lastValue),
  };
  return inputs;
}

const close = (found: Float32Array, expected: readonly number[]) => {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, index) => {
    expect(found[index]).toBeCloseTo(value, 5);
  });
};

describe("three steps by hand, gamma .5, lambda .5", () => {
  test("an episode that goes on is bootstrapped with the value after the record", () => {
    // delta = 1+.5*4-2 = 1, 2+.5*6-4 = 1, 3+.5*8-6 = 1; A_2 = 1, A_1 = 1+.25 = 1.25, A_0 = 1+.25*1.25.
    const inputs = lane([1, 2, 3], [2, 4, 6], "...", [0, 0, 0], 8);
    close(generalisedAdvantages(inputs, 0.5, 0.5), [1.3125, 1.25, 1]);
  });

  test("a terminated episode is worth nothing afterwards", () => {
    // delta_1 = 2 - 4 = -2 with no future; step 2 begins another episode.
    const inputs = lane([1, 2, 3], [2, 4, 6], ".T.", [0, 0, 0], 8);
    close(generalisedAdvantages(inputs, 0.5, 0.5), [1 + 0.25 * -2, -2, 1]);
  });

  test("a truncated episode is worth its last observation, whatever the next episode holds", () => {
    // delta_1 = 2 + .5 * 10 - 4 = 3, cut there.
    const inputs = lane([1, 2, 3], [2, 4, 6], ".H.", [0, 10, 0], 8);
    close(generalisedAdvantages(inputs, 0.5, 0.5), [1 + 0.25 * 3, 3, 1]);
  });
});

const records = fc
  .record({ steps: fc.integer({ min: 1, max: 12 }), lanes: fc.integer({ min: 1, max: 4 }) })
  .chain(({ steps, lanes }) => {
    const rows = steps * lanes;
    const floats = (count: number) =>
      fc
        .array(fc.float({ min: -4, max: 4, noNaN: true }), { minLength: count, maxLength: count })
        .map((numbers) => Float32Array.from(numbers));
    const ends = fc.array(fc.constantFrom(0, 0, 0, 1, 2), { minLength: rows, maxLength: rows });
    return fc.record({
      steps: fc.constant(steps),
      lanes: fc.constant(lanes),
      rewards: floats(rows),
      values: floats(rows),
      finalValues: floats(rows),
      lastValues: floats(lanes),
      ends,
    });
  })
  .map(({ ends, ...rest }) => ({
    ...rest,
    terminated: Uint8Array.from(ends, (end) => (end === 1 ? 1 : 0)),
    truncated: Uint8Array.from(ends, (end) => (end === 2 ? 1 : 0)),
  }));

/** n-step returns written out: rewards until the episode or the record ends, then what the rest is worth. */
function nStepReturn(inputs: ReturnInputs, gamma: number, step: number, lane: number, n: number): number {
  const { steps, lanes } = inputs;
  let sum = 0;
  for (let k = 0; k < n; k++) {
    const row = (step + k) * lanes + lane;
    sum += gamma ** k * inputs.rewards[row];
    if (inputs.terminated[row]) return sum;
    if (inputs.truncated[row]) return sum + gamma ** (k + 1) * inputs.finalValues[row];
    if (step + k === steps - 1) return sum + gamma ** (k + 1) * inputs.lastValues[lane];
  }
  return sum + gamma ** n * inputs.values[(step + n) * lanes + lane];
}

/** Steps from here to the end of the episode or of the record. */
function stepsLeft(
  { steps, lanes, terminated, truncated }: ReturnInputs,
  step: number,
  lane: number,
): number {
  let last = step;
  while (last < steps - 1 && !terminated[last * lanes + lane] && !truncated[last * lanes + lane]) last++;
  return last - step + 1;
}

/** The definition: (1 - lambda) sum of lambda^(n-1) G^(n), all remaining weight on the longest return. O(T^2). */
function lambdaReturnByDefinition(
  inputs: ReturnInputs,
  gamma: number,
  lambda: number,
  step: number,
  lane: number,
) {
  const longest = stepsLeft(inputs, step, lane);
  let sum = lambda ** (longest - 1) * nStepReturn(inputs, gamma, step, lane, longest);
  for (let n = 1; n < longest; n++) {
    sum += (1 - lambda) * lambda ** (n - 1) * nStepReturn(inputs, gamma, step, lane, n);
  }
  return sum;
}

const shares = fc.record({
  gamma: fc.double({ min: 0, max: 1, noNaN: true }),
  lambda: fc.double({ min: 0, max: 1, noNaN: true }),
});

test("lambda-returns equal the mixture of n-step returns that defines them", () => {
  fc.assert(
    fc.property(records, shares, (inputs, { gamma, lambda }) => {
      const returns = lambdaReturns(inputs, gamma, lambda);
      for (let row = 0; row < returns.length; row++) {
        const [step, at] = [Math.floor(row / inputs.lanes), row % inputs.lanes];
        expect(returns[row]).toBeCloseTo(lambdaReturnByDefinition(inputs, gamma, lambda, step, at), 3);
      }
    }),
  );
});

test("advantages are lambda-returns less values", () => {
  fc.assert(
    fc.property(records, shares, (inputs, { gamma, lambda }) => {
      const advantages = generalisedAdvantages(inputs, gamma, lambda);
      const returns = lambdaReturns(inputs, gamma, lambda);
      advantages.forEach((advantage, row) => {
        expect(advantage).toBeCloseTo(returns[row] - inputs.values[row], 3);
      });
    }),
  );
});

test("arrays that do not fit the steps and lanes are refused", () => {
  const inputs = lane([1, 2], [1, 2], "..", [0, 0], 1);
  expect(() => generalisedAdvantages({ ...inputs, lanes: 2 }, 1, 1)).toThrow(RangeError);
  expect(() => lambdaReturns({ ...inputs, lastValues: new Float32Array(3) }, 1, 1)).toThrow(/lastValues/);
});

test("explained variance is 1 for perfect estimates, 0 for a constant, negative for worse", () => {
  const returns = Float32Array.of(1, 2, 3, 4);
  expect(explainedVariance(returns, returns)).toBe(1);
  expect(explainedVariance(new Float32Array(4), returns)).toBe(0);
  expect(explainedVariance(Float32Array.of(4, 3, 2, 1), returns)).toBeCloseTo(-3, 12);
  expect(explainedVariance(returns, new Float32Array(4))).toBeNaN();
});
