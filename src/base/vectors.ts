// Directions: products and lengths of short vectors.

/** Sum of products, entry by entry. */
export function dot(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += (one[index] as number) * (other[index] as number);
  return sum;
}

/** The vector at length 1; one of length 0 stays as it is. */
export function unitVector(vector: ArrayLike<number>): number[] {
  const entries = Array.from(vector);
  const length = Math.hypot(...entries);
  return length === 0 ? entries : entries.map((x) => x / length);
}
