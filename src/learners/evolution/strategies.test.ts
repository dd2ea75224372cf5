import { describe, expect, test } from "vitest";
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import { CovarianceMatrixAdaptation, recombinationWeights } from "./covariance-matrix-adaptation.ts";
import { NaturalEvolution, rankUtilities } from "./natural-evolution.ts";
import { type SearchDistribution, weightsByRank } from "./search-distribution.ts";

type Cost = (x: Float64Array) => number;

const sphere: Cost = (x) => x.reduce((sum, entry) => sum + (entry - 1) ** 2, 0);
const ellipsoid: Cost = (x) =>
  x.reduce((sum, entry, i) => sum + 1e6 ** (i / (x.length - 1)) * (entry - 1) ** 2, 0);
/** The ellipsoid along other axes: variances alone do not describe it. */
const turned: Cost = (x) => {
  const y = x.slice();
  for (let i = 0; i + 1 < y.length; i++) {
    const [a, b] = [y[i]! - 1, y[i + 1]! - 1];
    y[i] = 1 + (a + b) * Math.SQRT1_2;
    y[i + 1] = 1 + (b - a) * Math.SQRT1_2;
  }
  return ellipsoid(y);
};
const rosenbrock: Cost = (x) => {
  let sum = 0;
  for (let i = 0; i + 1 < x.length; i++) sum += 100 * (x[i + 1]! - x[i]! ** 2) ** 2 + (1 - x[i]!) ** 2;
  return sum;
};

/** Evaluations until the mean costs less than `goal`; Infinity where `most` do not do. */
function evaluations(
  strategy: SearchDistribution,
  cost: Cost,
  goal: number,
  most: number,
  seed: number | string = "search",
): number {
  const { dimension, population } = strategy;
  const rng = Rng.fromSeed(seed);
  const asked = new Float64Array(population * dimension);
  const fitness = new Float64Array(population);
  for (let spent = 0; spent < most; spent += population) {
    if (cost(strategy.mean) < goal) return spent;
    strategy.ask(rng, asked);
    for (let k = 0; k < population; k++)
      fitness[k] = -cost(asked.subarray(k * dimension, (k + 1) * dimension));
    strategy.tell(fitness);
  }
  return Number.POSITIVE_INFINITY;
}

const zeros = (n: number) => new Float64Array(n);
const full = (n: number) =>
  new CovarianceMatrixAdaptation({ mean: zeros(n), sigma: 0.5, covariance: "full" });
const diagonal = (n: number) =>
  new CovarianceMatrixAdaptation({ mean: zeros(n), sigma: 0.5, covariance: "diagonal" });
const natural = (n: number) => new NaturalEvolution({ mean: zeros(n), sigma: 0.5 });

/** Every answer is the vector of ones. Evaluations in 8 dimensions stay below `most`. */
describe.each<[string, Cost, (n: number) => SearchDistribution, number]>([
  ["CMA-ES, sphere", sphere, full, 1500],
  ["CMA-ES, ellipsoid", ellipsoid, full, 5000],
  ["CMA-ES, turned ellipsoid", turned, full, 5000],
  ["separable CMA-ES, sphere", sphere, diagonal, 1500],
  ["separable CMA-ES, ellipsoid", ellipsoid, diagonal, 3000],
  ["natural evolution, sphere", sphere, natural, 3000],
  ["natural evolution, ellipsoid", ellipsoid, natural, 6000],
])("%s", (name, cost, strategy, most) => {
  test("is solved to 1e-9", () => {
    const spent = evaluations(strategy(8), cost, 1e-9, 50_000);
    if (process.env.INNERGAP_FIGURES) console.log(`${name}: ${spent} evaluations`);
    expect(spent).toBeLessThan(most);
  });
});

test("CMA-ES solves Rosenbrock's function, which has a second minimum near (-1, 1, ..., 1), nearly always", () => {
  const spent = Array.from({ length: 10 }, (_, seed) => evaluations(full(8), rosenbrock, 1e-9, 10_000, seed));
  if (process.env.INNERGAP_FIGURES) console.log(`CMA-ES, Rosenbrock: ${spent} evaluations`);
  expect(spent.filter((count) => count < 6000).length).toBeGreaterThanOrEqual(9);
  const caught = full(8);
  expect(evaluations(caught, rosenbrock, 1e-9, 10_000, "search")).toBe(Number.POSITIVE_INFINITY);
  expect(caught.mean[0]).toBeCloseTo(-1, 1);
});

