import { expect, test } from "vitest";
import { cholesky, solveCholesky } from "./cholesky.ts";
import { Rng } from "./rng.ts";

test("solves what was multiplied out", () => {
  const rng = Rng.fromSeed(1).fork("cholesky");
  for (let size = 1; size <= 6; size++) {
    const root = Float64Array.from({ length: size * size }, () => rng.normal());
    const matrix = Float64Array.from({ length: size * size }, (_, at) => {
      const [i, j] = [Math.floor(at / size), at % size];
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < size; k++) sum += root[i * size + k]! * root[j * size + k]!;
      return sum;
    });
    const x = Float64Array.from({ length: size }, () => rng.normal());
    const right = x.map((_, i) => x.reduce((sum, value, j) => sum + matrix[i * size + j]! * value, 0));
    const found = solveCholesky(cholesky(matrix)!, right);
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(x[i]!, 10);
    });
  }
});

test("a matrix that is not positive definite has no factors", () => {
  expect(cholesky(Float64Array.of(1, 1, 1, 1))).toBeNull();
  expect(cholesky(Float64Array.of(1, 2, 2, 1))).toBeNull();
});
