import fc from "fast-check";
import { expect, test } from "vitest";
import { Rng } from "../../base/rng.ts";
import { orthogonalMatrix } from "./orthogonal.ts";

test("the fewer of rows and columns are orthogonal, with the gain as their length", () => {
  const sizes = fc.integer({ min: 1, max: 24 });
  fc.assert(
    fc.property(sizes, sizes, fc.double({ min: 0.01, max: 2, noNaN: true }), (rows, columns, gain) => {
      const matrix = orthogonalMatrix(rows, columns, gain, Rng.fromSeed(`${rows}x${columns}`));
      const tall = rows >= columns;
      const at = (vector: number, entry: number) =>
        tall ? matrix[entry * columns + vector] : matrix[vector * columns + entry];
      for (let a = 0; a < Math.min(rows, columns); a++) {
        for (let b = 0; b <= a; b++) {
          let product = 0;
          for (let entry = 0; entry < Math.max(rows, columns); entry++)
            product += at(a, entry) * at(b, entry);
          expect(product).toBeCloseTo(a === b ? gain * gain : 0, 5);
        }
      }
    }),
  );
});

test("equal streams give equal weights, and a single entry takes both signs", () => {
  const draw = (seed: number) => orthogonalMatrix(3, 2, 1, Rng.fromSeed(seed));
  expect(draw(4)).toEqual(draw(4));
  const signs = new Set(
    Array.from({ length: 20 }, (_, seed) => orthogonalMatrix(1, 1, 1, Rng.fromSeed(seed))[0]),
  );
  expect([...signs].sort()).toEqual([-1, 1]);
});
