// Means and intervals, for figures over seeds and over levels.
import jstat from "jstat";

/** Arithmetic mean; NaN of an empty list. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] as number;
  return sum / values.length;
}

/** The mean of each list, by name. */
export function means(lists: Readonly<Record<string, readonly number[]>>): Record<string, number> {
  return Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, mean(values)]));
}

/** Sample standard deviation (divisor n - 1); NaN below two values. */
export function sampleDeviation(values: ArrayLike<number>): number {
  const centre = mean(values);
  let squares = 0;
  for (let index = 0; index < values.length; index++) squares += ((values[index] as number) - centre) ** 2;
  return values.length < 2 ? Number.NaN : Math.sqrt(squares / (values.length - 1));
}

/** A mean with the ends of an interval around it; null ends where no interval can be had. */
export interface Estimate {
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * Mean with its two-sided Student t interval: mean +- t(1 - (1 - level) / 2; n - 1) * s / sqrt(n). Exact for normal
 * values and close for means of many levels. Fewer than `atLeast` values (default 2) give null ends.
 */
export function tInterval(values: ArrayLike<number>, { level = 0.95, atLeast = 2 } = {}): Estimate {
  const centre = mean(values);
  if (values.length < Math.max(2, atLeast)) return { mean: centre, low: null, high: null };
  const quantile = jstat.jStat.studentt.inv(1 - (1 - level) / 2, values.length - 1);
  const half = (quantile * sampleDeviation(values)) / Math.sqrt(values.length);
  return { mean: centre, low: centre - half, high: centre + half };
}

/** Linear interpolation of y at x through (x0, y0) and (x1, y1); y0 where x0 = x1. */
export function interpolate(x: number, x0: number, y0: number, x1: number, y1: number): number {
  return x1 === x0 ? y0 : y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
}
