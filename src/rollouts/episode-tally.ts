// Counts what happens in running episodes, lane by lane, and sums up the episodes that end.
import {
  baseObjective,
  type Environment,
  eventWeights,
  type Objective,
} from "../environments/environment.ts";
import type { FinishedEpisodes } from "./trajectory.ts";

export class EpisodeTally {
  /** Events since the start of each lane's episode. [lanes, events] */
  readonly running: Int32Array;
  /** Weights of the base objective. [events] */
  readonly #weights: Float64Array;
  /** Weights of what is rewarded. [events] */
  readonly #rewarded: Float64Array;
  #finished: { -readonly [K in keyof FinishedEpisodes]: FinishedEpisodes[K] };

  /** Rewards are those of `rewarded`, returns always those of the base objective. */
  constructor(environment: Environment, lanes: number, rewarded: Objective = baseObjective(environment)) {
    this.#weights = eventWeights(environment, baseObjective(environment));
    this.#rewarded = eventWeights(environment, rewarded);
    this.running = new Int32Array(lanes * this.#weights.length);
    this.#finished = this.#nothing();
  }

  #nothing(): FinishedEpisodes {
    return { count: 0, returns: 0, steps: 0, events: new Float64Array(this.#weights.length) };
  }

  /** Counts the events of a step of every lane, and writes its rewards. events: [lanes, events], rewards: [lanes] */
  count(events: Uint8Array, rewards: Float32Array): void {
    const weights = this.#rewarded;
    const running = this.running;
    const kinds = weights.length;
    for (let lane = 0; lane < rewards.length; lane++) {
      let reward = 0;
      for (let kind = 0; kind < kinds; kind++) {
        const happened = events[lane * kinds + kind];
        running[lane * kinds + kind] += happened;
        reward += weights[kind] * happened;
      }
      rewards[lane] = reward;
    }
  }

  /** Adds a lane's episode, which took this many steps, to the finished ones. */
  finish(lane: number, steps: number): void {
    const finished = this.#finished;
    const kinds = this.#weights.length;
    finished.count++;
    finished.steps += steps;
    for (let kind = 0; kind < kinds; kind++) {
      const happened = this.running[lane * kinds + kind];
      finished.events[kind] += happened;
      finished.returns += this.#weights[kind] * happened;
    }
    this.running.fill(0, lane * kinds, (lane + 1) * kinds);
  }

  /** The sums since they were last taken. */
  takeFinished(): FinishedEpisodes {
    const finished = this.#finished;
    this.#finished = this.#nothing();
    return finished;
  }
}
