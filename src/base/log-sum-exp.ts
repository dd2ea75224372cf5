// Sums of numbers that are known by their logarithms.

/** log(sum of exp(x)) over x[start ... end), without overflow; -Infinity of nothing. */
export function logSumExp(x: ArrayLike<number>, start = 0, end = x.length): number {
  let largest = -Infinity;
  for (let i = start; i < end; i++) if ((x[i] as number) > largest) largest = x[i] as number;
  if (largest === -Infinity) return largest;
  let sum = 0;
  for (let i = start; i < end; i++) sum += Math.exp((x[i] as number) - largest);
  return largest + Math.log(sum);
}
