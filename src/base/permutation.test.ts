// Permutation tests against SciPy, against counting by brute force, and by how often they are wrong.
import fc from "fast-check";
import { expect, test } from "vitest";
import { interactionTest, pairedPermutationTest, permutationTest } from "./permutation.ts";
import { Rng } from "./rng.ts";
import { mean } from "./stats.ts";

const options = (seed = "permutation") => ({ rng: Rng.fromSeed(seed) });
const one = [0.81, 0.92, 0.77, 0.85, 0.9, 0.88, 0.79, 0.94];
const other = [0.83, 0.86, 0.91, 0.8, 0.89, 0.95];
const paired = [0.8, 0.95, 0.75, 0.85, 0.93, 0.86, 0.8, 0.97];

// scipy 1.17.1, permutation_test of the absolute difference of means, all arrangements.
test("exact p-values are SciPy's", () => {
  expect(permutationTest(one, other, options())).toMatchObject({ exact: true, arrangements: 3003 });
  expect(permutationTest(one, other, options()).p).toBeCloseTo(0.6503496503496503, 12);
  expect(permutationTest([1, 2, 2, 3, 5, 8], [2, 3, 4, 4, 9, 9, 10], options()).p).toBeCloseTo(
    0.18764568764568765,
    12,
  );
  expect(pairedPermutationTest(one, paired, options()).p).toBeCloseTo(0.515625, 12);
});

const small = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 6 });

test("exact p-values are those of counting over bit masks, ties included", () => {
  fc.assert(
    fc.property(
      small,
      small,
      fc.constantFrom(1, 0.1, 1e-7),
      fc.constantFrom(0, 1000.1),
      (x, y, scale, shift) => {
        const spread = (list: readonly number[]) => list.map((value) => value * scale + shift);
        const found = permutationTest(spread(x), spread(y), options());
        const pooled = [...x, ...y];
        const difference = (mask: number) => {
          const chosen = pooled.filter((_, bit) => (mask >> bit) & 1);
          const rest = pooled.filter((_, bit) => !((mask >> bit) & 1));
          // Whole numbers: sums of x * |y| - y * |x| compare without rounding.
          const sum = (list: readonly number[]) => list.reduce((total, value) => total + value, 0);
          return Math.abs(sum(chosen) * rest.length - sum(rest) * chosen.length);
        };
        const masks = Array.from({ length: 2 ** pooled.length }, (_, mask) => mask).filter(
          (mask) => pooled.filter((_, bit) => (mask >> bit) & 1).length === x.length,
        );
        const extreme = masks.filter((mask) => difference(mask) >= difference(2 ** x.length - 1)).length;
        expect(found.arrangements).toBe(masks.length);
        expect(found.p).toBeCloseTo(extreme / masks.length, 12);
        expect(found.difference).toBeCloseTo((mean(x) - mean(y)) * scale, 9);
      },
    ),
    { numRuns: 60 },
  );
});

test("exact p-values of pairs are those of counting over signs", () => {
  const differences = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(differences, (list) => {
      const sums = Array.from({ length: 2 ** list.length }, (_, mask) =>
        Math.abs(list.reduce((sum, value, bit) => sum + ((mask >> bit) & 1 ? -value : value), 0)),
      );
      const p = sums.filter((sum) => sum >= sums[0]!).length / sums.length;
      const shifted = list.map((value) => 0.1 * value + 0.7);
      const zeros = list.map(() => 0.7);
      expect(pairedPermutationTest(shifted, zeros, options()).p).toBeCloseTo(p, 12);
    }),
  );
});

test("drawn p-values are close to the exact ones, never 0, and the same for the same seed", () => {
  const sampled = (seed: string, limit: number) => ({ ...options(seed), limit, repetitions: 20_000 });
  const drawn = permutationTest(one, other, sampled("a", 100));
  expect(drawn).toMatchObject({ exact: false, arrangements: 20_000 });
  expect(Math.abs(drawn.p - 0.6503)).toBeLessThan(0.02);
  expect(permutationTest(one, other, sampled("a", 100))).toEqual(drawn);
  expect(Math.abs(pairedPermutationTest(one, paired, sampled("b", 10)).p - 0.5156)).toBeLessThan(0.02);
  const apart = permutationTest(
    [1, 2, 3, 4, 5, 6, 7, 8].map((x) => x + 100),
    one,
    sampled("c", 1),
  );
  expect(apart.p).toBeGreaterThan(0);
  expect(apart.p).toBeLessThan(0.001);
});

test("an interaction is a difference of differences, shared columns and rows cancel", () => {
  const [before, after] = [one.slice(0, 6), other];
  const moved = (list: readonly number[], by: number) => list.map((value) => value + by);
  for (const rows of ["paired", "independent"] as const) {
    const none = interactionTest([after, before], [moved(after, 0.3), moved(before, 0.3)], {
      rows,
      ...options(),
    });
    expect(none.difference).toBeCloseTo(0, 12);
    expect(none.p).toBeCloseTo(1, 12);
    const strong = interactionTest([moved(after, 1), before], [after, before], { rows, ...options() });
    expect(strong.difference).toBeCloseTo(1, 12);
    expect(strong.p).toBeLessThan(0.05);
  }
  const differences = (x: readonly number[], y: readonly number[]) =>
    x.map((value, index) => value - y[index]!);
  const [first, second] = [differences(after, before), differences(before, paired.slice(0, 6))];
  const found = interactionTest([after, before], [before, paired.slice(0, 6)], {
    rows: "independent",
    ...options(),
  });
  expect(found.p).toBeCloseTo(permutationTest(first, second, options()).p, 12);
});

test("without a difference, one test in twenty finds one", () => {
  const rng = Rng.fromSeed("level");
  const draw = (count: number) => Array.from({ length: count }, () => Math.exp(rng.normal()));
  const samples = 1500;
  let [unpaired, interactions] = [0, 0];
  for (let index = 0; index < samples; index++) {
    if (permutationTest(draw(5), draw(6), { rng }).p <= 0.05) unpaired++;
    const cells = [draw(8), draw(8), draw(8), draw(8)] as const;
    const { p } = interactionTest([cells[0], cells[1]], [cells[2], cells[3]], { rng, rows: "paired" });
    if (p <= 0.05) interactions++;
  }
  expect(Math.abs(unpaired / samples - 0.05)).toBeLessThan(0.028);
  expect(Math.abs(interactions / samples - 0.05)).toBeLessThan(0.028);
});

test("ten against ten is still exact", () => {
  const ten = Array.from({ length: 10 }, (_, index) => index);
  const { exact, arrangements, p } = permutationTest(
    ten,
    ten.map((value) => value + 20),
    options(),
  );
  expect([exact, arrangements]).toEqual([true, 184_756]);
  expect(p).toBeCloseTo(2 / 184_756, 12);
});

test("empty groups, unlike pairs and missing values are refused", () => {
  expect(() => permutationTest([], [1], options())).toThrow("groups");
  expect(() => pairedPermutationTest([1], [1, 2], options())).toThrow("pairs");
  expect(() => permutationTest([1, Number.NaN], [1], options())).toThrow("finite");
});
