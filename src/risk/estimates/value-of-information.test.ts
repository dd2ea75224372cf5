// Values of information against closed forms and nested sampling: S15 (e), normal and Beta examples, and what they must obey.
import "../../../tests/support/seeded.ts";
import * as fc from "fast-check";
import jstat from "jstat";
import { describe, expect, test } from "vitest";
import { printFigures } from "../../../tests/support/figures.ts";
import { programOf } from "../../../tests/support/risk-programs.ts";
import { Rng } from "../../base/rng.ts";
import { bernoulli, beta, normal } from "../distributions.ts";
import type { RiskProgram } from "../program.ts";
import { binomialLikelihood } from "./binomial-likelihood.ts";
import { sobolIndices } from "./sobol-indices.ts";
import {
  type InformationOptions,
  type InformationValues,
  valueOfInformation,
} from "./value-of-information.ts";
import { finished } from "./work.ts";

function valuesOf(program: RiskProgram, options: InformationOptions = {}): InformationValues {
  return finished(valueOfInformation(program, options));
}

const part = (values: InformationValues, name: string) => values.parts.find((one) => one.name === name)!;

const abstain = { abstain: () => 0 };

/** Deploying pays 1 - 2 p, abstaining 0. */
const deployment = (p: Parameters<typeof programOf>[0][string]) =>
  programOf(
    { p },
    { deploy: ([share]) => 1 - 2 * share!, ...abstain },
    {
      outcome: "p",
      options: ["deploy", "abstain"],
    },
  );

describe("S15 (e): deploying pays 1 - 2 p with p uniform, abstaining 0", () => {
  test("EVPI and the EVPPI of p are .25, within .002", () => {
    const found = valuesOf(deployment((u) => u));
    expect(Math.abs(found.everything.estimate - 0.25)).toBeLessThan(0.002);
    expect(Math.abs(part(found, "p").perfect.estimate - 0.25)).toBeLessThan(0.002);
    expect(found).toMatchObject({ stake: "payoff", settled: false, next: { name: "p", second: null } });
    expect(found.decision!.options.map(({ best }) => best)).toEqual([
      expect.closeTo(0.5, 2),
      expect.closeTo(0.5, 2),
    ]);
    expect(found.decision!.flips).toBe(true);
  });

  test("n observations are worth their preposterior value, which rises from 1/6 of one to .25", () => {
    for (const observations of [1, 2, 5, 10, 40, 200]) {
      let exact = 0;
      for (let k = 0; k <= observations; k++) {
        exact += Math.max(0, 1 - (2 * (k + 1)) / (observations + 2)) / (observations + 1);
      }
      const found = valuesOf(
        deployment((u) => u),
        { observations },
      );
      expect(Math.abs(part(found, "p").observed!.estimate - exact)).toBeLessThan(0.001);
      expect(found.next!.worth).toEqual(part(found, "p").observed);
    }
  });
});

