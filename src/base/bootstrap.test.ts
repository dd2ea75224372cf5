// Bootstrap intervals against rliable's, against exact small cases, and by how often they cover.
import { expect, test } from "vitest";
import { bootstrapInterval, bootstrapReplicates, pooled, type Scores } from "./bootstrap.ts";
import { interquartileMean, optimalityGap } from "./interquartile-mean.ts";
import { probabilityOfImprovement } from "./probability-of-improvement.ts";
import { Rng } from "./rng.ts";
import { mean } from "./stats.ts";

const cases = Number(process.env.INNERGAP_CASES ?? 10);

/** [tasks][runs]: seven and five runs on three tasks. */
const one: Scores = [
  [0.11, 0.37, 0.05, 0.42, 0.29, 0.18, 0.33],
  [0.52, 0.48, 0.61, 0.12, 0.55, 0.73, 0.41],
  [0.93, 1.21, 0.77, 1.02, 0.58, 1.4, 0.99],
];
const other: Scores = [
  [0.21, 0.07, 0.15, 0.32, 0.19],
  [0.42, 0.38, 0.51, 0.22, 0.45],
  [0.63, 1.01, 0.87, 0.72, 0.98],
];

/**
 * rliable 1.2.0, library.get_interval_estimates with 50,000 repetitions (20,000 for the probability), three random
 * states: the ends differ among themselves by up to 0.002, for the probability by up to 0.01.
 */
test("the ends are rliable's up to the noise of drawing", () => {
  const options = { repetitions: 20_000 };
  const iqm = bootstrapInterval([one], (tasks) => interquartileMean(pooled(tasks)), {
    rng: Rng.fromSeed("iqm"),
    ...options,
  });
  expect(iqm.estimate).toBeCloseTo(0.5245454545454545, 14);
  expect(Math.abs(iqm.low - 0.44)).toBeLessThan(0.004);
  expect(Math.abs(iqm.high - 0.6045)).toBeLessThan(0.004);
  const average = bootstrapInterval([one], (tasks) => mean(pooled(tasks)), {
    rng: Rng.fromSeed("mean"),
    ...options,
  });
  expect(average.estimate).toBeCloseTo(0.5747619047619048, 14);
  expect(Math.abs(average.low - 0.4921)).toBeLessThan(0.004);
  expect(Math.abs(average.high - 0.6552)).toBeLessThan(0.004);
  const gap = bootstrapInterval([one], (tasks) => optimalityGap(pooled(tasks)), {
    rng: Rng.fromSeed("gap"),
    ...options,
  });
  expect(Math.abs(gap.low - 0.3933)).toBeLessThan(0.004);
  expect(Math.abs(gap.high - 0.5235)).toBeLessThan(0.004);
});

test("probability of improvement and its interval are rliable's", () => {
  const chance = bootstrapInterval([one, other], probabilityOfImprovement, {
    rng: Rng.fromSeed("probability"),
    repetitions: 10_000,
  });
  expect(chance.estimate).toBeCloseTo(0.6857142857142856, 14);
  expect(Math.abs(chance.low - 0.5)).toBeLessThan(0.015);
  expect(Math.abs(chance.high - 0.857)).toBeLessThan(0.015);
});

test("runs are drawn within their task and group, and each group by itself", () => {
  const groups = [
    [[1, 2], [10]],
    [[100, 200, 300], [1000]],
  ];
  bootstrapReplicates(
    groups,
    (...drawn) => {
      drawn.forEach((tasks, group) => {
        tasks.forEach((runs, task) => {
          expect(runs).toHaveLength(groups[group]![task]!.length);
          for (const run of runs) expect(groups[group]![task]).toContain(run);
        });
      });
      return 0;
    },
    { rng: Rng.fromSeed("strata"), repetitions: 30 },
  );
});

test("the mean of two runs takes its three values as often as it should", () => {
  const replicates = bootstrapReplicates([[[0, 1]]], ([runs]) => mean(runs!), {
    rng: Rng.fromSeed("two"),
    repetitions: 40_000,
  });
  const share = (value: number) => replicates.filter((found) => found === value).length / replicates.length;
  expect(share(0)).toBeCloseTo(0.25, 1.8);
  expect(share(0.5)).toBeCloseTo(0.5, 1.8);
  expect(share(1)).toBeCloseTo(0.25, 1.8);
});

test("the same seed gives the same interval; one run gives a point", () => {
  const interval = (seed: string) =>
    bootstrapInterval([one], (tasks) => mean(pooled(tasks)), { rng: Rng.fromSeed(seed), repetitions: 500 });
  expect(interval("a")).toEqual(interval("a"));
  expect(interval("a")).not.toEqual(interval("b"));
  const point = bootstrapInterval([[[0.3]]], ([runs]) => mean(runs!), { rng: Rng.fromSeed("point") });
  expect(point).toEqual({ estimate: 0.3, low: 0.3, high: 0.3 });
});

test("a higher level gives a wider interval, on the same resamples an enclosing one", () => {
  const at = (level: number) =>
    bootstrapInterval([one], (tasks) => mean(pooled(tasks)), { rng: Rng.fromSeed("level"), level });
  expect(at(0.99).low).toBeLessThan(at(0.9).low);
  expect(at(0.99).high).toBeGreaterThan(at(0.9).high);
});

/** Percentile intervals of few runs are known to be too narrow: the factor is sqrt((n - 1) / n) z / t for a mean. */
test("95 % intervals of ten normal runs on four tasks cover mean and interquartile mean nearly as often", () => {
  const rng = Rng.fromSeed("coverage");
  const samples = 12 * cases;
  let [means, middles, differences] = [0, 0, 0];
  for (let sample = 0; sample < samples; sample++) {
    const draw = () => Array.from({ length: 4 }, () => Array.from({ length: 10 }, () => rng.normal()));
    const group = draw();
    const covers = ({ low, high }: { low: number; high: number }) => (low <= 0 && high >= 0 ? 1 : 0);
    const options = { rng: rng.fork(`${sample}`), repetitions: 250 };
    means += covers(bootstrapInterval([group], (tasks) => mean(pooled(tasks)), options));
    middles += covers(bootstrapInterval([group], (tasks) => interquartileMean(pooled(tasks)), options));
    const difference = (x: readonly Float64Array[], y: readonly Float64Array[]) =>
      mean(pooled(x)) - mean(pooled(y));
    differences += covers(bootstrapInterval([group, draw()], difference, options));
  }
  for (const covered of [means, middles, differences]) {
    expect(covered / samples).toBeGreaterThan(0.86);
    expect(covered / samples).toBeLessThanOrEqual(0.99);
  }
});

test("repetitions that are none are refused", () => {
  const options = { rng: Rng.fromSeed("none"), repetitions: 0 };
  expect(() => bootstrapInterval([one], () => 0, options)).toThrow("repetitions");
});
