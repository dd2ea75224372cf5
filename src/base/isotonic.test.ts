// The isotonic fit against SciPy and against the formula of minima of maxima.
import fc from "fast-check";
import { expect, test } from "vitest";
import { isotonicFit } from "./isotonic.ts";

// scipy 1.17.1, optimize.isotonic_regression.
test.each([
  [undefined, [1, 2.5, 2.5, 3.5, 3.5, 3.5, 4.625, 4.625, 4.625, 4.625]],
  [
    [1, 2, 1, 3, 1, 1, 2, 1, 4, 1],
    [1, 8 / 3, 8 / 3, 3.7, 3.7, 3.7, 5.125, 5.125, 5.125, 5.125],
  ],
])("with weights %j", (weights, expected) => {
  isotonicFit([1, 3, 2, 4, 3.5, 3, 6, 5, 5.5, 2], weights).forEach((value, index) => {
    expect(value).toBeCloseTo(expected[index]!, 12);
  });
});

test("each value is the largest, over beginnings before it, of the smallest mean of a stretch up to beyond it", () => {
  const point = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 5 }));
  fc.assert(
    fc.property(fc.array(point, { maxLength: 10 }), (points) => {
      const [values, weights] = [points.map(([value]) => value), points.map(([, weight]) => weight)];
      const average = (from: number, to: number) => {
        let [sum, mass] = [0, 0];
        for (let at = from; at <= to; at++) {
          sum += values[at]! * weights[at]!;
          mass += weights[at]!;
        }
        return sum / mass;
      };
      isotonicFit(values, weights).forEach((fitted, index) => {
        const from = (start: number) =>
          Math.min(...points.slice(index).map((_, further) => average(start, index + further)));
        expect(fitted).toBeCloseTo(Math.max(...points.slice(0, index + 1).map((_, start) => from(start))), 9);
      });
    }),
  );
});
