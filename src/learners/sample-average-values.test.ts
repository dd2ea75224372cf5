import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { mean } from "../base/stats.ts";
import { SampleAverageValues } from "./sample-average-values.ts";

test("a value is the mean of the first value and everything that the action was paid", () => {
  const rng = Rng.fromSeed(1);
  const members = 50;
  const learner = new SampleAverageValues({ members, firstValues: [-0.5, 0.25], epsilon: 0.5 });
  const paid = Array.from(
    { length: members },
    () => [[-0.5], [0.25]] as const satisfies [number[], number[]],
  );
  const actions = new Uint8Array(members);
  for (let step = 0; step < 200; step++) {
    learner.act(rng, actions);
    const rewards = Float64Array.from({ length: members }, () => rng.normal());
    learner.learn(rewards);
    paid.forEach((lists, member) => {
      (lists[actions[member]!] as number[]).push(rewards[member]!);
    });
  }
  paid.forEach((lists, member) => {
    for (const action of [0, 1] as const) {
      expect(learner.value(member, action)).toBeCloseTo(mean(lists[action]), 10);
    }
  });
});

test("chances are epsilon-greedy, and a coin toss where both values are equal", () => {
  const rng = Rng.fromSeed(2);
  const chanceWith = (firstValues: readonly [number, number]) => {
    const learner = new SampleAverageValues({ members: 1, firstValues });
    learner.act(rng, new Uint8Array(1));
    return learner.chances[0];
  };
  expect(chanceWith([0, 1])).toBeCloseTo(0.95, 12);
  expect(chanceWith([1, 0])).toBeCloseTo(0.05, 12);
  expect(chanceWith([1, 1])).toBeCloseTo(0.5, 12);
});

test("what cannot be is refused", () => {
  expect(() => new SampleAverageValues({ members: 0, firstValues: [0, 0] })).toThrow(InputError);
  expect(() => new SampleAverageValues({ members: 1, firstValues: [0, Number.NaN] })).toThrow(InputError);
  expect(() => new SampleAverageValues({ members: 1, firstValues: [0, 0], epsilon: 2 })).toThrow(InputError);
});
