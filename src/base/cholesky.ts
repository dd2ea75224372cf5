// Symmetric positive definite systems of a few unknowns, by Cholesky's factors.

/** Lower triangular L with L L' = matrix, row by row; null where the matrix is not safely positive definite. */
export function cholesky(matrix: Float64Array): Float64Array | null {
  const size = Math.sqrt(matrix.length);
  const lower = new Float64Array(matrix.length);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * size + j] as number;
      for (let k = 0; k < j; k++) rest -= (lower[i * size + k] as number) * (lower[j * size + k] as number);
      if (i !== j) lower[i * size + j] = rest / (lower[j * size + j] as number);
      else if (rest > 1e-13 * (matrix[i * size + i] as number)) lower[i * size + i] = Math.sqrt(rest);
      else return null;
    }
  }
  return lower;
}

/** The x with L L' x = right; right: as many values as the matrix has rows. */
export function solveCholesky(lower: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const x = right.slice();
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i]! -= (lower[i * size + k] as number) * (x[k] as number);
    x[i]! /= lower[i * size + i] as number;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i]! -= (lower[k * size + i] as number) * (x[k] as number);
    x[i]! /= lower[i * size + i] as number;
  }
  return x;
}
