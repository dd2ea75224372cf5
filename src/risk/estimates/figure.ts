// A figure of many draws with its error, taken from how much it differs between independent replicates.
import jstat from "jstat";
import type { Interval } from "../../base/interval.ts";
import { sampleDeviation } from "../../base/stats.ts";

/** An estimate with its standard error and its 95 % interval (Student's t over replicates). */
export interface Figure extends Interval {
  readonly standardError: number;
}

/** All draws of one quantity in ascending order, and each replicate's. */
export interface SortedDraws {
  readonly all: Float64Array;
  readonly replicates: readonly Float64Array[];
}

/** Sorts the values of some equally long replicates that lie one after the other. */
export function sortedDraws(values: Float64Array, replicates: number): SortedDraws {
  const size = values.length / replicates;
  return {
    all: values.slice().sort(),
    replicates: Array.from({ length: replicates }, (_, index) =>
      values.slice(index * size, (index + 1) * size).sort(),
    ),
  };
}

/** A statistic of ascending values, over all draws, with its error from the replicates. */
export function figureOf(draws: SortedDraws, statistic: (sorted: Float64Array) => number): Figure {
  return figureFrom(statistic(draws.all), draws.replicates.map(statistic));
}

/** An estimate over all draws beside those of the replicates. */
export function figureFrom(estimate: number, byReplicate: ArrayLike<number>): Figure {
  const standardError = sampleDeviation(byReplicate) / Math.sqrt(byReplicate.length);
  const half = studentFactor(byReplicate.length, 0.95) * standardError;
  return { estimate, standardError, low: estimate - half, high: estimate + half };
}

/** How many standard errors the two-sided interval of a mean over `replicates` values reaches to either side. */
export function studentFactor(replicates: number, level: number): number {
  return jstat.jStat.studentt.inv(1 - (1 - level) / 2, replicates - 1);
}
