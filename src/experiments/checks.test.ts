// A check holds, fails or cannot tell by its interval or by its seeds, never by its mean alone.
import { expect, test } from "vitest";
import type { StudySummary } from "../measures/summary.ts";
import { claimSeeds, combine, evaluateCheck, figure, inWords, ratio } from "./checks.ts";

const summary: StudySummary = { experiment: "x", preset: "x", settings: [] };

const outcome = (perSeed: readonly number[], direction: "at most" | "at least", threshold: number) =>
  evaluateCheck({ name: "check", direction, threshold, figure: () => figure(perSeed) }, summary).holds;

test.each([
  [[0.1, 0.2, 0.3], "at most", 0.5, true],
  [[0.1, 0.2, 0.9], "at most", 0.5, null],
  [[0.6, 0.7, 0.9], "at most", 0.5, false],
  [[0.5], "at most", 0.5, true],
  [[4, 5, 6], "at least", 3, true],
  [[1, 5, 9], "at least", 3, null],
  [[1, 2], "at least", 3, false],
  [[4, Number.NaN, 6], "at least", 3, null],
] as const)("below ten seeds %j %s %d: %s", (perSeed, direction, threshold, holds) => {
  expect(outcome(perSeed, direction, threshold)).toBe(holds);
});

test("from ten seeds on the interval decides, not each seed", () => {
  const perSeed = [0.3, 0.4, 0.35, 0.45, 0.4, 0.38, 0.42, 0.41, 0.39, 0.55];
  expect(perSeed).toHaveLength(claimSeeds);
  expect(outcome(perSeed, "at most", 0.5)).toBe(true);
  expect(outcome(perSeed, "at most", 0.4)).toBe(null);
  expect(outcome(perSeed, "at most", 0.3)).toBe(false);
});

test("a figure that was not measured cannot tell", () => {
  const definition = { name: "check", direction: "at most", threshold: 1, figure: () => null } as const;
  expect(evaluateCheck(definition, summary)).toMatchObject({ value: null, holds: null });
});

test("figures combine seed by seed, and one without seeds stands beside each", () => {
  expect(ratio(figure([1, 2, 3]), figure([2, 2, 4])).perSeed).toEqual([0.5, 1, 0.75]);
  expect(ratio(figure([1, 2, 3]), figure([2])).perSeed).toEqual([0.5, 1, 1.5]);
  expect(combine(figure([4]), figure([1, 9]), Math.max).perSeed).toEqual([4, 9]);
  expect(ratio(figure([1, 2, 3]), figure([2, 2])).mean).toBeNaN();
});

test("words show the interval where there is one", () => {
  expect(inWords(figure([1, 2]))).toBe("1.50");
  expect(inWords(figure([1, Number.NaN, 2]))).toBe("1.50 in 2 of 3 seeds, undefined in the others");
  expect(inWords(figure([Number.NaN]))).toBe("undefined");
  expect(inWords({ perSeed: [], mean: 2, low: 1.5, high: 2.5 })).toBe("2.00 (95 % interval 1.50 to 2.50)");
});