describe("closed forms", () => {
  test("a Beta leaf: EVPPI by the incomplete integral, EVSI by the beta-binomial", () => {
    const [a, b, observations] = [2.5, 4, 12];
    const found = valuesOf(deployment(beta(a, b)), { observations });
    const lnBeta = (x: number, y: number) => logGamma(x) + logGamma(y) - logGamma(x + y);
    let evsi = 0;
    for (let k = 0; k <= observations; k++) {
      const logChance =
        logGamma(observations + 1) -
        logGamma(k + 1) -
        logGamma(observations - k + 1) +
        lnBeta(a + k, b + observations - k) -
        lnBeta(a, b);
      evsi += Math.exp(logChance) * Math.max(0, 1 - (2 * (a + k)) / (a + b + observations));
    }
    const without = Math.max(0, 1 - (2 * a) / (a + b));
    const steps = 200_000;
    let evppi = 0;
    for (let step = 0; step < steps; step++) {
      const p = (step + 0.5) / steps;
      const density = Math.exp((a - 1) * Math.log(p) + (b - 1) * Math.log(1 - p) - lnBeta(a, b));
      evppi += (Math.max(0, 1 - 2 * p) * density) / steps;
    }
    expect(Math.abs(part(found, "p").perfect.estimate - (evppi - without))).toBeLessThan(5e-4);
    expect(Math.abs(part(found, "p").observed!.estimate - (evsi - without))).toBeLessThan(5e-4);
  });

  test("two options whose difference is m + sum of normal variables: EVPPI of each by the unit normal loss", () => {
    const deviations = [1, 2, 0.25];
    const m = 0.7;
    const program = programOf(
      Object.fromEntries(deviations.map((deviation, index) => [`x${index}`, normal(0, deviation)])),
      { go: (values) => m + values.reduce((sum, value) => sum + value, 0), ...abstain },
      { outcome: "go", options: ["go", "abstain"] },
    );
    // E max(0, D) - max(0, E D) of D normal with mean m and deviation s.
    const loss = (s: number) => s * density(m / s) - m * jstat.jStat.normal.cdf(-m / s, 0, 1);
    const found = valuesOf(program);
    for (const [index, deviation] of deviations.entries()) {
      expect(Math.abs(part(found, `x${index}`).perfect.estimate - loss(deviation))).toBeLessThan(0.003);
      expect(part(found, `x${index}`).observed).toBeNull();
    }
    expect(Math.abs(found.everything.estimate - loss(Math.hypot(...deviations)))).toBeLessThan(0.003);
    expect(found.parts.map(({ name }) => name)).toEqual(["x1", "x0", "x2"]);
    expect(found.next).toBeNull();
  });

  test("an event that is known or not: a fair coin decides which option pays", () => {
    const program = programOf(
      { coin: bernoulli(0.3), noise: (u) => u },
      { go: ([coin, noise]) => (coin === 1 ? 2 : -1) + noise! - 0.5, ...abstain },
      { outcome: "go", options: ["go", "abstain"] },
    );
    const found = valuesOf(program);
    expect(Math.abs(part(found, "coin").perfect.estimate - 0.6)).toBeLessThan(0.002);
    // Knowing the noise, going is worth noise - 0.6, where that is above 0.
    expect(Math.abs(part(found, "noise").perfect.estimate - 0.08)).toBeLessThan(0.002);
    // Trials that succeed with probability 0 or 1 tell all at once.
    expect(part(found, "coin").observed!.estimate).toBeCloseTo(part(found, "coin").perfect.plugIn, 9);
    expect(found.next!.name).toBe("coin");
  });

  test("nested sampling agrees on a model that is not additive", () => {
    const program = programOf(
      { x: beta(2, 3), y: beta(1, 2), z: (u) => u },
      { go: ([x, y, z]) => x! * y! - 0.2 * z! - 0.03, ...abstain },
      { outcome: "go", options: ["go", "abstain"] },
    );
    const found = valuesOf(program);
    const rng = Rng.fromSeed(5);
    for (const [index, name] of ["x", "y", "z"].entries()) {
      const stream = rng.fork(name);
      const nested: number[] = [];
      const all: number[] = [];
      // The inner mean is exact: the payoff is linear in each of the others.
      for (let outer = 0; outer < 40_000; outer++) {
        const values = [0.4, 1 / 3, 0.5];
        values[index] = program.inputs[index]!.quantile((stream.uint32() + 0.5) / 2 ** 32);
        const payoff = values[0]! * values[1]! - 0.2 * values[2]! - 0.03;
        nested.push(Math.max(0, payoff));
        all.push(payoff);
      }
      const average = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
      const exact = average(nested) - Math.max(0, 0.4 / 3 - 0.1 - 0.03);
      expect(Math.abs(part(found, name).perfect.estimate - exact)).toBeLessThan(0.0012);
    }
  });
});

describe("bias", () => {
  test("plug-in is too high and cross-fitted too low; their mixture misses by less than either", () => {
    const seeds = 40;
    // Little is known from x beside the noise, and the choice is close: where both errors are largest.
    const program = programOf(
      { x: normal(0, 0.1), noise: normal(0, 1) },
      { go: ([x, noise]) => x! + noise!, ...abstain },
      { outcome: "go", options: ["go", "abstain"] },
    );
    const exact = 0.1 * density(0);
    const sum = { plugIn: 0, crossFitted: 0, mixed: 0 };
    for (let seed = 0; seed < seeds; seed++) {
      const { perfect } = part(
        valuesOf(program, { draws: 2 ** 13, seed, points: "random", about: ["x"] }),
        "x",
      );
      sum.plugIn += perfect.plugIn / seeds;
      sum.crossFitted += perfect.crossFitted / seeds;
      sum.mixed += perfect.estimate / seeds;
    }
    const row = { draws: 2 ** 13, exact, ...sum };
    printFigures("information-bias", "Mean EVPPI of a faint normal signal over 40 seeds, 128 bins", [row]);
    expect(sum.plugIn).toBeGreaterThan(exact);
    expect(sum.crossFitted).toBeLessThan(exact);
    expect(Math.abs(sum.mixed - exact)).toBeLessThan(Math.abs(sum.plugIn - exact) / 2);
    expect(Math.abs(sum.mixed - exact)).toBeLessThan(Math.abs(sum.crossFitted - exact));
  });
});

