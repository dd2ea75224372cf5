// Aggregates against rliable and SciPy, and what must not change them.
import fc from "fast-check";
import { expect, test } from "vitest";
import { interquartileMean, optimalityGap, performanceProfile, trimmedMean } from "./interquartile-mean.ts";
import { mean } from "./stats.ts";

/** Seven runs on three tasks; the figures below are rliable 1.2.0 (metrics) and scipy 1.17.1 (trim_mean) on them. */
const scores = [
  [0.11, 0.52, 0.93],
  [0.37, 0.48, 1.21],
  [0.05, 0.61, 0.77],
  [0.42, 0.12, 1.02],
  [0.29, 0.55, 0.58],
  [0.18, 0.73, 1.4],
  [0.33, 0.41, 0.99],
].flat();

test("interquartile mean, optimality gap and profile are rliable's", () => {
  expect(interquartileMean(scores)).toBeCloseTo(0.5245454545454545, 14);
  expect(optimalityGap(scores)).toBeCloseTo(0.4552380952380952, 14);
  expect(optimalityGap(scores, 0.5)).toBeCloseTo(0.10666666666666669, 14);
  const profile = [1, 0.8095238095238095, 0.5238095238095238, 0.1428571428571428];
  performanceProfile(scores, [0, 0.25, 0.5, 1]).forEach((share, index) => {
    expect(share).toBeCloseTo(profile[index]!, 14);
  });
});

test.each([
  [0.05, 0.5589473684210526],
  [0.1, 0.5470588235294118],
  [0.4, 0.51],
])("the mean trimmed by %d is SciPy's", (share, expected) => {
  expect(trimmedMean(scores, share)).toBeCloseTo(expected, 14);
});

test("below four values nothing is cut; a value that is missing is not hidden", () => {
  expect(interquartileMean([1, 2, 6])).toBe(3);
  expect(interquartileMean([1, 2, 6, 100])).toBe(4);
  expect(interquartileMean([])).toBeNaN();
  expect(interquartileMean([1, 2, 3, Number.NaN])).toBeNaN();
});

const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 40 });

test("the order of runs does not matter; shift and scale go through; outliers do not", () => {
  fc.assert(
    fc.property(values, fc.double({ min: -5, max: 5, noNaN: true }), fc.nat(), (list, by, start) => {
      const centre = interquartileMean(list);
      const rotated = list.map((_, index) => list[(index + start) % list.length]!);
      expect(interquartileMean(rotated)).toBe(centre);
      expect(interquartileMean(list.map((value) => value + by))).toBeCloseTo(centre + by, 9);
      expect(interquartileMean(list.map((value) => value * by))).toBeCloseTo(centre * by, 9);
      if (list.length < 4) return;
      const largest = list.indexOf(Math.max(...list));
      expect(interquartileMean(list.map((value, index) => (index === largest ? 1e9 : value)))).toBe(centre);
    }),
  );
});

test("a profile falls, and its area up to the target is the target minus the gap", () => {
  const shares = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(shares, (list) => {
      const steps = 100;
      const scaled = list.map((value) => value / steps);
      const thresholds = Array.from({ length: steps }, (_, index) => index / steps);
      const profile = performanceProfile(scaled, thresholds);
      for (let index = 1; index < steps; index++)
        expect(profile[index]!).toBeLessThanOrEqual(profile[index - 1]!);
      expect(mean(profile)).toBeCloseTo(1 - optimalityGap(scaled), 9);
    }),
  );
});
