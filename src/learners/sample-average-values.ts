// Q-learning without a state: the mean of what each action was paid, and mostly the better action.
import { InputError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";

export interface SampleAverageOptions {
  readonly members: number;
  /** What each of the two actions is believed to be worth before the first step; counts as one observation. */
  readonly firstValues: readonly [number, number];
  /** Share of steps with a uniformly random action; .1 by default. */
  readonly epsilon?: number;
}

/**
 * Members that see nothing and choose between two actions, epsilon-greedily on the mean of the first value and all rewards of the action
 * (Sutton and Barto 2018, section 2.4); equal means are a coin toss.
 */
export class SampleAverageValues {
  readonly members: number;
  readonly epsilon: number;
  /** Probability of action 1 as of the last `act`, [members]. */
  readonly chances: Float64Array;
  readonly #firstValues: readonly [number, number];
  /** Sums and counts, [members * 2]. */
  readonly #sums: Float64Array;
  readonly #counts: Float64Array;
  readonly #chosen: Uint8Array;

  /** Throws an InputError on a number of members below 1, first values that are no numbers, or an epsilon outside [0, 1]. */
  constructor({ members, firstValues, epsilon = 0.1 }: SampleAverageOptions) {
    if (!Number.isInteger(members) || members < 1 || members > 1_000_000) {
      throw new InputError("members", String(members), "a whole number from 1 to 1000000");
    }
    if (!firstValues.every(Number.isFinite)) {
      throw new InputError("firstValues", JSON.stringify(firstValues), "two finite numbers");
    }
    if (!(epsilon >= 0 && epsilon <= 1)) {
      throw new InputError("epsilon", String(epsilon), "a probability from 0 to 1");
    }
    this.members = members;
    this.epsilon = epsilon;
    this.#firstValues = firstValues;
    this.chances = new Float64Array(members);
    this.#sums = new Float64Array(2 * members);
    this.#counts = new Float64Array(2 * members);
    this.#chosen = new Uint8Array(members);
    this.reset();
  }

  /** Nothing but the first values is known. */
  reset(): void {
    this.#counts.fill(1);
    for (let at = 0; at < this.#sums.length; at++) this.#sums[at] = this.#firstValues[at & 1] as number;
  }

  /** Mean of action 0 or 1 of a member. */
  value(member: number, action: 0 | 1): number {
    const at = 2 * member + action;
    return (this.#sums[at] as number) / (this.#counts[at] as number);
  }

  /** Every member draws an action, 0 or 1. */
  act(rng: Rng, actions: Uint8Array): void {
    for (let member = 0; member < this.members; member++) {
      const gain = this.value(member, 1) - this.value(member, 0);
      const greedy = gain > 0 ? 1 : gain < 0 ? 0 : 0.5;
      const chance = this.epsilon / 2 + (1 - this.epsilon) * greedy;
      this.chances[member] = chance;
      const action = rng.unit() < chance ? 1 : 0;
      actions[member] = action;
      this.#chosen[member] = action;
    }
  }

  /** What the actions were paid, [members]. */
  learn(rewards: Float64Array): void {
    for (let member = 0; member < this.members; member++) {
      const at = 2 * member + (this.#chosen[member] as number);
      this.#sums[at]! += rewards[member] as number;
      this.#counts[at]!++;
    }
  }
}