describe("laws", () => {
  const payoff = fc.tuple(
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.double({ min: -2, max: 2, noNaN: true }),
    fc.double({ min: -2, max: 2, noNaN: true }),
  );

  test("0 <= EVSI <= plug-in EVPPI <= EVPI; more observations are worth no less", () => {
    fc.assert(
      fc.property(fc.array(payoff, { minLength: 2, maxLength: 3 }), fc.nat(50), (payoffs, seed) => {
        const options = payoffs.map((_, index) => `option ${index}`);
        const quantities = payoffs.map(
          ([base, x, xy], index) =>
            [`option ${index}`, ([u, v]: readonly number[]) => base + x * u! + xy * u! * v!] as const,
        );
        const program = programOf(
          { u: (share) => share, v: (share) => share ** 2 },
          Object.fromEntries(quantities),
          {
            outcome: "option 0",
            options,
          },
        );
        let before = 0;
        for (const observations of [1, 3, 10]) {
          const found = valuesOf(program, { draws: 2048, seed, observations });
          const { perfect, observed } = part(found, "u");
          expect(observed!.estimate).toBeGreaterThanOrEqual(before - 1e-9);
          expect(perfect.plugIn).toBeGreaterThanOrEqual(observed!.estimate - 1e-9);
          expect(found.everything.estimate).toBeGreaterThanOrEqual(perfect.plugIn - 1e-9);
          before = observed!.estimate;
        }
      }),
      { numRuns: 25 },
    );
  });

  test("without a decision, the worth of a part over the variance is its first-order index", () => {
    const program = programOf(
      { x: beta(2, 2), y: beta(4, 2), z: beta(1, 3) },
      { outcome: ([x, y, z]) => x! * y! * z! },
    );
    const found = valuesOf(program);
    const { indices, variance } = finished(
      sobolIndices(program, "outcome", { base: 2 ** 15, repetitions: 10 }),
    );
    expect(found).toMatchObject({ stake: "squared error", decision: null, settled: false });
    expect(found.everything.estimate).toBeCloseTo(variance, 4);
    for (const { input, first } of indices) {
      const share = part(found, input).perfect.estimate / found.everything.estimate;
      expect(Math.abs(share - first!.estimate)).toBeLessThan(0.005);
    }
    expect(found.next!.name).toBe("z");
  });

  test("observing a probability that is itself asked about leaves the Beta's posterior variance", () => {
    const [a, b, observations] = [3, 5, 20];
    const variance = (a * b) / ((a + b) ** 2 * (a + b + 1));
    const found = valuesOf(programOf({ p: beta(a, b) }, {}, { outcome: "p" }), { observations });
    // The expected posterior variance is the prior one times (a + b) / (a + b + n).
    const exact = (variance * observations) / (a + b + observations);
    expect(Math.abs(part(found, "p").observed!.estimate / exact - 1)).toBeLessThan(0.003);
  });

  test("where one option is best whatever holds, nothing is worth asking", () => {
    const program = programOf(
      { p: (u) => u },
      { deploy: ([p]) => 1 + p!, ...abstain },
      { outcome: "p", options: ["deploy", "abstain"] },
    );
    const found = valuesOf(program);
    expect(found).toMatchObject({ settled: true, next: null, everything: { estimate: 0 } });
    expect(found.decision).toMatchObject({ chosen: "deploy", flips: false });
    expect(part(found, "p")).toMatchObject({ negligible: true, perfect: { estimate: 0 } });
    expect(valuesOf(programOf({ p: (u) => u }, { outcome: () => 2 })).settled).toBe(true);
  });

  test("quantities that depend on several inputs can be asked about, and unknown names are refused", () => {
    const program = programOf(
      { x: (u) => u, y: (u) => u },
      { half: ([x, y]) => (x! + y!) / 2, deploy: ([x, y]) => 1 - x! - y!, ...abstain },
      { outcome: "half", options: ["deploy", "abstain"] },
    );
    const found = valuesOf(program, { about: ["half", "x"] });
    expect(part(found, "half").perfect.estimate).toBeCloseTo(found.everything.estimate, 3);
    expect(part(found, "half").perfect.estimate).toBeGreaterThan(part(found, "x").perfect.estimate);
    const unseen = valuesOf(program, { about: ["half", "x"], observable: ["x"] });
    expect(part(unseen, "half").observed).toBeNull();
    expect(unseen.next).toMatchObject({ name: "x", second: null, ahead: true });
    expect(() => valuesOf(program, { about: ["hlaf"] })).toThrow('about: found "hlaf"');
    expect(() => valuesOf(program, { observations: 0 })).toThrow("observations: found 0");
  });
});

test("binomial likelihoods sum to 1 and equal products of small cases", () => {
  const probabilities = Float64Array.of(0, 1e-9, 0.25, 0.5, 1);
  for (const trials of [1, 3, 1000]) {
    const rows = binomialLikelihood(trials, probabilities);
    probabilities.forEach((_, index) => {
      expect(rows.reduce((sum, row) => sum + row[index]!, 0)).toBeCloseTo(1, 10);
    });
  }
  expect(binomialLikelihood(3, Float64Array.of(0.25)).map(([one]) => one! * 64)).toEqual([
    expect.closeTo(27, 10),
    expect.closeTo(27, 10),
    expect.closeTo(9, 10),
    expect.closeTo(1, 10),
  ]);
});

const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** Lanczos' approximation with g = 7, to 1e-13: not what the estimators rest on. */
function logGamma(x: number): number {
  const coefficients = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  const t = x - 1 + 7.5;
  const series = coefficients.reduce((sum, c, index) => (index === 0 ? c : sum + c / (x - 1 + index)), 0);
  return Math.log(Math.sqrt(2 * Math.PI) * series) + (x - 0.5) * Math.log(t) - t;
}
