// Grids and random points: every combination once, inside their ranges, more of them beginning with the same.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { type Dimension, gridPoints, pointKey, randomPoints, type SearchPoint } from "./search-space.ts";

const list = (path: string, ...values: (number | string)[]): Dimension => ({
  path,
  values: { kind: "list", values },
});
const range = (
  path: string,
  scale: "uniform" | "log" | "whole",
  low: number,
  high: number,
  count: number | null = null,
): Dimension => ({ path, values: { kind: "range", scale, low, high, count } });
const valuesOf = (points: readonly SearchPoint[]) => points.map((point) => point.map(({ value }) => value));

describe("a grid", () => {
  test("is every combination, the last dimension fastest", () => {
    expect(valuesOf(gridPoints([list("a", 1, 2), list("b", "x", "y", "z")]))).toEqual([
      [1, "x"],
      [1, "y"],
      [1, "z"],
      [2, "x"],
      [2, "y"],
      [2, "z"],
    ]);
  });

  test("takes equal steps, equal ratios and whole numbers from ranges, both ends among them", () => {
    expect(valuesOf(gridPoints([range("a", "uniform", 0, 1, 5)])).flat()).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(valuesOf(gridPoints([range("a", "log", 1e-4, 1e-2, 5)])).flat()).toEqual([
      0.0001, 0.000316228, 0.001, 0.00316228, 0.01,
    ]);
    expect(valuesOf(gridPoints([range("a", "whole", 2, 9, 3)])).flat()).toEqual([2, 6, 9]);
  });

  test.each([
    [[], "--vary"],
    [[list("a")], "--vary a"],
    [[list("a", 1, 1)], "--vary a"],
    [[list("a", 1), list("a", 2)], "--vary a"],
    [[range("a", "log", 1e-4, 1e-2)], "--vary a"],
    [[range("a", "uniform", 2, 1, 3)], "--vary a"],
    [[range("a", "uniform", 0, Number.POSITIVE_INFINITY, 3)], "--vary a"],
    [[range("a", "log", 0, 1, 3)], "--vary a"],
    [[range("a", "whole", 0.5, 2, 2)], "--vary a"],
    [[range("a", "whole", 1, 3, 4)], "--vary a"],
    [[range("a", "uniform", 0, 1, 0)], "--vary a"],
    [[range("a", "uniform", 0, 1, 101), range("b", "uniform", 0, 1, 100)], "the grid"],
  ])("refuses %j", (dimensions, place) => {
    const refused = () => gridPoints(dimensions as Dimension[]);
    expect(refused).toThrow(InputError);
    expect(refused).toThrow(new RegExp(`^${place}: found`));
  });
});

describe("random points", () => {
  const space = [
    range("rate", "log", 1e-5, 1e-1),
    range("share", "uniform", -1, 3),
    range("size", "whole", 4, 7),
    list("kind", "x", "y"),
  ];

  test("lie inside, are all different, and more of them begin with the same ones", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(5), (count, seed) => {
        const points = randomPoints(space, count, seed);
        expect(new Set(points.map(pointKey)).size).toBe(count);
        expect(randomPoints(space, count + 7, seed).slice(0, count)).toEqual(points);
        for (const [rate, share, size, kind] of valuesOf(points) as [number, number, number, string][]) {
          expect(rate >= 1e-5 && rate <= 1e-1 && share >= -1 && share <= 3).toBe(true);
          expect([4, 5, 6, 7]).toContain(size);
          expect(["x", "y"]).toContain(kind);
        }
      }),
      { numRuns: 20 },
    );
  });

  test("are uniform in what the range says: thirds hold a third each", () => {
    const points = valuesOf(randomPoints(space, 3000, 1)) as [number, number, number, string][];
    const sharesBelow = (value: (point: (typeof points)[number]) => number, ends: readonly number[]) =>
      ends.map((end) => points.filter((point) => value(point) < end).length / points.length);
    // Five standard errors of a share of 1/3 among 3,000.
    const tolerance = 5 * Math.sqrt(((1 / 3) * (2 / 3)) / 3000);
    for (const [found, expected] of [
      [sharesBelow(([rate]) => Math.log10(rate), [-11 / 3, -7 / 3]), [1 / 3, 2 / 3]],
      [sharesBelow(([, share]) => share, [1 / 3, 5 / 3]), [1 / 3, 2 / 3]],
      [sharesBelow(([, , size]) => size, [5, 6, 7]), [1 / 4, 1 / 2, 3 / 4]],
    ] as const) {
      found.forEach((share, index) => {
        expect(Math.abs(share - expected[index]!)).toBeLessThan(tolerance);
      });
    }
  });

  test("a dimension more leaves the values of the others as they were", () => {
    const [few, more] = [randomPoints(space.slice(0, 2), 5, 3), randomPoints(space, 5, 3)];
    expect(more.map((point) => point.slice(0, 2))).toEqual(few);
  });

  test("are as many as there are, and no more", () => {
    const small = [list("a", 1, 2), list("b", 1, 2)];
    expect(randomPoints(small, 4, 0)).toHaveLength(4);
    expect(() => randomPoints(small, 5, 0)).toThrow(/found 4 different ones/);
    expect(() => randomPoints(small, 0, 0)).toThrow(InputError);
    expect(() => randomPoints(small, 10_001, 0)).toThrow(InputError);
  });
});
