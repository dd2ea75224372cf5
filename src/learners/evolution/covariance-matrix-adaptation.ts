// CMA-ES: evolution with a normal distribution whose covariance follows the steps that did well.
import { cholesky } from "../../base/cholesky.ts";
import { InputError } from "../../base/errors.ts";
import type { Rng } from "../../base/rng.ts";
import { defaultPopulation, type SearchDistribution, weightsByRank } from "./search-distribution.ts";

export interface CmaOptions {
  /** Where the search begins. [dimension] */
  readonly mean: Float64Array;
  /** Standard deviation of every entry at the start. */
  readonly sigma: number;
  /** Vectors per generation; 4 + floor(3 ln n) by default. */
  readonly population?: number;
  /** Whether all covariances are learned, or only the variances. */
  readonly covariance: "full" | "diagonal";
}

/** Entries beyond which only variances are learned: time and memory go with the square, factors with the cube. */
export const mostFull = 500;

/**
 * The (mu/mu_w, lambda)-CMA-ES with weighted recombination, cumulative step-size adaptation and rank-one and rank-mu updates
 * (Hansen 2016, tutorial, equations 30-47 and table 1; no negative weights). *full*: the matrix is factored by Cholesky, and the path of the step
 * size is summed in the coordinates of the draws (Krause, Arbones and Igel 2016), which is the same up to a rotation. *diagonal*: sep-CMA-ES
 * (Ros and Hansen 2008), whose learning rates are (n + 2) / 3 times as large.
 */
export class CovarianceMatrixAdaptation implements SearchDistribution {
  readonly dimension: number;
  readonly population: number;
  readonly mean: Float64Array;
  readonly state: Readonly<Record<string, Float64Array>>;
  readonly #full: boolean;
  /** Weights by rank, positive for the better half. [population] */
  readonly #weights: Float64Array;
  readonly #ranked: Float64Array;
  readonly #rates: Rates;
  /** What was drawn, standard normal, and what it became. [population, dimension] */
  readonly #draws: Float64Array;
  readonly #steps: Float64Array;
  /** Means of both over the better half. [dimension] */
  readonly #draw: Float64Array;
  readonly #step: Float64Array;
  /** Lower triangular factor of the matrix, or roots of the variances. */
  #factor: Float64Array;
  /** [sigma, generation] */
  readonly #scalars: Float64Array;
  readonly #covariance: Float64Array;
  readonly #sigmaPath: Float64Array;
  readonly #covariancePath: Float64Array;

  /** Throws an InputError for sizes and deviations that make no search. */
  constructor({ mean, sigma, covariance, population = defaultPopulation(mean.length) }: CmaOptions) {
    const n = mean.length;
    if (!(sigma > 0 && Number.isFinite(sigma)))
      throw new InputError("sigma", String(sigma), "a number above 0");
    if (!(Number.isInteger(population) && population >= 4 && population <= 1e5))
      throw new InputError("population", String(population), "a whole number from 4 to 100000");
    if (covariance === "full" && n > mostFull)
      throw new InputError("covariance", `"full" with ${n} parameters`, `at most ${mostFull}, or "diagonal"`);
    this.dimension = n;
    this.population = population;
    this.#full = covariance === "full";
    this.#weights = recombinationWeights(population);
    this.#ranked = new Float64Array(population);
    this.#rates = ratesOf(n, this.#weights, this.#full);
    this.#draws = new Float64Array(population * n);
    this.#steps = new Float64Array(population * n);
    this.#draw = new Float64Array(n);
    this.#step = new Float64Array(n);
    this.mean = mean.slice();
    this.#scalars = Float64Array.of(sigma, 0);
    this.#covariance = this.#full ? identity(n) : new Float64Array(n).fill(1);
    this.#factor = this.#covariance.slice();
    this.#sigmaPath = new Float64Array(n);
    this.#covariancePath = new Float64Array(n);
    this.state = {
      mean: this.mean,
      scalars: this.#scalars,
      covariance: this.#covariance,
      sigmaPath: this.#sigmaPath,
      covariancePath: this.#covariancePath,
    };
  }

  get sigma(): number {
    return this.#scalars[0] as number;
  }

  spread(): number {
    const n = this.dimension;
    let trace = 0;
    for (let i = 0; i < n; i++) trace += this.#covariance[this.#full ? i * n + i : i] as number;
    return this.sigma * Math.sqrt(trace / n);
  }

