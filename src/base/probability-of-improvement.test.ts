// U and the probability of improvement against SciPy and rliable, and their symmetries.
import fc from "fast-check";
import { expect, test } from "vitest";
import { mannWhitneyU, probabilityOfImprovement } from "./probability-of-improvement.ts";

test("U with ties is SciPy's", () => {
  // scipy 1.17.1, mannwhitneyu.
  expect(mannWhitneyU([1, 2, 2, 3, 5, 8], [2, 3, 4, 4, 9, 9, 10])).toBe(10.5);
});

const runs = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 12 });

test("what one side does not win the other does; equal groups are even; monotone changes do not matter", () => {
  fc.assert(
    fc.property(runs, runs, (one, other) => {
      const forth = probabilityOfImprovement([one], [other]);
      expect(forth + probabilityOfImprovement([other], [one])).toBeCloseTo(1, 12);
      expect(probabilityOfImprovement([one], [one])).toBe(0.5);
      const grown = (list: readonly number[]) => list.map((value) => Math.exp(value) - 7);
      expect(probabilityOfImprovement([grown(one)], [grown(other)])).toBe(forth);
      expect(probabilityOfImprovement([one, [1]], [other, [0]])).toBeCloseTo((forth + 1) / 2, 12);
    }),
  );
});

test("missing values and unlike tasks are not passed over", () => {
  expect(mannWhitneyU([1, Number.NaN], [0])).toBeNaN();
  expect(() => probabilityOfImprovement([[1]], [[1], [2]])).toThrow("tasks");
});
