// REINFORCE for a population of agents that see nothing and choose between two actions, each with a logit and a rate of its own.
import { InputError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";

export interface ReinforceOptions {
  readonly members: number;
  /**
   * Rewards that an action is credited with, its own included: 1 (the default) learns from the immediate reward alone, 2 also from the reward
   * of the next step.
   */
  readonly horizon?: number;
}

const mostMembers = 1_000_000;
const mostHorizon = 1000;

/**
 * After every step theta += rate * (sum of the next `horizon` rewards) * d log pi(action) / d theta, where pi(1) = 1 / (1 + exp(-theta)) (Williams
 * 1992). The slope is the one at the time of the action.
 */
export class Reinforce {
  readonly members: number;
  readonly horizon: number;
  /** theta, [members]. */
  readonly logits: Float64Array;
  /** Learning rates, [members]. */
  readonly rates: Float64Array;
  /** Probability of action 1 as of the last `act`, [members]. */
  readonly chances: Float64Array;
  /** Slopes of the last `horizon` steps, step by step, in a ring. */
  readonly #slopes: Float64Array;
  /** Rewards of these steps, in a ring of their own. */
  readonly #rewards: Float64Array;
  #step = 0;

  /** Throws an InputError on sizes that are not whole, below 1 or too large. */
  constructor({ members, horizon = 1 }: ReinforceOptions) {
    requireSize("members", members, mostMembers);
    requireSize("horizon", horizon, mostHorizon);
    requireSize("members x horizon", members * horizon, 10 * mostMembers);
    this.members = members;
    this.horizon = horizon;
    this.logits = new Float64Array(members);
    this.rates = new Float64Array(members);
    this.chances = new Float64Array(members);
    this.#slopes = new Float64Array(members * horizon);
    this.#rewards = new Float64Array(members * horizon);
  }

  /** Fresh members: theta ~ N(0, 1), rate = 10^U(-2, 0). */
  reset(rng: Rng): void {
    for (let member = 0; member < this.members; member++) {
      this.logits[member] = rng.normal();
      this.rates[member] = 10 ** (2 * rng.unit() - 2);
    }
    this.#step = 0;
  }

  /** Every member draws an action, 0 or 1. */
  act(rng: Rng, actions: Uint8Array): void {
    const { members, logits, chances } = this;
    const from = (this.#step % this.horizon) * members;
    for (let member = 0; member < members; member++) {
      const chance = 1 / (1 + Math.exp(-(logits[member] as number)));
      chances[member] = chance;
      const action = rng.unit() < chance ? 1 : 0;
      actions[member] = action;
      this.#slopes[from + member] = action - chance;
    }
  }

  /** What the actions were paid, [members]; the action that has seen all its rewards is learned from. */
  learn(rewards: Float64Array): void {
    const { members, horizon, logits, rates } = this;
    if (horizon === 1) {
      for (let member = 0; member < members; member++) {
        logits[member]! +=
          (rates[member] as number) * (rewards[member] as number) * (this.#slopes[member] as number);
      }
      return;
    }
    this.#rewards.set(rewards.subarray(0, members), (this.#step % horizon) * members);
    this.#step++;
    if (this.#step < horizon) return;
    // The oldest action stands where the next step will be written.
    const oldest = (this.#step % horizon) * members;
    for (let member = 0; member < members; member++) {
      let sum = 0;
      for (let at = member; at < members * horizon; at += members) sum += this.#rewards[at] as number;
      logits[member]! += (rates[member] as number) * sum * (this.#slopes[oldest + member] as number);
    }
  }

  /** `to` becomes what `from` is: logit and rate. */
  copy(from: number, to: number): void {
    this.logits[to] = this.logits[from] as number;
    this.rates[to] = this.rates[from] as number;
  }

  /** Every logit moves one place down, the first one to the end; rates stay where they are. */
  shift(): void {
    const first = this.logits[0] as number;
    this.logits.copyWithin(0, 1);
    this.logits[this.members - 1] = first;
  }
}

function requireSize(name: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw new InputError(name, String(value), `a whole number from 1 to ${most}`);
  }
}
