// Quantiles against NumPy, and at the ends.
import { expect, test } from "vitest";
import { quantile } from "./quantile.ts";

// numpy 2.4.6, quantile.
test.each([
  [0, 1],
  [0.025, 1.1],
  [0.3, 2.4],
  [0.5, 4],
  [0.99, 15.68],
  [1, 16],
])("the quantile at %d", (share, expected) => {
  expect(quantile([1, 2, 4, 8, 16], share)).toBeCloseTo(expected, 12);
});

test("of one value it is that value, of none there is none", () => {
  expect(quantile([3], 0.7)).toBe(3);
  expect(quantile([], 0.5)).toBeNaN();
});
