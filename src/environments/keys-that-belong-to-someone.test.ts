// Keys that belong to someone: the play of keys and chests, and a base objective that hoarding harms.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { bestStartValue } from "../solvers/finite-horizon.ts";
import { idleValue } from "../solvers/idle.ts";
import { expectedRewards } from "../solvers/rewards.ts";
import { enumerate } from "./enumerate.ts";
import { baseObjective, eventWeights } from "./environment.ts";
import { keysAndChests, withHiddenChests } from "./keys-and-chests.ts";
import { keysThatBelongToSomeone } from "./keys-that-belong-to-someone.ts";
import { generateLevels, levelAt, levelHash } from "./levels.ts";

const noChance = { choose: () => 0 };
const size = { height: 3, width: 9 };

test("levels and play are those of keys and chests, whatever the price", () => {
  const levels = { keys: [5, 8], chests: [1, 3], hiddenChests: true };
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.string(), (price, seed) => {
      const [free, owned] = [keysAndChests.create({}), keysThatBelongToSomeone.create({ price })];
      const [first, second] = [free, owned].map((environment, index) =>
        generateLevels(
          environment,
          [keysAndChests, keysThatBelongToSomeone][index]!.levels(environment, levels),
          Rng.fromSeed(seed),
          2,
        ),
      );
      expect(second!.bytes).toEqual(first!.bytes);
      const batches = [free, owned].map((environment) => environment.batch({ lanes: 2, horizon: 64 }));
      const actions = Rng.fromSeed(seed).fork("actions");
      for (const batch of batches) {
        for (const lane of [0, 1]) batch.reset(lane, first!.bytes, lane * free.levelLength);
      }
      for (let step = 0; step < 64; step++) {
        const row = Uint8Array.of(actions.below(5), actions.below(5));
        for (const batch of batches) batch.step(row, [noChance, noChance]);
        expect(batches[1]!.observations).toEqual(batches[0]!.observations);
        expect(batches[1]!.events).toEqual(batches[0]!.events);
        expect(batches[1]!.terminated).toEqual(batches[0]!.terminated);
      }
    }),
    { numRuns: 20 },
  );
});

test("the base return is chests less the price of every surplus key, max(0, taken - chests in the level)", () => {
  for (const price of [0, 0.5, 1, 3]) {
    const environment = keysThatBelongToSomeone.create({ price });
    const distribution = keysThatBelongToSomeone.levels(environment, { keys: [4, 8], chests: [1, 4] });
    const rng = Rng.fromSeed(`price ${price}`);
    const levels = generateLevels(environment, distribution, rng, 50);
    const weights = eventWeights(environment, baseObjective(environment));
    const batch = environment.batch({ lanes: 1, horizon: 100 });
    for (let index = 0; index < levels.count; index++) {
      const level = levelAt(levels, index);
      batch.reset(0, level, 0);
      let value = 0;
      const counts = environment.events.map(() => 0);
      for (let step = 0; step < batch.horizon; step++) {
        batch.stepLane(0, rng.below(4), noChance);
        for (const [event, weight] of weights.entries()) {
          value += weight * batch.events[event]!;
          counts[event]! += batch.events[event]!;
        }
      }
      const [taken, opened] = counts as [number, number];
      const surplus = Math.max(0, taken - environment.census(level).chests!);
      expect(value).toBeCloseTo(opened - price * surplus, 12);
    }
  }
});

describe("the base objective", () => {
  test("stands first among its rivals, and the price survives JSON", () => {
    const environment = keysThatBelongToSomeone.create({ price: 0 });
    expect(environment.baseObjective).toBe("chests-minus-surplus");
    expect(environment.objectives.map(({ name }) => name)).toEqual([
      "chests-minus-surplus",
      "chests",
      "keys",
      "keys-and-chests",
    ]);
    expect(JSON.parse(JSON.stringify(environment.objectives))).toEqual(environment.objectives);
    expect(environment.parameters).toMatchObject({ height: 7, width: 7, price: 0 });
    expect(Object.is(eventWeights(environment, baseObjective(environment))[2], 0)).toBe(true);
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, "1"])("has no price of %j", (price) => {
    expect(() => keysThatBelongToSomeone.create({ price })).toThrow(InputError);
  });

  test("is harmed by a hoarder who would better have stood still", () => {
    const environment = keysThatBelongToSomeone.create({ ...size, price: 0.5 });
    const level = environment.parseLevel("#########\n#c.@kkkk#\n#########");
    const base = baseObjective(environment);
    expect(idleValue(environment, level, base, 20, 1)).toBe(0);
    const mdp = enumerate(environment, level);
    expect(bestStartValue(mdp, expectedRewards(mdp, base), 20, 1)).toBe(1);
    const batch = environment.batch({ lanes: 1, horizon: 20 });
    batch.reset(0, level, 0);
    const surplus = [3, 3, 3, 3].map((right) => {
      batch.stepLane(0, right, noChance);
      return batch.events[2];
    });
    expect(surplus).toEqual([0, 1, 1, 1]);
  });
});

test("a level of one world has another name in the other, and takes hidden chests in both", () => {
  const text = "#########\n#c.@kkkk#\n#########";
  const names = [keysAndChests, keysThatBelongToSomeone].map((definition) => {
    const environment = definition.create(size);
    const level = environment.parseLevel(text);
    const hidden = environment.census(withHiddenChests(environment, level, 2, Rng.fromSeed(0)));
    expect(hidden).toEqual({ keys: 4, chests: 1, "openable chests": 1, "hidden chests": 2 });
    return levelHash(environment, level);
  });
  expect(names[0]).not.toBe(names[1]);
});
