import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bestActions, tieTolerance, uniformOverBest, withNoise } from "./greedy.ts";

const actions = 3;
const values = fc
  .array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 8 })
  .map((list) =>
    Float64Array.from({ length: actions * list.length }, (_, row) => list[(row * 7) % list.length]!),
  );

describe("greedy choice", () => {
  test("near ties count as ties, others do not", () => {
    const q = Float64Array.of(1, 1 - tieTolerance / 2, 1 - 3 * tieTolerance, 0, -1, -2);
    expect([...bestActions(q, actions)]).toEqual([1, 1, 0, 1, 0, 0]);
    expect([...uniformOverBest(q, actions)]).toEqual([0.5, 0.5, 0, 1, 0, 0]);
  });

  test("noise moves every row toward uniform and keeps it a distribution", () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (q, share) => {
        const policy = uniformOverBest(q, actions);
        const noisy = withNoise(policy, actions, share);
        for (let start = 0; start < q.length; start += actions) {
          const row = noisy.subarray(start, start + actions);
          expect(row.reduce((sum, p) => sum + p)).toBeCloseTo(1, 12);
          expect(Math.min(...row)).toBeGreaterThanOrEqual(share / actions - 1e-12);
        }
        if (share === 0) expect(noisy).toEqual(policy);
      }),
    );
  });
});
