// Holm's adjustment against statsmodels and against its definition as a sequence of rejections.
import fc from "fast-check";
import { expect, test } from "vitest";
import { holmAdjusted } from "./multiplicity.ts";

// statsmodels 0.15.0, multipletests with method="holm".
test.each([
  [
    [0.01, 0.04, 0.03, 0.005, 0.2, 0.04],
    [0.05, 0.12, 0.12, 0.03, 0.2, 0.12],
  ],
  [
    [0.6, 0.02, 0.7, 0.02],
    [1, 0.08, 1, 0.08],
  ],
])("%j", (pValues, expected) => {
  holmAdjusted(pValues).forEach((p, index) => {
    expect(p).toBeCloseTo(expected[index]!, 14);
  });
});

/** Rejects from the smallest p on, at alpha / (tests left), until the first that is not small enough. */
function rejectedStepByStep(pValues: readonly number[], alpha: number): boolean[] {
  const rejected = pValues.map(() => false);
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]!);
  for (const [rank, index] of order.entries()) {
    if (pValues[index]! * (pValues.length - rank) > alpha) break;
    rejected[index] = true;
  }
  return rejected;
}

test("adjusted values keep the order, lie between p and m p, and reject what the sequence rejects", () => {
  const p = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(p, { maxLength: 12 }), p, (pValues, alpha) => {
      const adjusted = holmAdjusted(pValues);
      expect(adjusted.map((value) => value <= alpha)).toEqual(
        rejectedStepByStep(pValues, alpha === 1 ? 2 : alpha),
      );
      adjusted.forEach((value, index) => {
        expect(value).toBeGreaterThanOrEqual(pValues[index]!);
        expect(value).toBeLessThanOrEqual(Math.min(1, pValues.length * pValues[index]!));
        pValues.forEach((other, at) => {
          if (other < pValues[index]!) expect(adjusted[at]!).toBeLessThanOrEqual(value);
        });
      });
    }),
  );
});

test("one test needs no adjustment, none gives none, and what is no p-value is refused", () => {
  expect(holmAdjusted([0.03])).toEqual([0.03]);
  expect(holmAdjusted([])).toEqual([]);
  expect(() => holmAdjusted([0.1, Number.NaN])).toThrow("NaN");
  expect(() => holmAdjusted([1.2])).toThrow("1.2");
});
