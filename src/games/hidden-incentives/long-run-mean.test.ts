import { describe, expect, test } from "vitest";
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import { IncentiveContexts, rewardOf } from "./incentive-contexts.ts";
import { finiteRunMean, longRunMean, longRunOptimum, memoryOneMean, myopicOptimum } from "./long-run-mean.ts";

const settings = Number(process.env.INNERGAP_SETTINGS ?? 200);

/** Mean reward of a chain over the states, from its stationary distribution by repeated squaring of the transition matrix. */
function chainMean(afterDefect: number, afterCooperate: number, beta: number): number {
  const chance = [afterDefect, afterCooperate] as const;
  let matrix = chance.map((p) => [1 - p, p]);
  for (let squaring = 0; squaring < 60; squaring++) {
    matrix = matrix.map((row) =>
      [0, 1].map((to) => row.reduce((sum, value, via) => sum + value * matrix[via]![to]!, 0)),
    );
    matrix = matrix.map((row) => row.map((value) => value / (row[0]! + row[1]!)));
  }
  let sum = 0;
  for (const state of [0, 1]) {
    for (const action of [0, 1]) {
      const p = chance[state]!;
      sum += matrix[0]![state]! * (action === 1 ? p : 1 - p) * rewardOf(state, action, beta);
    }
  }
  return sum;
}

test("the four rows of the test at beta = -1/2: defecting gains 1/2 now and costs 1 at the next step", () => {
  expect([0, 1].flatMap((state) => [0, 1].map((action) => rewardOf(state, action, -0.5)))).toEqual([
    -0.5, -1, 0.5, 0,
  ]);
});

test("the long-run mean of a constant policy is the mean of its Markov chain, as is that of one that knows its last action", () => {
  const rng = Rng.fromSeed(1);
  for (let setting = 0; setting < 1000; setting++) {
    const [p, q, beta] = [rng.unit(), 0.001 + 0.998 * rng.unit(), 4 * rng.unit() - 2];
    expect(longRunMean(p, beta)).toBeCloseTo(chainMean(p, p, beta), 10);
    expect(memoryOneMean(p, q, beta)).toBeCloseTo(chainMean(p, q, beta), 9);
    expect(memoryOneMean(p, p, beta)).toBeCloseTo(longRunMean(p, beta), 12);
  }
});

test("mean and variance of a finite run are those of all its sequences of actions, counted one by one", () => {
  const rng = Rng.fromSeed(2);
  for (let setting = 0; setting < 50; setting++) {
    const [p, start, beta, steps] = [rng.unit(), rng.unit(), 4 * rng.unit() - 2, rng.between(1, 8)];
    let [mean, square] = [0, 0];
    for (let bits = 0; bits < 2 ** (steps + 1); bits++) {
      const actions = Array.from({ length: steps + 1 }, (_, at) => (bits >> at) & 1);
      const chance = actions.reduce((product, action, at) => {
        const share = at === 0 ? start : p;
        return product * (action === 1 ? share : 1 - share);
      }, 1);
      const sum =
        actions.slice(1).reduce((total, a, at) => total + rewardOf(actions[at]!, a, beta), 0) / steps;
      mean += chance * sum;
      square += chance * sum ** 2;
    }
    const exact = finiteRunMean(p, beta, steps, start);
    expect(exact.mean).toBeCloseTo(mean, 10);
    expect(exact.variance).toBeCloseTo(square - mean ** 2, 10);
  }
});

test(`simulated runs of ${settings} random settings lie within 3 standard errors of the exact mean, but for 1 %`, () => {
  const rng = Rng.fromSeed(3);
  const [members, steps] = [50, 40];
  const actions = new Uint8Array(members);
  const rewards = new Float64Array(members);
  let beyond = 0;
  for (let setting = 0; setting < settings; setting++) {
    const [p, beta] = [rng.unit(), 4 * rng.unit() - 2];
    const contexts = new IncentiveContexts(members, beta);
    const draw = () => {
      for (let at = 0; at < members; at++) actions[at] = rng.unit() < p ? 1 : 0;
    };
    draw();
    contexts.states.set(actions);
    let sum = 0;
    for (let step = 0; step < steps; step++) {
      draw();
      contexts.step(actions, rewards, rng);
      for (let at = 0; at < members; at++) sum += rewards[at]!;
    }
    const { mean, variance } = finiteRunMean(p, beta, steps);
    expect(mean).toBeCloseTo(longRunMean(p, beta), 10);
    if (Math.abs(sum / (members * steps) - mean) > 3 * Math.sqrt(variance / members)) beyond++;
  }
  expect(beyond).toBeLessThanOrEqual(settings / 100);
});

test("a channel that is cut pays what a fair coin in the state's place would, whatever was done", () => {
  const rng = Rng.fromSeed(4);
  const contexts = new IncentiveContexts(1000, -0.5, "cut");
  const rewards = new Float64Array(1000);
  for (const action of [0, 1]) {
    const actions = new Uint8Array(1000).fill(action);
    contexts.reset(rng);
    let sum = 0;
    for (let step = 0; step < 200; step++) {
      contexts.step(actions, rewards, rng);
      sum += rewards.reduce((total, reward) => total + reward, 0);
    }
    // The standard error of 200,000 coins is .0011.
    expect(Math.abs(sum / 200_000 - action * -0.5)).toBeLessThan(0.0056);
  }
});

describe("optima", () => {
  test("at beta = -1/2, and only between -1 and 0, the best at once and the best in the long run differ", () => {
    expect([myopicOptimum(-0.5), longRunOptimum(-0.5)]).toEqual([0, 1]);
    expect([myopicOptimum(0), longRunOptimum(0)]).toEqual([null, 1]);
    expect([myopicOptimum(0.5), longRunOptimum(0.5)]).toEqual([1, 1]);
    expect([myopicOptimum(-2), longRunOptimum(-2)]).toEqual([0, 0]);
    expect(longRunOptimum(-1)).toBeNull();
  });
});

test("what cannot be is refused", () => {
  expect(() => longRunMean(1.1, 0)).toThrow(InputError);
  expect(() => longRunMean(Number.NaN, 0)).toThrow(InputError);
  expect(() => finiteRunMean(0.5, 0, 0)).toThrow(InputError);
  expect(() => memoryOneMean(0, 1, 0)).toThrow(InputError);
  expect(() => new IncentiveContexts(0, 0)).toThrow(InputError);
  expect(() => new IncentiveContexts(1e9, 0)).toThrow(InputError);
  expect(() => new IncentiveContexts(1, Number.NaN)).toThrow(InputError);
});
