// Tail probabilities against SciPy, closed forms and themselves.
import fc from "fast-check";
import { expect, test } from "vitest";
import { studentTail } from "./student-t.ts";

// scipy 1.17.1, stats.t.sf.
test.each([
  [0, 5, 0.5],
  [0.3, 1, 0.4072264209222577],
  [2.2, 9.7, 0.02662295237042709],
  [4, 2.5, 0.019506487920659125],
  [8, 60, 2.450132573975106e-11],
  [1.7, 333.3, 0.04503191456611334],
  [-1.2, 18, 0.8771521021968444],
  [12, 5000, 4.983328213174157e-33],
  [3, 1e6, 0.0013499312707109],
  [1.5, 0.4, 0.276899643302448],
])("P(T > %d) with %d degrees of freedom", (t, degreesOfFreedom, expected) => {
  expect(Math.abs(studentTail(t, degreesOfFreedom) / expected - 1)).toBeLessThan(
    degreesOfFreedom > 1000 ? 1e-9 : 1e-11,
  );
});

test("with one and two degrees of freedom it is the closed form; the tails mirror each other", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -50, max: 50, noNaN: true }),
      fc.double({ min: 0.5, max: 500, noNaN: true }),
      (t, free) => {
        expect(studentTail(t, 1)).toBeCloseTo(0.5 - Math.atan(t) / Math.PI, 12);
        expect(studentTail(t, 2)).toBeCloseTo(0.5 - t / (2 * Math.sqrt(2 + t * t)), 12);
        expect(studentTail(t, free) + studentTail(-t, free)).toBeCloseTo(1, 12);
        expect(studentTail(t + 0.1, free)).toBeLessThanOrEqual(studentTail(t, free));
      },
    ),
  );
});

test("infinitely far there is nothing left, and nonsense stays nonsense", () => {
  expect(studentTail(Number.POSITIVE_INFINITY, 4)).toBe(0);
  expect(studentTail(Number.NEGATIVE_INFINITY, 4)).toBe(1);
  expect(studentTail(1, 0)).toBeNaN();
  expect(studentTail(Number.NaN, 3)).toBeNaN();
});
