import fc from "fast-check";
import { expect, test } from "vitest";
import "../../tests/support/seeded.ts";
import { maximise } from "./maximise.ts";

test("finds the top of a smooth hill, in few steps", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      (top, steepness) => {
        let tried = 0;
        const hill = (x: number) => {
          tried++;
          return -steepness * (x - top) ** 2 - 0.1 * (x - top) ** 4 + 2;
        };
        const { at, value } = maximise(hill, -4, 5, 1e-5);
        expect(Math.abs(at - top)).toBeLessThan(5e-5);
        expect(value).toBe(hill(at));
        expect(tried).toBeLessThan(30);
      },
    ),
  );
});

test("goes to the edge where the function climbs to it, and stays inside", () => {
  const { at } = maximise((x) => Math.exp(x), 0, 1, 1e-4);
  expect(at).toBeGreaterThan(1 - 1e-3);
  expect(at).toBeLessThanOrEqual(1);
});

test("ends on a plateau, and leaves a cliff alone", () => {
  expect(maximise(() => 3, 0, 1, 1e-6).value).toBe(3);
  expect(maximise((x) => (x < 0.6 ? -((x - 0.1) ** 2) : -Infinity), 0, 1, 1e-6).at).toBeCloseTo(0.1, 4);
});
