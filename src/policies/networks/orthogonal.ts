// Random orthogonal matrices for initial weights.
import type { Rng } from "../../base/rng.ts";

/**
 * A random matrix [rows, columns], row-major, whose rows or columns (whichever are fewer) are orthogonal with length
 * `gain`: Saxe et al. 2014. The QR factor of a Gaussian matrix, by Gram-Schmidt in double precision, every vector
 * orthogonalised twice because one pass loses digits; positive diagonal, hence uniform (Haar) over such matrices.
 */
export function orthogonalMatrix(rows: number, columns: number, gain: number, rng: Rng): Float32Array {
  const count = Math.min(rows, columns);
  const length = Math.max(rows, columns);
  const vectors: Float64Array[] = [];
  for (let index = 0; index < count; index++) {
    const vector = Float64Array.from({ length }, () => rng.normal());
    removeProjections(vector, vectors);
    removeProjections(vector, vectors);
    const norm = Math.sqrt(dot(vector, vector));
    vectors.push(vector.map((entry) => entry / norm));
  }
  const matrix = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const entry = rows >= columns ? vectors[column][row] : vectors[row][column];
      matrix[row * columns + column] = gain * entry;
    }
  }
  return matrix;
}

/** Makes `vector` orthogonal to unit vectors, in place. */
function removeProjections(vector: Float64Array, units: readonly Float64Array[]): void {
  for (const unit of units) {
    const share = dot(vector, unit);
    for (let index = 0; index < vector.length; index++) vector[index] -= share * unit[index];
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index] * b[index];
  return sum;
}
