// Logarithm of the gamma function.

/** log Gamma(x) at x > 0: Stirling's series (DLMF 5.11.1), from 10 on, reached by recurrence; absolute error about 1e-13 there. */
export function logGamma(x: number): number {
  let [shift, at] = [1, x];
  for (; at < 10; at++) shift *= at;
  const square = at * at;
  const series =
    (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / (1188 * square)) / square) / square) / square) / at;
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series - Math.log(shift);
}
