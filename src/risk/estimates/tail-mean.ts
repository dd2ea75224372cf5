// Conditional value at risk: the mean of the worst share of all outcomes.

/** Which end of the outcomes is the bad one. */
export type Tail = "upper" | "lower";

/**
 * CVaR at a level in [0, 1): the mean of the worst 1 - level of ascending values, the highest ones for the upper tail. The value at the edge
 * counts with the part that falls into the tail, so that it is the mean of the quantile function over the tail (Rockafellar and Uryasev
 * 2002) whether or not the edge falls between two values. NaN of no values.
 */
export function tailMean(sorted: ArrayLike<number>, level: number, tail: Tail): number {
  const count = sorted.length;
  const mass = (1 - level) * count;
  const whole = Math.min(count, Math.floor(mass));
  let sum = 0;
  const at = (rank: number) => sorted[tail === "upper" ? count - 1 - rank : rank] as number;
  for (let rank = 0; rank < whole; rank++) sum += at(rank);
  if (whole < count) sum += (mass - whole) * at(whole);
  return sum / mass;
}
