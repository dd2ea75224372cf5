import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseLevels } from "./choose-levels.ts";

const rows = fc
  .integer({ min: 1, max: 4 })
  .chain((pairs) =>
    fc.array(fc.array(fc.nat(20), { minLength: pairs, maxLength: pairs }), { minLength: 1, maxLength: 9 }),
  );

/** The sum in the smallest column that anything can serve. */
function least(table: readonly (readonly number[])[], chosen: readonly number[]): number {
  const sums = table[0]
    .map((_, pair) => pair)
    .filter((pair) => table.some((row) => row[pair] > 0))
    .map((pair) => chosen.reduce((sum, level) => sum + table[level][pair], 0));
  return Math.min(...sums);
}

function subsets(size: number, n: number, from = 0): number[][] {
  if (n === 0) return [[]];
  return Array.from({ length: Math.max(0, size - from) }, (_, k) => from + k).flatMap((first) =>
    subsets(size, n - 1, first + 1).map((rest) => [first, ...rest]),
  );
}

describe("chooseLevels", () => {
  test("takes n different levels; no exchange of one makes them better", () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 4 }), (table, n) => {
        const chosen = chooseLevels(table, n);
        expect(new Set(chosen).size).toBe(Math.min(n, table.length));
        expect(chosen).toEqual([...chosen].sort((a, b) => a - b));
        const found = least(table, chosen);
        for (const out of chosen) {
          for (let level = 0; level < table.length; level++) {
            if (chosen.includes(level)) continue;
            const exchanged = [...chosen.filter((one) => one !== out), level];
            expect(least(table, exchanged)).toBeLessThanOrEqual(found);
          }
        }
      }),
    );
  });

  test("is better than random sets, and nearly always the best of all", () => {
    let [best, all] = [0, 0];
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 3 }), (table, n) => {
        const found = least(table, chooseLevels(table, n));
        const every = subsets(table.length, Math.min(n, table.length)).map((set) => least(table, set));
        const mean = every.reduce((sum, value) => sum + value, 0) / every.length;
        expect(found).toBeGreaterThanOrEqual(mean - 1e-9);
        all++;
        if (found >= Math.max(...every)) best++;
      }),
    );
    expect(best / all).toBeGreaterThan(0.9);
  });

  test("with one pair it takes the largest", () => {
    expect(chooseLevels([[3], [9], [1], [9], [4]], 3)).toEqual([1, 3, 4]);
  });
});