test("the full matrix pays where axes are turned, which variances do not describe", () => {
  const [one, other] = [
    evaluations(full(8), turned, 1e-9, 50_000),
    evaluations(diagonal(8), turned, 1e-9, 50_000),
  ];
  expect(other).toBeGreaterThan(2 * one);
});

test("weights by hand", () => {
  const sum = 2 * Math.log(2.5) - Math.log(2);
  const weights = recombinationWeights(4);
  expect(weights[0]).toBeCloseTo(Math.log(2.5) / sum, 14);
  expect(weights[1]).toBeCloseTo(Math.log(1.25) / sum, 14);
  expect([...weights.slice(2)]).toEqual([0, 0]);
  // ln 3 and ln 1.5 of four, less a quarter each.
  const utilities = rankUtilities(4);
  expect(utilities[0]).toBeCloseTo(Math.log(3) / Math.log(4.5) - 0.25, 14);
  expect(utilities[1]).toBeCloseTo(Math.log(1.5) / Math.log(4.5) - 0.25, 14);
  expect(utilities[3]).toBe(-0.25);
});

test("equally good vectors share the weights of their places", () => {
  const out = new Float64Array(4);
  weightsByRank(Float64Array.of(1, 5, 1, 1), Float64Array.of(0.6, 0.3, 0.1, 0), out);
  [0.4 / 3, 0.6, 0.4 / 3, 0.4 / 3].forEach((weight, index) => {
    expect(out[index]).toBeCloseTo(weight, 14);
  });
});

test("one step of natural evolution by hand", () => {
  const strategy = new NaturalEvolution({
    mean: Float64Array.of(2),
    sigma: 0.5,
    population: 4,
    sigmaRate: 0.2,
  });
  const asked = new Float64Array(4);
  strategy.ask(Rng.fromSeed(1), asked);
  const draws = asked.map((x) => (x - 2) / 0.5);
  expect(draws[1]).toBeCloseTo(-draws[0]!, 12);
  strategy.tell(Float64Array.of(3, 1, 2, 0));
  const u = rankUtilities(4);
  const first = u[0]! * draws[0]! + u[2]! * draws[1]! + u[1]! * draws[2]! + u[3]! * draws[3]!;
  const squares = draws.map((z) => z * z - 1);
  const second = u[0]! * squares[0]! + u[2]! * squares[1]! + u[1]! * squares[2]! + u[3]! * squares[3]!;
  expect(strategy.mean[0]).toBeCloseTo(2 + 0.5 * first, 12);
  expect(strategy.spread()).toBeCloseTo(0.5 * Math.exp(0.1 * second), 12);
});

test("no preference moves no mean of natural evolution, and no deviation", () => {
  const strategy = natural(5);
  strategy.ask(Rng.fromSeed(1), new Float64Array(strategy.population * 5));
  strategy.tell(new Float64Array(strategy.population).fill(7));
  strategy.mean.forEach((entry) => {
    expect(entry).toBeCloseTo(0, 12);
  });
  expect(strategy.spread()).toBeCloseTo(0.5, 12);
});

test.each([
  [() => new CovarianceMatrixAdaptation({ mean: zeros(501), sigma: 1, covariance: "full" }), "at most 500"],
  [() => new CovarianceMatrixAdaptation({ mean: zeros(3), sigma: 0, covariance: "full" }), "sigma: found 0"],
  [
    () => new CovarianceMatrixAdaptation({ mean: zeros(3), sigma: 1, covariance: "full", population: 3 }),
    "population",
  ],
  [() => new NaturalEvolution({ mean: zeros(3), sigma: Number.NaN }), "sigma: found NaN"],
  [() => new NaturalEvolution({ mean: zeros(3), sigma: 1, population: 5 }), "an even number"],
])("what makes no search is refused %#", (make, message) => {
  expect(make).toThrow(InputError);
  expect(make).toThrow(message);
});
