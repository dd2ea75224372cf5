// Logistic fits against statsmodels, their equations, their recovery, and data that cannot be fitted.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bootstrapMidpoint, logisticFit, logisticMidpoint, NoFitError } from "./logistic.ts";
import { Rng } from "./rng.ts";

const hours = [
  0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5,
];
const passed = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1];

function expectClose(found: readonly number[], expected: readonly number[], tolerance = 1e-9): void {
  found.forEach((value, index) => {
    expect(Math.abs(value / expected[index]! - 1)).toBeLessThan(tolerance);
  });
}

describe("statsmodels 0.15.0", () => {
  test("Logit with one predictor, and the midpoint by the delta method", () => {
    const fit = logisticFit([hours], passed);
    expectClose(fit.coefficients, [-4.077713431087631, 1.5046454283733335]);
    expectClose(fit.standardErrors, [1.7609943141564697, 0.6287208459453852]);
    expectClose(
      fit.covariance.flat(),
      [3.1011009744914153, -1.034503458983418, -1.034503458983418, 0.3952899021262809],
    );
    expectClose([fit.logLikelihood], [-8.029878464344675]);
    const midpoint = logisticMidpoint(fit);
    expectClose([midpoint.estimate, midpoint.standardError], [2.7100826242472498, 0.418833491230993]);
    expectClose([midpoint.high - midpoint.estimate], [1.959963984540054 * 0.418833491230993]);
  });

  test("Logit with two predictors", () => {
    const second = hours.map((_, index) => ((index * 7) % 5) / 2);
    const fit = logisticFit([hours, second], passed);
    expectClose(fit.coefficients, [-3.787494703536742, 1.527171536573922, -0.3548821385202849]);
    expectClose(fit.standardErrors, [1.8715328552604373, 0.6369466766518489, 0.8979239952094538]);
    expectClose([fit.logLikelihood], [-7.950521625553103]);
  });

  test("binomial GLM with counts: the beetles of Bliss (1935)", () => {
    const dose = [1.6907, 1.7242, 1.7552, 1.7842, 1.8113, 1.8369, 1.861, 1.8839];
    const exposed = [59, 60, 62, 56, 63, 59, 62, 60];
    const killed = [6, 13, 18, 28, 52, 53, 61, 60];
    const shares = killed.map((count, index) => count / exposed[index]!);
    const fit = logisticFit([dose], shares, { weights: exposed });
    expectClose(fit.coefficients, [-60.7174545616353, 34.27032573414692], 1e-8);
    expectClose(fit.standardErrors, [5.180711463340782, 2.9121400706357186], 1e-8);
  });
});

test("one predictor of two values gives the log odds ratio of the four counts and its known error", () => {
  const count = fc.integer({ min: 1, max: 60 });
  fc.assert(
    fc.property(count, count, count, count, (a, b, c, d) => {
      const fit = logisticFit([[0, 1]], [a / (a + b), c / (c + d)], { weights: [a + b, c + d] });
      expect(fit.coefficients[0]!).toBeCloseTo(Math.log(a / b), 8);
      expect(fit.coefficients[1]!).toBeCloseTo(Math.log((c * b) / (d * a)), 8);
      expect(fit.standardErrors[1]!).toBeCloseTo(Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d), 8);
    }),
  );
});

test("scaling a predictor scales its slope back; a ridge shrinks the slope", () => {
  const scaled = logisticFit([hours.map((value) => value * 1000)], passed);
  expectClose(scaled.coefficients, [-4.077713431087631, 1.5046454283733335e-3]);
  const slopes = [0, 0.1, 1, 10, 1e6].map(
    (ridge) => logisticFit([hours], passed, { ridge }).coefficients[1]!,
  );
  for (let index = 1; index < slopes.length; index++) expect(slopes[index]!).toBeLessThan(slopes[index - 1]!);
  expect(slopes.at(-1)!).toBeCloseTo(0, 4);
});

test("at a ridge the penalised likelihood equations hold", () => {
  const [ridge, { coefficients }] = [0.7, logisticFit([hours], passed, { ridge: 0.7 })];
  const [b0, b1] = coefficients as [number, number];
  const residuals = hours.map((x, index) => passed[index]! - 1 / (1 + Math.exp(-(b0 + b1 * x))));
  expect(residuals.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 9);
  expect(residuals.reduce((sum, value, index) => sum + value * hours[index]!, 0)).toBeCloseTo(ridge * b1, 9);
});

