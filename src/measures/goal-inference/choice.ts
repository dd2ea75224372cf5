// Noisy choice: from action values to probabilities.

/**
 * softmax(rationality x A): out[a] = exp(rationality x (A[a] - max A)) / sum, of `actions` entries from `offset` on, written
 * to the same places of `out`, which may be `values` itself.
 */
export function choiceProbabilities(
  values: Float64Array,
  rationality: number,
  actions: number,
  offset: number,
  out: Float64Array,
): void {
  let best = -Infinity;
  for (let i = offset; i < offset + actions; i++) if (values[i] > best) best = values[i];
  let sum = 0;
  for (let i = offset; i < offset + actions; i++) {
    const weight = Math.exp(rationality * (values[i] - best));
    out[i] = weight;
    sum += weight;
  }
  for (let i = offset; i < offset + actions; i++) out[i] /= sum;
}

/** log(sum of exp(x)) over x[start ... end); -Infinity of nothing. */
export function logSumExp(x: ArrayLike<number>, start = 0, end = x.length): number {
  let largest = -Infinity;
  for (let i = start; i < end; i++) if (x[i] > largest) largest = x[i];
  if (largest === -Infinity) return largest;
  let sum = 0;
  for (let i = start; i < end; i++) sum += Math.exp(x[i] - largest);
  return largest + Math.log(sum);
}
