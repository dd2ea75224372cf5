// A chance oracle that, run again and again, takes every branch of a step exactly once.
import type { ChanceOracle } from "./environment.ts";

/** Largest sum of weights of one choice, as the interface of worlds has it. */
const maximalSum = 2 ** 20;

/** One choice on the present path: its options, and the option taken. */
interface Choice {
  readonly weights: readonly number[];
  readonly sum: number;
  taken: number;
}

/**
 * Depth-first search over the choices of a step. Use: `start`, run the step, read `probability`; then as long as
 * `advance` answers true, put the state back and run the step again. Options of weight 0 are never taken.
 */
export class BranchingOracle implements ChanceOracle {
  readonly #path: Choice[] = [];
  /** How many choices the running step has made. */
  #made = 0;

  /** Forgets everything: the next run explores a new step. */
  start(): void {
    this.#path.length = 0;
    this.#made = 0;
  }

  choose(weights: ArrayLike<number>): number {
    const known = this.#path[this.#made++];
    if (known) return known.taken;
    const copy = Array.from(weights);
    const choice: Choice = { weights: copy, sum: checkedSum(copy), taken: nextOption(copy, -1) };
    this.#path.push(choice);
    return choice.taken;
  }

  /** Probability of the path just run. */
  get probability(): number {
    let probability = 1;
    for (const { weights, sum, taken } of this.#path) probability *= (weights[taken] as number) / sum;
    return probability;
  }

  /** Turns to the next path; false when all have been run. */
  advance(): boolean {
    if (this.#made !== this.#path.length) {
      throw new Error(`a step made ${this.#made} choices where its repetition had made ${this.#path.length}`);
    }
    this.#made = 0;
    for (let last = this.#path.at(-1); last; last = this.#path.at(-1)) {
      const next = nextOption(last.weights, last.taken);
      if (next >= 0) {
        last.taken = next;
        return true;
      }
      this.#path.pop();
    }
    return false;
  }
}

/** The first option after `taken` that can happen, or -1. */
function nextOption(weights: readonly number[], taken: number): number {
  return weights.findIndex((weight, option) => option > taken && weight > 0);
}

function checkedSum(weights: readonly number[]): number {
  let sum = 0;
  for (const weight of weights) {
    if (!Number.isInteger(weight) || weight < 0) throw new Error(`a chance has the weight ${weight}`);
    sum += weight;
  }
  if (sum < 1 || sum > maximalSum)
    throw new Error(`the weights of a chance sum to ${sum}, not to 1 ... ${maximalSum}`);
  return sum;
}
