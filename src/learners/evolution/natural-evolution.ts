// Natural evolution strategies: a normal distribution that follows the natural gradient of the expected rank.
import { InputError } from "../../base/errors.ts";
import type { Rng } from "../../base/rng.ts";
import { defaultPopulation, type SearchDistribution, weightsByRank } from "./search-distribution.ts";

export interface NaturalEvolutionOptions {
  /** Where the search begins. [dimension] */
  readonly mean: Float64Array;
  /** Standard deviation of every entry at the start. */
  readonly sigma: number;
  /** Vectors per generation, an even number where they are mirrored; 4 + floor(3 ln n) by default, rounded up to even. */
  readonly population?: number;
  /** Of the mean; 1 by default. */
  readonly meanRate?: number;
  /** Of the deviations; (3 + ln n) / (5 sqrt n) by default. 0 keeps them, as Salimans et al. (2017) do. */
  readonly sigmaRate?: number;
  /** Whether every draw comes with its opposite, which halves the noise of the gradient; true by default. */
  readonly mirrored?: boolean;
}

/**
 * Separable natural evolution (Schaul, Glasmachers and Schmidhuber 2011, "High dimensions and heavy tails for natural evolution strategies", algorithm
 * SNES): mean += rate x sigma x sum u z, sigma *= exp(rate / 2 x sum u (z^2 - 1)), entry by entry, with utilities u by rank. With a sigmaRate of 0
 * and mirrored draws this is the strategy of Salimans et al. (2017) with ranks for returns and plain steps for Adam's.
 */
export class NaturalEvolution implements SearchDistribution {
  readonly dimension: number;
  readonly population: number;
  readonly mean: Float64Array;
  readonly state: Readonly<Record<string, Float64Array>>;
  readonly #sigmas: Float64Array;
  readonly #utilities: Float64Array;
  readonly #ranked: Float64Array;
  readonly #draws: Float64Array;
  readonly #meanRate: number;
  readonly #sigmaRate: number;
  readonly #mirrored: boolean;

  /** Throws an InputError for sizes and deviations that make no search. */
  constructor(options: NaturalEvolutionOptions) {
    const { mean, sigma, mirrored = true } = options;
    const n = mean.length;
    const population = options.population ?? 2 * Math.ceil(defaultPopulation(n) / 2);
    if (!(sigma > 0 && Number.isFinite(sigma)))
      throw new InputError("sigma", String(sigma), "a number above 0");
    if (!(Number.isInteger(population) && population >= 4 && population <= 1e5))
      throw new InputError("population", String(population), "a whole number from 4 to 100000");
    if (mirrored && population % 2 === 1)
      throw new InputError("population", String(population), "an even number, or no mirrored draws");
    this.dimension = n;
    this.population = population;
    this.mean = mean.slice();
    this.#sigmas = new Float64Array(n).fill(sigma);
    this.#utilities = rankUtilities(population);
    this.#ranked = new Float64Array(population);
    this.#draws = new Float64Array(population * n);
    this.#meanRate = options.meanRate ?? 1;
    this.#sigmaRate = options.sigmaRate ?? (3 + Math.log(n)) / (5 * Math.sqrt(n));
    this.#mirrored = mirrored;
    this.state = { mean: this.mean, sigmas: this.#sigmas };
  }

  spread(): number {
    return Math.sqrt(this.#sigmas.reduce((sum, sigma) => sum + sigma * sigma, 0) / this.dimension);
  }

  ask(rng: Rng, out: Float64Array): void {
    const { dimension: n, population, mean } = this;
    const [draws, sigmas] = [this.#draws, this.#sigmas];
    for (let k = 0, row = 0; k < population; k++, row += n) {
      const opposite = this.#mirrored && k % 2 === 1;
      for (let i = 0; i < n; i++) {
        const draw = opposite ? -(draws[row - n + i] as number) : rng.normal();
        draws[row + i] = draw;
        out[row + i] = (mean[i] as number) + (sigmas[i] as number) * draw;
      }
    }
  }

  tell(fitness: Float64Array): void {
    const { dimension: n, population, mean } = this;
    const [draws, sigmas, ranked] = [this.#draws, this.#sigmas, this.#ranked];
    weightsByRank(fitness, this.#utilities, ranked);
    for (let i = 0; i < n; i++) {
      let first = 0;
      let second = 0;
      for (let k = 0; k < population; k++) {
        const utility = ranked[k] as number;
        const draw = draws[k * n + i] as number;
        first += utility * draw;
        second += utility * (draw * draw - 1);
      }
      mean[i]! += this.#meanRate * (sigmas[i] as number) * first;
      sigmas[i]! *= Math.exp(0.5 * this.#sigmaRate * second);
    }
  }
}

/** max(0, ln(population / 2 + 1) - ln(rank)) at sum 1, less 1 / population, so that their sum is 0. [population] */
export function rankUtilities(population: number): Float64Array {
  const raw = Float64Array.from({ length: population }, (_, place) =>
    Math.max(0, Math.log(population / 2 + 1) - Math.log(place + 1)),
  );
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => weight / sum - 1 / population);
}
