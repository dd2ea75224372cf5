// What each event is worth, from rewards that were paid: ridge regression, one observation at a time.
import { cholesky, solveCholesky } from "../base/cholesky.ts";

/**
 * Least squares of reward = sum of weight x number of events, with a cost of ridge x weight^2: (X'X + ridge I) w = X'y. Events that always happen
 * together share their worth equally, and those that never happened weigh nothing.
 */
export class EventRegression {
  /** X'X, lower triangle. [events, events] */
  readonly products: Float64Array;
  /** X'y. [events] */
  readonly targets: Float64Array;
  /** Steps with any event, their number, and the sum of all squared rewards. */
  readonly sums: Float64Array;

  constructor(
    readonly events: number,
    readonly ridge: number,
  ) {
    this.products = new Float64Array(events * events);
    this.targets = new Float64Array(events);
    this.sums = new Float64Array(2);
  }

  /** One step: counts[offset ... offset + events) and what they were paid. */
  add(counts: Uint8Array, offset: number, reward: number): void {
    const { events, products, targets, sums } = this;
    sums[0]!++;
    sums[1]! += reward * reward;
    for (let i = 0; i < events; i++) {
      const count = counts[offset + i]!;
      if (count === 0) continue;
      targets[i]! += count * reward;
      for (let j = 0; j <= i; j++) products[i * events + j]! += count * counts[offset + j]!;
    }
  }

  /** [events] */
  weights(): Float64Array {
    const matrix = this.products.slice();
    for (let i = 0; i < this.events; i++) matrix[i * this.events + i]! += this.ridge;
    const factor = cholesky(matrix);
    if (factor === null) throw new Error("a ridge too small for the events that were counted");
    return solveCholesky(factor, this.targets);
  }

  /** Mean squared error of these weights over all steps; 0 before the first. */
  meanSquaredError(weights: Float64Array): number {
    const { events, products, targets, sums } = this;
    if (sums[0] === 0) return 0;
    let error = sums[1]!;
    for (let i = 0; i < events; i++) {
      error -= 2 * weights[i]! * targets[i]!;
      for (let j = 0; j <= i; j++) {
        error += (i === j ? 1 : 2) * weights[i]! * weights[j]! * products[i * events + j]!;
      }
    }
    return Math.max(0, error / sums[0]!);
  }
}
