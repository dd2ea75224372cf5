import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { normalDistribution } from "../base/normal.ts";
import type { Distribution } from "./distribution.ts";
import * as distributions from "./distributions.ts";
import { normalShares } from "./normal-shares.ts";

const { beta, gamma } = distributions;

/** Each with its density, written down anew. */
const continuous: readonly (readonly [Distribution, density: (x: number) => number])[] = [
  [distributions.uniform(-2, 3), () => 1 / 5],
  [distributions.normal(1, 2), (x) => Math.exp(-((x - 1) ** 2) / 8) / (2 * Math.sqrt(2 * Math.PI))],
  [
    distributions.lognormal(0.3, 0.8),
    (x) => Math.exp(-((Math.log(x) - 0.3) ** 2) / 1.28) / (0.8 * x * Math.sqrt(2 * Math.PI)),
  ],
  [
    distributions.logitNormal(-1, 0.7),
    (x) =>
      Math.exp(-((Math.log(x / (1 - x)) + 1) ** 2) / 0.98) / (0.7 * x * (1 - x) * Math.sqrt(2 * Math.PI)),
  ],
  [distributions.triangular(0, 1, 4), (x) => (x < 1 ? x / 2 : (4 - x) / 6)],
  [distributions.exponential(3), (x) => Math.exp(-x / 3) / 3],
  [beta(2, 3), (x) => 12 * x * (1 - x) ** 2],
  [beta(1, 1), () => 1],
  [beta(5, 1), (x) => 5 * x ** 4],
  [gamma(3, 2), (x) => (x * x * Math.exp(-x / 2)) / 16],
];

/** Gauss-Legendre with five points on each of many cells. */
function integral(f: (x: number) => number, from: number, to: number, cells = 400): number {
  const rule = [
    [0, 128 / 225],
    [Math.sqrt(5 - 2 * Math.sqrt(10 / 7)) / 3, (322 + 13 * Math.sqrt(70)) / 900],
    [Math.sqrt(5 + 2 * Math.sqrt(10 / 7)) / 3, (322 - 13 * Math.sqrt(70)) / 900],
  ] as const;
  const half = (to - from) / cells / 2;
  let sum = 0;
  for (let cell = 0; cell < cells; cell++) {
    const middle = from + (2 * cell + 1) * half;
    for (const [at, weight] of rule) {
      sum += weight * half * (at === 0 ? f(middle) : f(middle - at * half) + f(middle + at * half));
    }
  }
  return sum;
}

describe.each(continuous.map(([one, density]) => [one.text, one, density] as const))(
  "%s",
  (_, one, density) => {
    test("between two quantiles lies the difference of their shares", () => {
      const shares = [1e-4, 0.01, 0.25, 0.5, 0.77, 0.99, 0.9999];
      for (let index = 1; index < shares.length; index++) {
        const [low, high] = [one.quantile(shares[index - 1]!), one.quantile(shares[index]!)];
        expect(integral(density, low, high)).toBeCloseTo(shares[index]! - shares[index - 1]!, 9);
      }
    });

    test("mean and deviation are those of its density", () => {
      const [low, high] = [one.quantile(1e-13), one.quantile(1 - 1e-13)];
      const mean = integral((x) => x * density(x), low, high, 20_000);
      const variance = integral((x) => (x - mean) ** 2 * density(x), low, high, 20_000);
      expect(one.mean / mean).toBeCloseTo(1, 5);
      expect(one.deviation / Math.sqrt(variance)).toBeCloseTo(1, 4);
    });
  },
);

test("quantiles of beta and gamma are SciPy's to 1e-9 of the deviation, 1e-8 at the largest shapes", () => {
  const text = readFileSync(new URL("quantiles.scipy.json", import.meta.url), "utf8");
  const rows: ["beta" | "gamma", number, number, number, number][] = JSON.parse(text);
  expect(rows.length).toBeGreaterThan(70);
  for (const [name, a, b, share, expected] of rows) {
    const one = name === "beta" ? beta(a, b) : gamma(a, b);
    const error = Math.abs(one.quantile(share) - expected) / one.deviation;
    expect(error, `${one.text} at ${share}`).toBeLessThan(a > 1e4 ? 1e-8 : 1e-9);
  }
});

