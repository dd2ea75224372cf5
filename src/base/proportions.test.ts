// Intervals of proportions against statsmodels, and their exact coverage.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Interval } from "./interval.ts";
import { clopperPearsonInterval, wilsonInterval } from "./proportions.ts";

// statsmodels 0.15.0, proportion_confint, methods "wilson" and "beta".
test.each([
  [0, 10, 0.95, [0, 0.2775327998628892], [0, 0.3084971078187607]],
  [3, 10, 0.95, [0.10779126740630099, 0.6032218525388546], [0.0667395111777345, 0.6524528500599973]],
  [10, 10, 0.95, [0.7224672001371107, 1], [0.6915028921812392, 1]],
  [37, 50, 0.95, [0.6044684273515117, 0.8412847250644762], [0.5965523212719344, 0.8536994156034454]],
  [37, 50, 0.9, [0.6275387029219313, 0.827821367900659], [0.6187364440267683, 0.8388254034692106]],
  [291, 300, 0.99, [0.9327547385241484, 0.986905753891772], [0.9345542791499599, 0.9894728334739641]],
  [
    1,
    2000,
    0.95,
    [8.826773070546787e-5, 0.0028268625032662133],
    [1.26588238685579e-5, 0.0027826398346589465],
  ],
])("%i of %i at level %d", (successes, trials, level, wilson, exact) => {
  const ends = ({ low, high }: Interval) => [low, high];
  ends(wilsonInterval(successes, trials, level)).forEach((end, index) => {
    expect(end).toBeCloseTo(wilson[index]!, 12);
  });
  ends(clopperPearsonInterval(successes, trials, level)).forEach((end, index) => {
    expect(Math.abs(end - exact[index]!)).toBeLessThan(1e-8);
  });
});

test("failures are successes seen from the other side; the estimate lies inside", () => {
  const counts = fc
    .integer({ min: 1, max: 400 })
    .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
  fc.assert(
    fc.property(counts, ([successes, trials]) => {
      for (const interval of [wilsonInterval, clopperPearsonInterval]) {
        const there = interval(successes, trials);
        const mirrored = interval(trials - successes, trials);
        expect(there.low).toBeCloseTo(1 - mirrored.high, 8);
        expect(there.low).toBeLessThanOrEqual(there.estimate);
        expect(there.high).toBeGreaterThanOrEqual(there.estimate);
        expect(there.low).toBeGreaterThanOrEqual(0);
        expect(there.high).toBeLessThanOrEqual(1);
      }
    }),
  );
});

/** Probability, summed over all outcomes, that the interval holds the proportion. */
function coverage(
  interval: (successes: number, trials: number) => Interval,
  trials: number,
  truth: number,
): number {
  let [covered, chance] = [0, (1 - truth) ** trials];
  for (let successes = 0; successes <= trials; successes++) {
    const { low, high } = interval(successes, trials);
    if (low <= truth && truth <= high) covered += chance;
    chance *= ((trials - successes) / (successes + 1)) * (truth / (1 - truth));
  }
  return covered;
}

test("Clopper and Pearson cover every proportion at least as often as promised, Wilson on average", () => {
  for (const trials of [5, 20, 60]) {
    const truths = Array.from({ length: 99 }, (_, index) => (index + 1) / 100);
    for (const truth of truths) {
      expect(coverage(clopperPearsonInterval, trials, truth)).toBeGreaterThan(0.95 - 1e-9);
    }
    const average =
      truths.reduce((sum, truth) => sum + coverage(wilsonInterval, trials, truth), 0) / truths.length;
    expect(average).toBeGreaterThan(0.945);
    expect(average).toBeLessThan(0.965);
  }
});

test("without trials nothing is known; counts that cannot be are refused", () => {
  expect(wilsonInterval(0, 0)).toEqual({ estimate: Number.NaN, low: 0, high: 1 });
  expect(clopperPearsonInterval(0, 0)).toEqual({ estimate: Number.NaN, low: 0, high: 1 });
  expect(() => wilsonInterval(3, 2)).toThrow("3 successes in 2 trials");
  expect(() => clopperPearsonInterval(0.5, 2)).toThrow();
});
