// p-values of several tests that are read together.

/**
 * Holm's adjusted p-values, in the order given: with m tests the k-th smallest p times (m - k + 1), never below an
 * adjusted one before it and at most 1 (Holm 1979). Those at most alpha are significant with a chance of at most alpha
 * that any of them is so wrongly, whatever their dependence. NaN is not a p-value and throws.
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const wrong = pValues.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) throw new Error(`${wrong} is not a p-value`);
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  for (const [rank, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[index]!));
    adjusted[index] = largest;
  }
  return adjusted;
}
