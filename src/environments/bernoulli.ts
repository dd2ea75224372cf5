// Yes or no with any probability: one draw, or 32 independent bits at a time.
import type { Rng } from "../base/rng.ts";

/** Probabilities are multiples of 1 / 2^16. */
export const probabilityBits = 16;

/** The multiple of 2^-16 nearest to a probability. */
export function thresholdOf(probability: number): number {
  return Math.round(probability * (1 << probabilityBits));
}

/** A random choice that says yes with a probability in [0, 1], rounded to a multiple of 2^-16. */
export function chanceOf(probability: number): (rng: Rng) => boolean {
  const threshold = thresholdOf(probability);
  return (rng) => rng.below(1 << probabilityBits) < threshold;
}

/**
 * 32 independent bits, each 1 with probability threshold / 2^16. Every random word halves the probability so far, and
 * adds a half where the threshold has a binary digit: p = .25 costs two words for 32 cells.
 */
export function bernoulliWord(rng: Rng, threshold: number): number {
  if (threshold >= 1 << probabilityBits) return -1;
  let word = 0;
  let digit = 0;
  while (digit < probabilityBits && ((threshold >>> digit) & 1) === 0) digit++;
  for (; digit < probabilityBits; digit++) {
    const random = rng.int32();
    word = ((threshold >>> digit) & 1) === 1 ? word | random : word & random;
  }
  return word;
}

/** Hands out the bits of such words one by one, from a fresh word on after each `restart`. */
export class BernoulliBits {
  readonly #threshold: number;
  #bits = 0;
  #left = 0;

  constructor(threshold: number) {
    this.#threshold = threshold;
  }

  restart(): void {
    this.#left = 0;
  }

  next(rng: Rng): number {
    if (this.#left === 0) {
      this.#bits = bernoulliWord(rng, this.#threshold);
      this.#left = 32;
    }
    const bit = this.#bits & 1;
    this.#bits >>>= 1;
    this.#left--;
    return bit;
  }
}
