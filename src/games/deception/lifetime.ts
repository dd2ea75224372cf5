// One life in the deception game, step by step: what simulations and tabular learners play.
import type { Rng } from "../../base/rng.ts";
import type { DeceptionGame } from "./deception-game.ts";

/** Actions of an episode. */
export const [keepTo, defect] = [0, 1] as const;

/**
 * A step is an episode: action 0 is A, 1 is B. States 0 to n - 1 are the episodes of an agent that is still there, n to 2n - 1 those of its
 * replacement, whose actions are overridden by A. A life is done after its last episode. Nothing is allocated; chance is drawn only
 * where a defection in training may or may not be caught.
 */
export class Lifetime {
  readonly states: number;
  readonly actions = 2;
  state = 0;
  reward = 0;
  done = false;
  readonly #training: number;
  readonly #episodes: number;
  readonly #modification: number;

  constructor({ training, deployment, modification }: Omit<DeceptionGame, "discount">) {
    this.#training = training;
    this.#episodes = training + deployment;
    this.#modification = modification;
    this.states = 2 * this.#episodes;
  }

  reset(): void {
    this.state = 0;
    this.reward = 0;
    this.done = false;
  }

  step(action: number, rng: Rng): void {
    const episodes = this.#episodes;
    const replaced = this.state >= episodes;
    const episode = replaced ? this.state - episodes : this.state;
    const defects = !replaced && action === defect;
    this.reward = defects ? 1 : 0;
    const caught = defects && episode < this.#training && this.#catches(rng);
    this.done = episode + 1 === episodes;
    this.state = (replaced || caught ? episodes : 0) + Math.min(episode + 1, episodes - 1);
  }

  #catches(rng: Rng): boolean {
    const chance = this.#modification;
    return chance === 1 || (chance > 0 && rng.unit() < chance);
  }
}
