// The weights of a ridge regression, from moments alone.
import { cholesky, solveCholesky } from "../../base/cholesky.ts";

/**
 * The w with (moments + ridge I) w = side over the variables `among`, 0 elsewhere; also the posterior mean of Bayesian linear regression with
 * unit noise and prior precision `ridge`. moments: [size, size] sums or means of products, side: [size]. Null where the system is singular.
 */
export function ridgeSolution(
  moments: Float64Array,
  side: Float64Array,
  ridge: number,
  among: readonly number[],
): Float64Array | null {
  const size = side.length;
  const matrix = new Float64Array(among.length ** 2);
  among.forEach((i, row) => {
    among.forEach((j, column) => {
      matrix[row * among.length + column] = moments[i * size + j]! + (i === j ? ridge : 0);
    });
  });
  const factor = cholesky(matrix);
  if (factor === null) return null;
  const solved = solveCholesky(
    factor,
    Float64Array.from(among, (i) => side[i]!),
  );
  const weights = new Float64Array(size);
  among.forEach((i, row) => {
    weights[i] = solved[row]!;
  });
  return weights;
}
