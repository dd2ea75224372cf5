import fc from "fast-check";
import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { repeatedChance, sampledChance } from "./chance.ts";
import { greedyAction, ProbabilityError, sampleAction } from "./selection.ts";

test("actions are drawn as often as their probabilities say, in every lane of its own", () => {
  const probabilities = Float32Array.of(0.5, 0.5, 0, 0.1, 0, 0.9);
  const rng = Rng.fromSeed(1);
  const counts = new Int32Array(6);
  const draws = 20_000;
  for (let draw = 0; draw < draws; draw++) {
    for (const lane of [0, 1]) counts[lane * 3 + sampleAction(probabilities, lane, 3, rng)]++;
  }
  for (const [index, probability] of probabilities.entries()) {
    const deviation = Math.sqrt(draws * probability * (1 - probability));
    expect(Math.abs(counts[index] - draws * probability)).toBeLessThanOrEqual(5 * deviation);
  }
});

test("greedy takes the lowest of the most probable actions", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }), (weights) => {
      const action = greedyAction(Float32Array.from(weights), 0, weights.length);
      expect(action).toBe(weights.indexOf(Math.max(...weights)));
    }),
  );
});

test("probabilities that are none are refused by name of the lane", () => {
  const broken = Float32Array.of(1, 0, Number.NaN, 1);
  expect(() => sampleAction(broken, 1, 2, Rng.fromSeed(1))).toThrow(ProbabilityError);
  expect(() => greedyAction(broken, 1, 2)).toThrow(/lane 1/);
  expect(() => sampleAction(new Float32Array(2), 0, 2, Rng.fromSeed(1))).toThrow(ProbabilityError);
});

test("what chance took can be repeated, and an impossible record is refused", () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.array(fc.array(fc.nat(5), { minLength: 1, maxLength: 4 }), { maxLength: 8 }),
      (seed, choices) => {
        const possible = choices.map((weights) => [...weights, 1]);
        const taken: number[] = [];
        const sampled = sampledChance(Rng.fromSeed(seed), (option) => taken.push(option));
        const drawn = possible.map((weights) => sampled.choose(weights));
        expect(taken).toEqual(drawn);
        drawn.forEach((option, index) => {
          expect(possible[index][option]).toBeGreaterThan(0);
        });
        const repeated = repeatedChance(taken);
        expect(possible.map((weights) => repeated.choose(weights))).toEqual(drawn);
        expect(() => repeated.choose([1])).toThrow(InputError);
      },
    ),
  );
  expect(() => repeatedChance([0]).choose([0, 1])).toThrow(/chances\[0\]/);
});

test("chance draws in proportion to the weights", () => {
  const chance = sampledChance(Rng.fromSeed(7));
  const counts = [0, 0, 0];
  for (let draw = 0; draw < 16_000; draw++) counts[chance.choose([1, 0, 3])]++;
  expect(counts[1]).toBe(0);
  expect(Math.abs(counts[0] - 4000)).toBeLessThan(5 * Math.sqrt(16_000 * 0.1875));
});
