// Intervals against published quantiles, hand-computed cases and their own coverage.
import fc from "fast-check";
import { expect, test } from "vitest";
import { Rng } from "./rng.ts";
import { interpolate, mean, sampleDeviation, tInterval } from "./stats.ts";

test("mean and deviation of a hand-computed list", () => {
  expect(mean([1, 2, 3, 6])).toBe(3);
  expect(sampleDeviation([1, 2, 3, 6])).toBeCloseTo(Math.sqrt(14 / 3), 14);
  expect(sampleDeviation([4])).toBeNaN();
});

test.each([
  [2, 12.7062047362],
  [5, 2.7764451052],
  [10, 2.2621571628],
  [30, 2.0452296421],
])("with n = %i the half width is the tabulated quantile times s / sqrt(n)", (count, quantile) => {
  const values = Array.from({ length: count }, (_, index) => index ** 2);
  const { mean: centre, high } = tInterval(values);
  expect(((high as number) - centre) / (sampleDeviation(values) / Math.sqrt(count))).toBeCloseTo(quantile, 6);
});

test("95 % intervals of normal samples cover the truth in 93 to 97 % of cases", () => {
  const rng = Rng.fromSeed("coverage");
  let covered = 0;
  const samples = 4000;
  for (let sample = 0; sample < samples; sample++) {
    const { low, high } = tInterval(Array.from({ length: 10 }, () => rng.normal()));
    if ((low as number) <= 0 && (high as number) >= 0) covered++;
  }
  expect(covered / samples).toBeGreaterThan(0.93);
  expect(covered / samples).toBeLessThan(0.97);
});

test("fewer values than asked for give no interval", () => {
  expect(tInterval([1, 2, 3], { atLeast: 10 })).toEqual({ mean: 2, low: null, high: null });
});

test("interpolation passes through both ends and is affine between", () => {
  const finite = fc.double({ min: -100, max: 100, noNaN: true });
  fc.assert(
    fc.property(finite, finite, finite, finite, (x0, y0, x1, y1) => {
      fc.pre(Math.abs(x0 - x1) > 1e-3);
      expect(interpolate(x0, x0, y0, x1, y1)).toBeCloseTo(y0, 9);
      expect(interpolate(x1, x0, y0, x1, y1)).toBeCloseTo(y1, 6);
      expect(interpolate((x0 + x1) / 2, x0, y0, x1, y1)).toBeCloseTo((y0 + y1) / 2, 6);
    }),
  );
});
