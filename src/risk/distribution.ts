// What every distribution of a risk model can do.

/** A distribution of one number. */
export interface Distribution {
  /** As one would write it on paper: "Beta(2, 3)". */
  readonly text: string;
  readonly mean: number;
  /** Standard deviation. */
  readonly deviation: number;
  /** The least and the largest value; infinite where there is none. */
  readonly support: readonly [low: number, high: number];
  /** The least value with at least `share` in (0, 1) at or below it, to 1e-9 of the standard deviation. */
  quantile(share: number): number;
  /** Quantiles of the first `count` of `shares`, written to `out` (which may be `shares`), to 1e-7 of the standard deviation. */
  fill(shares: Float64Array, out: Float64Array, count: number): void;
}
