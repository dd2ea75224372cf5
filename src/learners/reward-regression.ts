// What each event, or each feature, is worth, from rewards that were paid: ridge regression, one observation at a time.
import { cholesky, solveCholesky } from "../base/cholesky.ts";

/**
 * Least squares of reward = sum of weight x count, with a cost of ridge x weight^2: (X'X + ridge I) w = X'y. What is counted are events, or features. Those
 * that always come together share their worth equally, and those that never came weigh nothing.
 */
export class RewardRegression {
  /** X'X, lower triangle. [kinds, kinds] */
  readonly products: Float64Array;
  /** X'y. [kinds] */
  readonly targets: Float64Array;
  /** Number of steps, and the sum of all squared rewards. */
  readonly sums: Float64Array;
  /** Scratch: which kinds a step has. [kinds] */
  readonly #present: Int32Array;

  constructor(
    readonly kinds: number,
    readonly ridge: number,
  ) {
    this.products = new Float64Array(kinds * kinds);
    this.targets = new Float64Array(kinds);
    this.sums = new Float64Array(2);
    this.#present = new Int32Array(kinds);
  }

  /** One step: counts[offset ... offset + kinds) and what they were paid. */
  add(counts: Uint8Array, offset: number, reward: number): void {
    const { kinds, products, targets, sums } = this;
    sums[0]!++;
    sums[1]! += reward * reward;
    // Few of many: pairs are gone through among those that are there.
    let present = 0;
    for (let i = 0; i < kinds; i++) {
      const count = counts[offset + i]!;
      if (count === 0) continue;
      this.#present[present++] = i;
      targets[i]! += count * reward;
      for (let index = 0; index < present; index++) {
        const j = this.#present[index]!;
        products[i * kinds + j]! += count * counts[offset + j]!;
      }
    }
  }

  /** [kinds] */
  weights(): Float64Array {
    // What never came has a row of zeros, and weighs nothing whatever the rest does: leaving it out is exact, and far faster.
    const seen = Array.from({ length: this.kinds }, (_, kind) => kind).filter(
      (kind) => this.products[kind * this.kinds + kind]! > 0,
    );
    const matrix = new Float64Array(seen.length * seen.length);
    seen.forEach((row, i) => {
      for (let j = 0; j <= i; j++) matrix[i * seen.length + j] = this.products[row * this.kinds + seen[j]!]!;
      matrix[i * seen.length + i]! += this.ridge;
    });
    const factor = cholesky(matrix);
    if (factor === null) throw new Error("a ridge too small for what was counted");
    const solution = solveCholesky(
      factor,
      Float64Array.from(seen, (kind) => this.targets[kind]!),
    );
    const weights = new Float64Array(this.kinds);
    seen.forEach((kind, index) => {
      weights[kind] = solution[index]!;
    });
    return weights;
  }

  /** Mean squared error of these weights over all steps; 0 before the first. */
  meanSquaredError(weights: Float64Array): number {
    const { kinds, products, targets, sums } = this;
    if (sums[0] === 0) return 0;
    let error = sums[1]!;
    for (let i = 0; i < kinds; i++) {
      error -= 2 * weights[i]! * targets[i]!;
      for (let j = 0; j <= i; j++) {
        error += (i === j ? 1 : 2) * weights[i]! * weights[j]! * products[i * kinds + j]!;
      }
    }
    return Math.max(0, error / sums[0]!);
  }
}
