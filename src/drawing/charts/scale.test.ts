import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linearScale, logarithmicScale, position } from "./scale.ts";

const value = fc.double({ min: -1e7, max: 1e7, noNaN: true }).filter((x) => x === 0 || Math.abs(x) > 1e-6);

describe("linear scale", () => {
  test("covers all values; its ticks lie inside, ascend, differ in their labels and are not too many", () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 2, max: 6 }),
        (values, count) => {
          const { low, high, ticks, labels } = linearScale(values, count);
          expect(low).toBeLessThan(high);
          for (const one of values) expect(one >= low && one <= high).toBe(true);
          expect(ticks.length).toBeGreaterThanOrEqual(1);
          expect(ticks.length).toBeLessThanOrEqual(count + 1);
          const slack = (high - low) * 1e-6;
          for (const tick of ticks) expect(tick >= low - slack && tick <= high + slack).toBe(true);
          const step = ticks.length > 1 ? ticks[1]! - ticks[0]! : null;
          if (step !== null && step > 1e-9 * Math.max(Math.abs(low), Math.abs(high))) {
            expect(new Set(labels).size).toBe(labels.length);
          }
        },
      ),
    );
  });

  test("ticks are round", () => {
    expect(linearScale([0, 1_507_328])).toMatchObject({
      ticks: [0, 500_000, 1_000_000, 1_500_000],
      labels: ["0", "0.5 M", "1.0 M", "1.5 M"],
    });
    expect(linearScale([-0.05, 3.1]).labels).toEqual(["0", "1", "2", "3"]);
    expect(linearScale([0, 0.3]).labels).toEqual(["0", "0.1", "0.2", "0.3"]);
    expect(linearScale([5, 5]).labels.length).toBeGreaterThan(1);
    expect(linearScale([Number.NaN]).labels).toEqual(["0", "0.25", "0.50", "0.75", "1.00"]);
  });

  test("positions are linear between the ends", () => {
    const scale = linearScale([0, 10]);
    expect([0, 5, 10].map((x) => position(scale, x, 20, 40))).toEqual([20, 30, 40]);
    expect([0, 10].map((x) => position(scale, x, 100, 0))).toEqual([100, 0]);
  });
});

describe("logarithmic scale", () => {
  test("has ticks at powers of ten, and between them where there are few", () => {
    const log = (values: number[]) => logarithmicScale(values.map(Math.log10));
    expect(log([1, 10_000]).labels).toEqual(["1", "10", "100", "1,000", "10,000"]);
    expect(log([1, 50]).labels).toEqual(["1", "2", "5", "10", "20", "50"]);
  });
});
