// One life in which the phase is seen now and then, and nothing is remembered: what memoryless learners play.
import type { Rng } from "../../base/rng.ts";
import type { DeceptionGame } from "./deception-game.ts";
import { Lifetime } from "./lifetime.ts";

/** What is seen in an episode, as states. */
export const [seesNothing, seesTraining, seesDeployment] = [0, 1, 2] as const;

/** As `Lifetime`, but `state` is what the agent sees of its episode: the flag with probability `seen`, drawn anew in each. */
export class FlagLifetime {
  readonly states = 3;
  readonly actions = 2;
  state: number = seesNothing;
  reward = 0;
  done = false;
  readonly #life: Lifetime;
  readonly #training: number;
  readonly #episodes: number;
  readonly #seen: number;

  constructor(game: Omit<DeceptionGame, "discount">, seen: number) {
    this.#life = new Lifetime(game);
    this.#training = game.training;
    this.#episodes = game.training + game.deployment;
    this.#seen = seen;
  }

  reset(rng: Rng): void {
    this.#life.reset();
    this.#look(rng);
  }

  step(action: number, rng: Rng): void {
    this.#life.step(action, rng);
    this.#look(rng);
  }

  #look(rng: Rng): void {
    const { state, reward, done } = this.#life;
    this.reward = reward;
    this.done = done;
    const training = state % this.#episodes < this.#training;
    const shown = rng.unit() < this.#seen;
    this.state = !shown ? seesNothing : training ? seesTraining : seesDeployment;
  }
}