  ask(rng: Rng, out: Float64Array): void {
    const { dimension: n, population, mean } = this;
    const [draws, steps, sigma] = [this.#draws, this.#steps, this.sigma];
    this.#refactor();
    const factor = this.#factor;
    for (let k = 0, row = 0; k < population; k++, row += n) {
      for (let i = 0; i < n; i++) draws[row + i] = rng.normal();
      for (let i = 0; i < n; i++) {
        let step = 0;
        if (this.#full) {
          for (let j = 0; j <= i; j++) step += (factor[i * n + j] as number) * (draws[row + j] as number);
        } else step = (factor[i] as number) * (draws[row + i] as number);
        steps[row + i] = step;
        out[row + i] = (mean[i] as number) + sigma * step;
      }
    }
  }

  tell(fitness: Float64Array): void {
    const { dimension: n, population, mean } = this;
    weightsByRank(fitness, this.#weights, this.#ranked);
    const [draw, step, ranked, sigma] = [this.#draw, this.#step, this.#ranked, this.sigma];
    draw.fill(0);
    step.fill(0);
    for (let k = 0, row = 0; k < population; k++, row += n) {
      const weight = ranked[k] as number;
      if (weight === 0) continue;
      for (let i = 0; i < n; i++) {
        draw[i]! += weight * (this.#draws[row + i] as number);
        step[i]! += weight * (this.#steps[row + i] as number);
      }
    }
    for (let i = 0; i < n; i++) mean[i]! += sigma * (step[i] as number);
    this.#followPaths();
  }

  /** Both paths, then the step size and the covariance that follow them. */
  #followPaths(): void {
    const n = this.dimension;
    const { pathRate, pathDamping, matrixPathRate, mass } = this.#rates;
    const [sigmaPath, covariancePath, scalars] = [this.#sigmaPath, this.#covariancePath, this.#scalars];
    scalars[1]!++;
    const ahead = Math.sqrt(pathRate * (2 - pathRate) * mass);
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const entry = (1 - pathRate) * (sigmaPath[i] as number) + ahead * (this.#draw[i] as number);
      sigmaPath[i] = entry;
      squares += entry * entry;
    }
    const expected = Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
    const settled = Math.sqrt(1 - (1 - pathRate) ** (2 * (scalars[1] as number)));
    const stalled = Math.sqrt(squares) / settled < (1.4 + 2 / (n + 1)) * expected ? 1 : 0;
    const along = stalled * Math.sqrt(matrixPathRate * (2 - matrixPathRate) * mass);
    for (let i = 0; i < n; i++) {
      covariancePath[i] =
        (1 - matrixPathRate) * (covariancePath[i] as number) + along * (this.#step[i] as number);
    }
    this.#adaptCovariance(stalled);
    const change = (pathRate / pathDamping) * (Math.sqrt(squares) / expected - 1);
    // As far as in the reference code: no generation changes the step size by more than a factor of e.
    scalars[0]! *= Math.exp(Math.min(1, change));
  }

  #adaptCovariance(moving: number): void {
    const { dimension: n, population } = this;
    const { rankOne, rankMu, matrixPathRate } = this.#rates;
    const [matrix, path, steps, ranked] = [this.#covariance, this.#covariancePath, this.#steps, this.#ranked];
    // What the path loses while the step size runs ahead of it is kept as variance.
    const kept = 1 - rankOne - rankMu + (1 - moving) * rankOne * matrixPathRate * (2 - matrixPathRate);
    if (!this.#full) {
      for (let i = 0; i < n; i++) {
        let variance = kept * (matrix[i] as number) + rankOne * (path[i] as number) ** 2;
        for (let k = 0; k < population; k++)
          variance += rankMu * (ranked[k] as number) * (steps[k * n + i] as number) ** 2;
        matrix[i] = variance;
      }
      return;
    }
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) matrix[i * n + j]! *= kept;
      const scaled = rankOne * (path[i] as number);
      for (let j = 0; j <= i; j++) matrix[i * n + j]! += scaled * (path[j] as number);
    }
    for (let k = 0, row = 0; k < population; k++, row += n) {
      const weight = rankMu * (ranked[k] as number);
      if (weight === 0) continue;
      for (let i = 0; i < n; i++) {
        const scaled = weight * (steps[row + i] as number);
        for (let j = 0; j <= i; j++) matrix[i * n + j]! += scaled * (steps[row + j] as number);
      }
    }
  }

  /** The factor of the matrix as it stands; where it is too thin to be factored, a little is added to every variance. */
  #refactor(): void {
    const n = this.dimension;
    const matrix = this.#covariance;
    if (!this.#full) {
      for (let i = 0; i < n; i++) this.#factor[i] = Math.sqrt(matrix[i] as number);
      return;
    }
    for (let thin = 1e-12; ; thin *= 10) {
      const factor = cholesky(matrix);
      if (factor !== null) {
        this.#factor = factor;
        return;
      }
      if (!(thin < 1)) throw new Error("a covariance that is no number");
      let trace = 0;
      for (let i = 0; i < n; i++) trace += matrix[i * n + i] as number;
      for (let i = 0; i < n; i++) matrix[i * n + i]! += (thin * trace) / n;
    }
  }
}

function identity(n: number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i * n + i] = 1;
  return matrix;
}

/** ln((population + 1) / 2) - ln(rank), where that is positive, at sum 1. [population] */
export function recombinationWeights(population: number): Float64Array {
  const raw = Float64Array.from({ length: population }, (_, place) =>
    Math.max(0, Math.log((population + 1) / 2) - Math.log(place + 1)),
  );
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => weight / sum);
}

interface Rates {
  /** Number of vectors that a mean with these weights is worth. */
  readonly mass: number;
  readonly pathRate: number;
  readonly pathDamping: number;
  readonly matrixPathRate: number;
  readonly rankOne: number;
  readonly rankMu: number;
}

function ratesOf(n: number, weights: Float64Array, full: boolean): Rates {
  const mass = 1 / weights.reduce((sum, weight) => sum + weight * weight, 0);
  const pathRate = (mass + 2) / (n + mass + 5);
  const faster = full ? 1 : (n + 2) / 3;
  const rankOne = Math.min(1, (faster * 2) / ((n + 1.3) ** 2 + mass));
  const rankMu = Math.min(1 - rankOne, (faster * 2 * (mass - 2 + 1 / mass)) / ((n + 2) ** 2 + mass));
  return {
    mass,
    pathRate,
    pathDamping: 1 + 2 * Math.max(0, Math.sqrt((mass - 1) / (n + 1)) - 1) + pathRate,
    matrixPathRate: (4 + mass / n) / (n + 4 + (2 * mass) / n),
    rankOne,
    rankMu,
  };
}