describe("what cannot be fitted says so", () => {
  test.each([
    ["complete separation", [[1, 2, 3, 4]], [0, 0, 1, 1]],
    ["separation but for a tie", [[1, 2, 2, 3]], [0, 0, 1, 1]],
    ["successes alone", [[1, 2, 3]], [1, 1, 1]],
    ["one value of the predictor without failures", [[0, 0, 0, 1, 1]], [0, 1, 1, 1, 1]],
    [
      "a combination of two predictors",
      [
        [0, 1, 2, 3],
        [1, 0, 3, 2],
      ],
      [0, 1, 0, 1],
    ],
  ])("%s", (_, predictors, outcomes) => {
    expect(() => logisticFit(predictors, outcomes)).toThrow(NoFitError);
    expect(() => logisticFit(predictors, outcomes)).toThrow("separate the outcomes");
  });

  test("and a ridge helps, except where there is no failure at all", () => {
    const { coefficients } = logisticFit([[1, 2, 3, 4]], [0, 0, 1, 1], { ridge: 0.1 });
    expect(-coefficients[0]! / coefficients[1]!).toBeCloseTo(2.5, 8);
    expect(() => logisticFit([[1, 2, 3]], [1, 1, 1], { ridge: 0.1 })).toThrow(NoFitError);
  });

  test("dependent predictors, lists of other lengths, outcomes beyond 0 and 1", () => {
    expect(() => logisticFit([[2, 2, 2]], [0, 1, 0])).toThrow("linearly dependent");
    expect(() => logisticFit([hours, hours], passed)).toThrow("linearly dependent");
    expect(() => logisticFit([[1, 2]], passed)).toThrow("2 values");
    expect(() => logisticFit([[1, 2]], [0, 2])).toThrow("between 0 and 1");
  });

  /** With one predictor, separation can be read off: one outcome's values do not go beyond the other's. */
  test("exactly where one predictor separates, and nowhere else", () => {
    const observations = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 1 })), {
      minLength: 3,
      maxLength: 12,
    });
    fc.assert(
      fc.property(observations, (list) => {
        const xs = list.map(([x]) => x);
        fc.pre(new Set(xs).size > 1);
        const of = (outcome: number) => list.filter(([, y]) => y === outcome).map(([x]) => x);
        const [failures, successes] = [of(0), of(1)];
        const separated =
          Math.max(...failures) <= Math.min(...successes) || Math.max(...successes) <= Math.min(...failures);
        const fitted = () =>
          logisticFit(
            [xs],
            list.map(([, y]) => y),
          );
        if (separated) expect(fitted).toThrow(NoFitError);
        else expect(fitted().coefficients.every(Number.isFinite)).toBe(true);
      }),
    );
  });
});

/** One cluster: a seed with its own level, and shares of successes at five doses. */
function cluster(rng: Rng, spread: number, trials = 8) {
  const level = spread * rng.normal();
  const predictor = [0, 1, 2, 3, 4];
  const outcomes = predictor.map((x) => {
    const chance = 1 / (1 + Math.exp(-1.5 * (x - 2 - level)));
    return (
      Array.from({ length: trials }, () => (rng.unit() < chance ? 1 : 0)).reduce<number>((a, b) => a + b, 0) /
      trials
    );
  });
  return { predictor, outcomes, weights: predictor.map(() => trials) };
}

test("intervals of the midpoint cover it: by the delta method with independent outcomes, by clusters with seeds", () => {
  const rng = Rng.fromSeed("midpoint");
  const samples = 6 * Number(process.env.INNERGAP_CASES ?? 10);
  let [delta, resampled, ignoringSeeds] = [0, 0, 0];
  const covers = ({ low, high }: { low: number; high: number }) => (low <= 2 && high >= 2 ? 1 : 0);
  const fitOf = (clusters: readonly ReturnType<typeof cluster>[]) =>
    logisticFit(
      [clusters.flatMap((one) => one.predictor)],
      clusters.flatMap((one) => one.outcomes),
      { weights: clusters.flatMap((one) => one.weights) },
    );
  for (let sample = 0; sample < samples; sample++) {
    delta += covers(logisticMidpoint(fitOf(Array.from({ length: 5 }, () => cluster(rng, 0)))));
    const seeds = Array.from({ length: 12 }, () => cluster(rng, 0.7));
    ignoringSeeds += covers(logisticMidpoint(fitOf(seeds)));
    resampled += covers(bootstrapMidpoint(seeds, { rng, repetitions: 60 }));
  }
  expect(delta / samples).toBeGreaterThan(0.86);
  expect(resampled / samples).toBeGreaterThan(0.8);
  expect(ignoringSeeds).toBeLessThan(resampled);
});

test("resamples without a fit are counted, and refused where they are many", () => {
  const rng = Rng.fromSeed("few");
  const seeds = hours.map((hour, index) => ({ predictor: [hour], outcomes: [passed[index]!] }));
  const { estimate, low, high, withoutFit } = bootstrapMidpoint(seeds, { rng, repetitions: 300 });
  expect(estimate).toBeCloseTo(2.7100826242472498, 9);
  expect(low).toBeLessThan(estimate);
  expect(high).toBeGreaterThan(estimate);
  expect(withoutFit).toBeGreaterThan(0);
  const two = [
    { predictor: [0, 1], outcomes: [0, 1] },
    { predictor: [0, 1], outcomes: [1, 0] },
  ];
  expect(() => bootstrapMidpoint(two, { rng })).toThrow("resamples have no logistic fit");
});

test("a midpoint belongs to one predictor", () => {
  const second = hours.map((_, index) => index % 3);
  expect(() => logisticMidpoint(logisticFit([hours, second], passed))).toThrow("one predictor");
});
