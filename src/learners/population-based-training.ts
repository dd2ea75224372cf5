// Population-based training: the members that did worst become copies of some that did best, and every rate is shaken.
import { InputError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";

/** What can be bred: members that copy each other, with a learning rate each. */
export interface Bred {
  readonly members: number;
  readonly rates: Float64Array;
  copy(from: number, to: number): void;
}

export interface BreedingOptions {
  /** Share of the members that is replaced, and share that may be copied; .2 by default, rounded down to whole members. */
  readonly share?: number;
  /** What a rate is multiplied with, one or the other with the same chance; 1.2 and .8 by default. */
  readonly factors?: readonly [number, number];
}

/**
 * One round after another of exploiting and exploring, as Jaderberg et al. (2017) have it in the form that Krueger, Maharaj and Leike (2020) coded:
 * each of the lowest-scoring members copies one drawn from the highest-scoring ones, equal scores in random order; then every rate is
 * multiplied by one of two factors.
 */
export class PopulationBasedTraining {
  /** Members that are replaced in a round. */
  readonly replaced: number;
  readonly #sorted: Float64Array;
  /** Members from the lowest score to the highest, as far as it matters: both ends hold whom they should. */
  readonly #order: Int32Array;
  readonly #tied: Int32Array;
  readonly #factors: readonly [number, number];

  /** Throws an InputError where the share leaves nobody to replace, or more than half. */
  constructor(
    readonly bred: Bred,
    { share = 0.2, factors = [1.2, 0.8] }: BreedingOptions = {},
  ) {
    const { members } = bred;
    // The smallest number guards whole shares against rounding down to one less.
    this.replaced = Math.floor(share * members + 1e-9);
    if (!(this.replaced >= 1 && this.replaced <= members / 2)) {
      throw new InputError(
        "population",
        `${members} members and a share of ${share}`,
        "at least one member to replace, and at most half of them",
      );
    }
    this.#factors = factors;
    this.#sorted = new Float64Array(members);
    this.#order = new Int32Array(members);
    this.#tied = new Int32Array(members);
  }

  /** One round by these scores, [members]. */
  round(scores: Float64Array, rng: Rng): void {
    const { bred, replaced } = this;
    const { members } = bred;
    this.#rank(scores, rng);
    for (let place = 0; place < replaced; place++) {
      const parent = this.#order[members - replaced + rng.below(replaced)] as number;
      bred.copy(parent, this.#order[place] as number);
    }
    const [up, down] = this.#factors;
    let bits = 0;
    for (let member = 0; member < members; member++) {
      if ((member & 31) === 0) bits = rng.uint32();
      bred.rates[member]! *= bits & 1 ? up : down;
      bits >>>= 1;
    }
  }

  /**
   * Fills both ends of the order. Only members that score exactly as the last one of an end does are drawn for; those below and above it are
   * taken as they come, because what is drawn from them takes no notice of their order.
   */
  #rank(scores: Float64Array, rng: Rng): void {
    const [order, sorted, replaced, members] = [this.#order, this.#sorted, this.replaced, this.bred.members];
    sorted.set(scores.subarray(0, members));
    sorted.sort();
    const [low, high] = [sorted[replaced - 1] as number, sorted[members - replaced] as number];
    let [first, last] = [0, members - 1];
    for (let member = 0; member < members; member++) {
      const score = scores[member] as number;
      if (score < low) order[first++] = member;
      else if (score > high) order[last--] = member;
    }
    this.#drawTied(scores, low, rng);
    let taken = 0;
    while (first < replaced) order[first++] = this.#tied[taken++] as number;
    // Where both ends cut through the same tie, the top takes those that the bottom left.
    if (high > low) {
      this.#drawTied(scores, high, rng);
      taken = 0;
    }
    while (last >= members - replaced) order[last--] = this.#tied[taken++] as number;
  }

  /** Writes the members with exactly this score, in random order. */
  #drawTied(scores: Float64Array, score: number, rng: Rng): void {
    let count = 0;
    for (let member = 0; member < this.bred.members; member++) {
      if (scores[member] === score) this.#tied[count++] = member;
    }
    rng.shuffle(this.#tied, count);
  }
}
