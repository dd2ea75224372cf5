// What strategies of evolution have in common: a distribution over vectors that is sampled, judged, and moved.
import type { Rng } from "../../base/rng.ts";

/** Numbers of a strategy by name, with all that its next steps depend on; owned by the strategy and changed in place. */
export type StrategyState = Readonly<Record<string, Float64Array>>;

export interface SearchDistribution {
  readonly dimension: number;
  /** Vectors per generation. */
  readonly population: number;
  /** Centre of the distribution: what it has learned so far. [dimension] */
  readonly mean: Float64Array;
  readonly state: StrategyState;
  /** Draws the vectors of a generation. out: [population, dimension] */
  ask(rng: Rng, out: Float64Array): void;
  /** Learns which of the vectors last asked for are how good; more is better. fitness: [population] */
  tell(fitness: Float64Array): void;
  /** Root of the mean variance of an entry: how far the search still looks around. */
  spread(): number;
}

/** 4 + floor(3 ln n) (Hansen 2016, "The CMA evolution strategy: a tutorial", table 1). */
export function defaultPopulation(dimension: number): number {
  return 4 + Math.floor(3 * Math.log(dimension));
}

/**
 * Places from best to worst; vectors that are equally good share the mean weight of their places, so that nothing depends on their
 * order. Writes weights[place] to out[vector]. fitness, weights, out: [population]
 */
export function weightsByRank(fitness: Float64Array, weights: Float64Array, out: Float64Array): void {
  const order = Array.from(fitness, (_, index) => index).sort((a, b) => fitness[b]! - fitness[a]!);
  for (let first = 0; first < order.length; ) {
    let end = first;
    let sum = 0;
    const value = fitness[order[first]!];
    while (end < order.length && fitness[order[end]!] === value) sum += weights[end++]!;
    for (let place = first; place < end; place++) out[order[place]!] = sum / (end - first);
    first = end;
  }
}
