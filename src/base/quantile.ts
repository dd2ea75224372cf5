// Quantiles of a sample.

/**
 * The quantile of an ascending list at `share` in [0, 1], linear between the neighbouring order statistics (type 7 of
 * Hyndman and Fan 1996, the default of R and NumPy); NaN of an empty list.
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const [low, high] = [sorted[below] as number, sorted[Math.ceil(position)] as number];
  return low + (position - below) * (high - low);
}