test("tables are within 1e-7 of a deviation of the quantiles, tails included", () => {
  const shares = Float64Array.from([
    ...Array.from({ length: 4000 }, (_, index) => (index + 0.37) / 4000),
    ...Array.from({ length: 150 }, (_, index) => 10 ** -(4 + index / 12)),
    ...Array.from({ length: 150 }, (_, index) => 1 - 10 ** -(4 + index / 13)),
  ]);
  const columns = new Float64Array(shares.length);
  const tabulated = [
    ...[
      [0.5, 0.5],
      [1.5, 0.5],
      [0.3, 5],
      [2, 3],
      [14.5, 2.5],
      [19, 1],
      [100, 200],
      [1e4, 1e4],
      [0.3, 1e5],
    ].map(([a, b]) => beta(a!, b!)),
    ...[0.3, 1, 5, 1e5].map((shape) => gamma(shape, 1.7)),
    distributions.normal(3, 2),
    // Not tabulated: the same to the last digit.
    beta(0.01, 0.2),
  ];
  for (const one of tabulated) {
    one.fill(shares, columns, shares.length);
    let worst = 0;
    for (let i = 0; i < shares.length; i++) {
      const error = Math.abs(columns[i]! - one.quantile(shares[i]!)) / one.deviation;
      worst = error <= worst ? worst : error;
    }
    expect(worst, one.text).toBeLessThan(1e-7);
  }
});

test("quantiles never fall, from the least share to the largest", () => {
  const all = [
    ...continuous.map(([one]) => one),
    beta(0.001, 1e5),
    beta(1e5, 0.001),
    gamma(0.001, 1),
    gamma(1e5, 1),
  ];
  const shares = Float64Array.from([
    Number.MIN_VALUE,
    1e-300,
    1e-20,
    ...Array.from({ length: 500 }, (_, index) => (index + 0.5) / 500),
    1 - 1e-15,
    1 - 2 ** -53,
  ]);
  for (const one of all) {
    const values = new Float64Array(shares.length);
    one.fill(shares, values, shares.length);
    expect(
      values.every((value) => value >= one.support[0] && value <= one.support[1]),
      one.text,
    ).toBe(true);
    for (let i = 1; i < values.length; i++) {
      expect(values[i]! - values[i - 1]!, `${one.text} at ${shares[i]}`).toBeGreaterThan(
        -1e-7 * one.deviation,
      );
    }
  }
});

test("discrete values come in the order of their shares", () => {
  const one = distributions.discrete([-1, 2, 5], [0.25, 0.5, 0.25]);
  expect([0.1, 0.25, 0.26, 0.75, 0.76, 0.999].map((share) => one.quantile(share))).toEqual([
    -1, -1, 2, 2, 5, 5,
  ]);
  expect(one.mean).toBe(2);
  expect(one.deviation).toBeCloseTo(Math.sqrt(4.5), 12);
  const coin = distributions.bernoulli(0.3);
  expect([0.69, 0.71].map((share) => coin.quantile(share))).toEqual([0, 1]);
});

test("shares of normal columns are within 2e-10, and 3e-7 of their size in the far tail", () => {
  const z = Float64Array.from({ length: 20_011 }, (_, index) => -10 + index / 1000.3);
  const out = new Float64Array(z.length);
  normalShares(z, out, z.length);
  for (let i = 0; i < z.length; i++) {
    const exact = normalDistribution(z[i]!);
    const error = Math.abs(out[i]! - exact);
    if (error > 2e-10 || error > 3e-7 * exact) expect.fail(`${error} at ${z[i]}`);
  }
});
