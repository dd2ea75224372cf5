// Weights from which one is drawn in proportion, and changed, in logarithmic time.

/** A complete binary tree whose leaves are weights and whose inner nodes are the sums of their children. */
export class SumTree {
  /** Leaves, rounded up to a power of 2. */
  readonly #leaves: number;
  /** Node 1 is the root, the children of node i are 2i and 2i + 1; leaf j is node #leaves + j. [2 x leaves] */
  readonly #sums: Float64Array;

  constructor(readonly length: number) {
    this.#leaves = 2 ** Math.ceil(Math.log2(Math.max(1, length)));
    this.#sums = new Float64Array(2 * this.#leaves);
  }

  get total(): number {
    return this.#sums[1]!;
  }

  get(index: number): number {
    return this.#sums[this.#leaves + index]!;
  }

  /** Sets a weight, at least 0. Inner sums are added up anew, never corrected by differences, so that they depend on the weights alone. */
  set(index: number, weight: number): void {
    const sums = this.#sums;
    let node = this.#leaves + index;
    sums[node] = weight;
    for (node >>= 1; node >= 1; node >>= 1) sums[node] = sums[2 * node]! + sums[2 * node + 1]!;
  }

  /**
   * The index at which the running sum of weights passes `mass`, 0 <= mass < total. Never one of weight 0 while the total is above 0, whatever
   * rounding does.
   */
  find(mass: number): number {
    const sums = this.#sums;
    let node = 1;
    let left = mass;
    while (node < this.#leaves) {
      node *= 2;
      const first = sums[node]!;
      if (left >= first && sums[node + 1]! > 0) {
        left -= first;
        node++;
      }
    }
    return node - this.#leaves;
  }

  /** All weights, and back: sums that are made anew are the same numbers. [length] */
  weights(): Float64Array {
    return this.#sums.slice(this.#leaves, this.#leaves + this.length);
  }

  restore(weights: ArrayLike<number>): void {
    const sums = this.#sums;
    sums.fill(0);
    sums.set(weights, this.#leaves);
    for (let node = this.#leaves - 1; node >= 1; node--) sums[node] = sums[2 * node]! + sums[2 * node + 1]!;
  }
}
