// Aggregates of scores that a single lucky or failed run cannot carry off (Agarwal et al. 2021, "rliable").
import { mean } from "./stats.ts";

/**
 * Mean of what is left after floor(share * n) of the smallest and as many of the largest values were cut, `share` in
 * [0, 0.5): cut in whole values, as scipy.stats.trim_mean does. NaN of an empty list, and where any value is NaN.
 */
export function trimmedMean(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  // Typed arrays sort NaN to the end, where the cut could hide it.
  if (Number.isNaN(sorted[sorted.length - 1])) return Number.NaN;
  const cut = Math.floor(share * sorted.length);
  return mean(sorted.subarray(cut, sorted.length - cut));
}

/** Interquartile mean: the 25 % trimmed mean over all values, runs and tasks alike. */
export function interquartileMean(values: ArrayLike<number>): number {
  return trimmedMean(values, 0.25);
}

/** How far the scores fall short of `target` on average, those above it counting as it: target - mean(min(score, target)). */
export function optimalityGap(values: ArrayLike<number>, target = 1): number {
  return target - mean(Float64Array.from(values, (value) => Math.min(value, target)));
}

/** Share of the values strictly above each threshold: the performance profile of runs and tasks taken together. */
export function performanceProfile(values: ArrayLike<number>, thresholds: ArrayLike<number>): Float64Array {
  return Float64Array.from(thresholds, (threshold) =>
    mean(Float64Array.from(values, (value) => (value > threshold ? 1 : 0))),
  );
}
