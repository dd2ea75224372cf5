import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cellPosition } from "./cell-map.ts";

test("places lie in the middle of their cells, and what lies between them keeps the order", () => {
  const places = fc
    .uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 12 })
    .map((values) => values.sort((a, b) => a - b));
  fc.assert(
    fc.property(
      places,
      fc.double({ min: -1200, max: 1200, noNaN: true }),
      fc.double({ min: 0, max: 50, noNaN: true }),
      (axis, value, more) => {
        axis.forEach((place, index) => {
          expect(cellPosition(axis, place)).toBeCloseTo(index + 0.5, 9);
        });
        expect(cellPosition(axis, value + more)).toBeGreaterThanOrEqual(cellPosition(axis, value) - 1e-9);
      },
    ),
  );
  expect(cellPosition([3], 3)).toBeNaN();
});
