// What the agent learns about its world: how percepts go together, kept as running sums.
import { concepts, conceptX } from "./drift-world.ts";
import { ridgeSolution } from "./ridge-solution.ts";

/**
 * Online Bayesian linear regression among percepts, on its sufficient statistics. The variance of the noise of each percept is known to the
 * agent, that of the concepts themselves is 1. Counts steps in which all concepts are perceived.
 */
export class WorldModel {
  readonly #sums = new Float64Array(concepts * concepts);
  readonly #withRereading = new Float64Array(concepts);
  readonly #withLabel = new Float64Array(concepts);
  readonly #deviations: Float64Array;
  #rereadings = 0;
  #count = 0;

  /** noise: variances of the noise of each percept. [concepts] */
  constructor(noise: ArrayLike<number>) {
    this.#deviations = Float64Array.from(noise, (variance) => Math.sqrt(1 + variance));
  }

  /** Steps seen. */
  get count(): number {
    return this.#count;
  }

  /** Takes in one step. percepts: [concepts]; rereading: a second percept of X. */
  observe(percepts: Float64Array, rereading: number, label: number): void {
    const sums = this.#sums;
    for (let i = 0; i < concepts; i++) {
      const percept = percepts[i] as number;
      for (let j = 0; j <= i; j++) {
        sums[i * concepts + j]! += percept * (percepts[j] as number);
      }
      this.#withRereading[i]! += percept * rereading;
      this.#withLabel[i]! += percept * label;
    }
    this.#rereadings += rereading * rereading;
    this.#count++;
  }

  /** Estimated E[i x j] of two concepts: the mean product of their percepts, whose noises are independent. */
  link(i: number, j: number): number {
    return this.#sums[Math.max(i, j) * concepts + Math.min(i, j)]! / this.#count;
  }

  /** Estimated mean square of a percept. */
  square(i: number): number {
    return this.#sums[i * concepts + i]! / this.#count;
  }

  /** Estimated correlation of two percepts, given their known variances; unbiased. */
  correlation(i: number, j: number): number {
    return this.link(i, j) / (this.#deviations[i]! * this.#deviations[j]!);
  }

  /** Estimated correlation of a percept with the label. */
  labelCorrelation(i: number): number {
    return this.#withLabel[i]! / (this.#count * this.#deviations[i]!);
  }

  /**
   * The ridge regression of the first percept of X on the percepts of a new ontology: those `among` the concepts, with the second
   * percept of X in the place of the first if `reread`. Null where nothing fixes it.
   */
  mapToOldPercept(among: readonly number[], ridge: number, reread: boolean): Float64Array | null {
    const moments = new Float64Array(concepts * concepts);
    for (let i = 0; i < concepts; i++) {
      for (let j = 0; j < concepts; j++) {
        moments[i * concepts + j] = this.#sums[Math.max(i, j) * concepts + Math.min(i, j)]!;
      }
    }
    const side = moments.slice(conceptX * concepts, (conceptX + 1) * concepts);
    if (reread) {
      for (let i = 0; i < concepts; i++) {
        const product = i === conceptX ? this.#rereadings : this.#withRereading[i]!;
        moments[conceptX * concepts + i] = product;
        moments[i * concepts + conceptX] = product;
      }
      side[conceptX] = this.#withRereading[conceptX]!;
    }
    return ridgeSolution(moments, side, ridge, among);
  }
}
