// Comparisons of groups: the parts they are made of, what seeds and other groups may change, and how often they err.
import fc from "fast-check";
import { expect, test } from "vitest";
import { equivalenceTest } from "../base/equivalence.ts";
import { holmAdjusted } from "../base/multiplicity.ts";
import { permutationTest } from "../base/permutation.ts";
import { Rng } from "../base/rng.ts";
import { tInterval } from "../base/stats.ts";
import { type ComparedGroup, compareGroups } from "./comparison.ts";

const quick = { repetitions: 400 };
const rng = Rng.fromSeed("groups");
const group = (name: string, count: number, centre: number): ComparedGroup => ({
  name,
  perSeed: Array.from({ length: count }, () => centre + 0.1 * rng.normal()),
});
const three = [group("low", 10, 0), group("same", 12, 0), group("high", 10, 1)];

test("from ten seeds on everything has its interval, and the parts are those of the statistics", () => {
  const { groups, pairs } = compareGroups(three, { ...quick, margin: 0.2 });
  expect(pairs.map(({ one, other }) => `${one} ${other}`)).toEqual(["low same", "low high", "same high"]);
  groups.forEach(({ mean, look, perSeed, interquartileMean }) => {
    const { mean: estimate, low, high } = tInterval(perSeed);
    expect(mean).toEqual({ estimate, low, high });
    expect(look).toBe(false);
    expect(interquartileMean.low!).toBeLessThan(interquartileMean.estimate);
    expect(interquartileMean.high!).toBeGreaterThan(interquartileMean.estimate);
  });
  const between = (i: number, j: number) => [three[i]!.perSeed, three[j]!.perSeed] as const;
  const samples = [between(0, 1), between(0, 2), between(1, 2)];
  const p = samples.map(([x, y]) => permutationTest(x, y, { rng: Rng.fromSeed("p") }).p);
  expect(pairs[1]!.permutation).toMatchObject({ p: p[1]!, exact: true, arrangements: 184_756 });
  const equivalence = samples.map(([x, y]) => equivalenceTest(x, y, { margin: 0.2 }).p);
  pairs.forEach((pair, index) => {
    expect(pair.equivalence!.p).toBe(equivalence[index]!);
    expect(pair.equivalence!.adjusted).toBe(holmAdjusted(equivalence)[index]!);
  });
  expect(pairs.map((pair) => pair.equivalence!.equivalent)).toEqual([true, false, false]);
  expect(pairs.map((pair) => pair.permutation.adjusted < 0.05)).toEqual([false, true, true]);
  expect(pairs[1]!.probabilityOfImprovement).toEqual({ estimate: 0, low: 0, high: 0 });
  expect(pairs[1]!.difference.low!).toBeLessThan(-0.9);
  expect(pairs[1]!.difference.high!).toBeLessThan(-0.8);
});

test("below ten seeds it is a look: no interval, but exact p-values", () => {
  const { groups, pairs } = compareGroups([group("few", 3, 0), group("some", 4, 1), three[0]!], quick);
  expect(groups.map(({ look }) => look)).toEqual([true, true, false]);
  expect(pairs.map(({ look }) => look)).toEqual([true, true, true]);
  expect(groups[0]!.mean).toMatchObject({ low: null, high: null });
  expect(groups[0]!.seeds).toEqual([0, 1, 2]);
  for (const { difference, probabilityOfImprovement, permutation, equivalence } of pairs) {
    expect([difference.low, probabilityOfImprovement.high, equivalence]).toEqual([null, null, null]);
    expect(permutation.exact).toBe(true);
  }
  // The smallest p that three against four can have: one arrangement of 35.
  expect(pairs[0]!.permutation.p).toBeCloseTo(1 / 35, 12);
});

test("nothing is drawn anew because of other groups; the same groups give the same JSON", () => {
  const [one, two] = [compareGroups(three, quick), compareGroups(three.slice(0, 2), quick)];
  expect(one.groups.slice(0, 2)).toEqual(two.groups);
  expect(one.pairs[0]!.difference).toEqual(two.pairs[0]!.difference);
  expect(JSON.parse(JSON.stringify(compareGroups(three, quick)))).toEqual(one);
  expect(compareGroups(three, { ...quick, seed: 1 })).not.toEqual(one);
  expect(compareGroups([three[0]!], quick).pairs).toEqual([]);
});

test("the other order of two groups turns the signs; shifts leave the differences", () => {
  const seeds = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(seeds, seeds, fc.integer({ min: -9, max: 9 }), (x, y, by) => {
      const pairOf = (...lists: readonly (readonly number[])[]) =>
        compareGroups(
          lists.map((perSeed, index) => ({ name: `${index}`, perSeed })),
          { margin: 3 },
        ).pairs[0]!;
      const [there, back] = [pairOf(x, y), pairOf(y, x)];
      expect(back.difference.estimate).toBeCloseTo(-there.difference.estimate, 10);
      expect(back.probabilityOfImprovement.estimate).toBeCloseTo(
        1 - there.probabilityOfImprovement.estimate,
        10,
      );
      expect(back.permutation.p).toBeCloseTo(there.permutation.p, 10);
      const shifted = pairOf(
        x.map((value) => value + by),
        y.map((value) => value + by),
      );
      expect(shifted.difference.estimate).toBeCloseTo(there.difference.estimate, 10);
      expect(shifted.permutation).toEqual(there.permutation);
      if (there.equivalence) expect(back.equivalence!.p).toBeCloseTo(there.equivalence.p, 10);
    }),
  );
});

test("among three groups of one kind, some pair is called different in one comparison of twenty at most", () => {
  const comparisons = 300;
  let wrong = 0;
  for (let index = 0; index < comparisons; index++) {
    const groups = ["a", "b", "c"].map((name) => group(name, 5, 0));
    if (compareGroups(groups).pairs.some(({ permutation }) => permutation.adjusted <= 0.05)) wrong++;
  }
  expect(wrong / comparisons).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / comparisons));
});

test("what cannot be compared is refused by name", () => {
  const refused = (groups: readonly ComparedGroup[]) => expect(() => compareGroups(groups, quick));
  refused([three[0]!, three[0]!]).toThrow("low: found two groups of this name");
  refused([{ name: "none", perSeed: [] }]).toThrow("none: found no seeds");
  refused([{ name: "gap", perSeed: [1, Number.NaN] }]).toThrow("gap: found NaN");
});
