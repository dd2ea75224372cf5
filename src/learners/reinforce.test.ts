import { describe, expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { mean } from "../base/stats.ts";
import { Reinforce } from "./reinforce.ts";

const chanceOf = (logit: number) => 1 / (1 + Math.exp(-logit));

test("fresh members have normal logits and rates from .01 to 1, uniform in the exponent", () => {
  const learner = new Reinforce({ members: 20_000 });
  learner.reset(Rng.fromSeed(1));
  expect(Math.abs(mean(learner.logits))).toBeLessThan(5 / Math.sqrt(20_000));
  const exponents = learner.rates.map(Math.log10);
  expect(Math.min(...exponents)).toBeGreaterThanOrEqual(-2);
  expect(Math.max(...exponents)).toBeLessThan(0);
  expect(Math.abs(mean(exponents) + 1)).toBeLessThan((5 * 2) / Math.sqrt(12 * 20_000));
});

test("the mean of an update is rate x the slope of the expected reward", () => {
  const rng = Rng.fromSeed(2);
  for (let setting = 0; setting < 1000; setting++) {
    const [logit, rate, first, second] = [4 * rng.unit() - 2, rng.unit(), rng.normal(), rng.normal()];
    const p = chanceOf(logit);
    // Each action's update, weighed by its chance: no sampling.
    let expected = 0;
    for (const wanted of [0, 1]) {
      const learner = new Reinforce({ members: 1 });
      const stream = Rng.fromSeed(`${setting}-${wanted}`);
      const actions = new Uint8Array(1);
      do {
        learner.logits[0] = logit;
        learner.act(stream, actions);
      } while (actions[0] !== wanted);
      learner.rates[0] = rate;
      learner.learn(Float64Array.of(wanted === 1 ? second : first));
      expected += (wanted === 1 ? p : 1 - p) * (learner.logits[0]! - logit);
    }
    const h = 1e-5;
    const value = (at: number) => first + (second - first) * chanceOf(at);
    expect(expected).toBeCloseTo((rate * (value(logit + h) - value(logit - h))) / (2 * h), 7);
  }
});

test("with a horizon of two an action is learned from one step later, with both rewards and its own slope", () => {
  const learner = new Reinforce({ members: 3, horizon: 2 });
  const rng = Rng.fromSeed(3);
  learner.reset(rng);
  const start = learner.logits.slice();
  const [first, second, third] = [new Uint8Array(3), new Uint8Array(3), new Uint8Array(3)];
  learner.act(rng, first);
  learner.learn(Float64Array.of(1, -2, 0.5));
  expect(learner.logits).toEqual(start);
  learner.act(rng, second);
  learner.learn(Float64Array.of(0.25, 1, 2));
  const sums = [1.25, -1, 2.5];
  const once = start.map(
    (theta, at) => theta + learner.rates[at]! * sums[at]! * (first[at]! - chanceOf(theta)),
  );
  for (const at of [0, 1, 2]) expect(learner.logits[at]).toBeCloseTo(once[at]!, 12);
  learner.act(rng, third);
  learner.learn(Float64Array.of(-1, 0, 1));
  const next = [-0.75, 1, 3];
  for (const at of [0, 1, 2]) {
    // The second action was drawn before the first was learned from.
    const slope = second[at]! - chanceOf(start[at]!);
    expect(learner.logits[at]).toBeCloseTo(once[at]! + learner.rates[at]! * next[at]! * slope, 12);
  }
});

test("nearly all members learn which of two actions pays more", () => {
  const learner = new Reinforce({ members: 500 });
  const rng = Rng.fromSeed(4);
  learner.reset(rng);
  const actions = new Uint8Array(500);
  const rewards = new Float64Array(500);
  for (let step = 0; step < 3000; step++) {
    learner.act(rng, actions);
    for (let at = 0; at < 500; at++) rewards[at] = actions[at] === 1 ? 0.5 : -0.5;
    learner.learn(rewards);
  }
  expect(Math.min(...learner.chances)).toBeGreaterThan(0.9);
});

describe("members", () => {
  test("a copy takes logit and rate; a shift moves logits down by one and leaves rates", () => {
    const learner = new Reinforce({ members: 3 });
    learner.logits.set([1, 2, 3]);
    learner.rates.set([0.1, 0.2, 0.3]);
    learner.copy(2, 0);
    expect([...learner.logits, ...learner.rates]).toEqual([3, 2, 3, 0.3, 0.2, 0.3]);
    learner.logits.set([1, 2, 3]);
    learner.shift();
    expect([...learner.logits, ...learner.rates]).toEqual([2, 3, 1, 0.3, 0.2, 0.3]);
  });

  test("sizes that cannot be are refused", () => {
    for (const options of [{ members: 0 }, { members: 1.5 }, { members: 1e9 }, { members: 1, horizon: 0 }]) {
      expect(() => new Reinforce(options)).toThrow(InputError);
    }
    expect(() => new Reinforce({ members: 1_000_000, horizon: 1000 })).toThrow(InputError);
  });
});
