// How often values lie above a threshold, and the curve of it.

/** The share of ascending values that are greater than a threshold; NaN of no values. */
export function shareAbove(sorted: ArrayLike<number>, threshold: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= threshold) low = middle + 1;
    else high = middle;
  }
  return 1 - low / sorted.length;
}

export interface ExceedancePoint {
  readonly value: number;
  /** P(outcome > value). */
  readonly probability: number;
}

/** Shares at whose quantiles the curve is given: every hundredth, and more of both ends. */
const shares = [
  0,
  0.001,
  0.005,
  ...Array.from({ length: 99 }, (_, index) => (index + 1) / 100),
  0.995,
  0.999,
  1,
];

/** The exceedance curve of ascending values, at no more than 105 of them; values differ and ascend. */
export function exceedanceCurve(sorted: Float64Array): readonly ExceedancePoint[] {
  const values = shares.map((share) => sorted[Math.round(share * (sorted.length - 1))] as number);
  return values
    .filter((value, index) => index === 0 || value > values[index - 1]!)
    .map((value) => ({ value, probability: shareAbove(sorted, value) }));
}
