// The game as a table-sized world to act in: for learners that are told nothing and must find out.
import type { Rng } from "../../base/rng.ts";
import { asMotive, asThreat, type Motive, type Threat } from "./threat.ts";

export const cooperate = 0;
export const defect = 1;

/**
 * State 0: unseen. States 1 to tau: seen, with as many steps left. Rewards: b for cooperation, g for defection. Over once modified; nothing is had after
 * that. A life without a sighting has no end: whoever acts cuts it off.
 */
export class ModificationWorld {
  readonly states: number;
  readonly actions = 2;
  state = 0;
  reward = 0;
  done = false;
  readonly #motive: Motive;
  readonly #threat: Threat;

  constructor(motive: Motive, threat: Threat) {
    this.#motive = asMotive(motive);
    this.#threat = asThreat(threat);
    this.states = this.#threat.delay + 1;
  }

  reset(): void {
    this.state = 0;
    this.reward = 0;
    this.done = false;
  }

  step(action: number, rng: Rng): void {
    this.reward = action === defect ? this.#motive.gain : this.#motive.benefit;
    if (this.state > 0) this.#age();
    else if (action === defect && rng.unit() < this.#threat.detection) this.#sight();
  }

  #sight(): void {
    this.state = this.#threat.delay;
    this.done = this.state === 0;
  }

  #age(): void {
    this.state--;
    this.done = this.state === 0;
  }
}
