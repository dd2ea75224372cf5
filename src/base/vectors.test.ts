import fc from "fast-check";
import { expect, test } from "vitest";
import { dot, unitVector } from "./vectors.ts";

const entry = fc.double({ min: -1e3, max: 1e3, noNaN: true });

test("a direction has length 1, points the same way, and forgets scale", () => {
  fc.assert(
    fc.property(
      fc.array(entry, { minLength: 1, maxLength: 6 }),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      (vector, scale) => {
        const length = Math.hypot(...vector);
        fc.pre(length > 1e-6);
        const direction = unitVector(vector);
        expect(dot(direction, direction)).toBeCloseTo(1, 12);
        expect(dot(direction, vector)).toBeCloseTo(length, 6);
        unitVector(vector.map((x) => scale * x)).forEach((x, index) => {
          expect(x).toBeCloseTo(direction[index]!, 12);
        });
      },
    ),
  );
  expect(unitVector([0, 0])).toEqual([0, 0]);
  expect(dot([], [])).toBe(0);
});
