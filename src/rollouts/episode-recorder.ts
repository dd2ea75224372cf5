// Takes down complete episodes while they are played: which level is in which lane, and what happens there.
import type { Rng } from "../base/rng.ts";
import {
  type ChanceOracle,
  type Environment,
  type EnvironmentBatch,
  eventWeights,
} from "../environments/environment.ts";
import { sampledChance } from "./chance.ts";
import { greedyAction, type Selection, sampleAction } from "./selection.ts";
import type { Episodes } from "./trajectory.ts";

export interface EpisodeOptions {
  readonly environment: Environment;
  /** [count, environment.levelLength] */
  readonly levels: Uint8Array;
  readonly count: number;
  readonly horizon: number;
  readonly selection: Selection;
  /** Forked into one stream per level, so that an episode does not depend on how many are played side by side. */
  readonly rng: Rng;
  /** Of the values; 1 by default. */
  readonly discount?: number;
}

/** Which level is played in which lane, and everything that happens there. */
export class EpisodeRecorder {
  readonly episodes: Episodes;
  /** Episodes that have ended. */
  done = 0;
  /** One oracle per lane, drawing from the stream of the level that is played there. */
  readonly chances: ChanceOracle[] = [];
  readonly #options: EpisodeOptions;
  readonly #weights: readonly (readonly [Float64Array, Float64Array])[];
  readonly #actions: number[][] = [];
  readonly #chances: number[][] = [];
  /** The level played in each lane, or -1. [lanes] */
  readonly #levelIn: number[] = [];
  readonly #streams: Rng[] = [];
  /** Discount of the next step, by lane. [lanes] */
  readonly #discounts: number[] = [];
  #started = 0;

  constructor(options: EpisodeOptions) {
    const { environment, count, horizon, levels, discount = 1 } = options;
    this.#options = options;
    const values = environment.objectives.map(({ name }) => [name, new Float64Array(count)] as const);
    this.#weights = environment.objectives.map((objective, index) => [
      eventWeights(environment, objective),
      values[index][1],
    ]);
    this.episodes = {
      environment,
      horizon,
      discount,
      count,
      levels: levels.slice(0, count * environment.levelLength),
      steps: new Int32Array(count),
      terminated: new Uint8Array(count),
      events: new Int32Array(count * environment.events.length),
      values: Object.fromEntries(values),
      actions: this.#actions,
      chances: this.#chances,
    };
  }

  /** Whether the lane still has a level of its own. */
  isPlaying(lane: number): boolean {
    return this.#levelIn[lane] >= 0;
  }

  /** Resets the lane to the next level; with none left it stays on the one that has ended. */
  startNext(batch: EnvironmentBatch, lane: number): void {
    const { count, environment, levels, rng } = this.#options;
    const index = this.#started;
    this.#levelIn[lane] = index < count ? index : -1;
    if (index >= count) return;
    this.#started++;
    const stream = rng.fork(`level-${index}`);
    const chances: number[] = [];
    batch.reset(lane, levels, index * environment.levelLength);
    this.#streams[lane] = stream.fork("actions");
    this.chances[lane] = sampledChance(stream.fork("chance"), (option) => chances.push(option));
    this.#actions[index] = [];
    this.#chances[index] = chances;
    this.#discounts[lane] = 1;
  }

  /** Picks the action of every playing lane. probabilities: [lanes, actions], actions: [lanes] */
  select(probabilities: Float32Array, actions: Uint8Array): void {
    const { environment, selection } = this.#options;
    const actionCount = environment.actions.length;
    for (let lane = 0; lane < actions.length; lane++) {
      if (!this.isPlaying(lane)) continue;
      actions[lane] =
        selection === "greedy"
          ? greedyAction(probabilities, lane, actionCount)
          : sampleAction(probabilities, lane, actionCount, this.#streams[lane]);
    }
  }

  /** Takes down what the last step did in every playing lane. */
  record(batch: EnvironmentBatch, actions: Uint8Array): void {
    for (let lane = 0; lane < batch.lanes; lane++) {
      if (!this.isPlaying(lane)) continue;
      this.#actions[this.#levelIn[lane]].push(actions[lane]);
      this.#score(batch, lane);
    }
  }

  /** Adds the events of the last step in one lane to its level's counts and values. */
  #score(batch: EnvironmentBatch, lane: number): void {
    const { events, discount } = this.episodes;
    const kinds = batch.environment.events.length;
    const index = this.#levelIn[lane];
    for (let kind = 0; kind < kinds; kind++) {
      const happened = batch.events[lane * kinds + kind];
      if (happened === 0) continue;
      events[index * kinds + kind] += happened;
      const weight = this.#discounts[lane] * happened;
      for (const [weights, values] of this.#weights) values[index] += weight * weights[kind];
    }
    this.#discounts[lane] *= discount;
  }

  /** Closes the episodes that the last step ended, and names their lanes. */
  takeEnded(batch: EnvironmentBatch): number[] {
    const ended: number[] = [];
    for (let lane = 0; lane < batch.lanes; lane++) {
      if (!this.isPlaying(lane) || !(batch.terminated[lane] || batch.truncated[lane])) continue;
      const index = this.#levelIn[lane];
      this.episodes.steps[index] = batch.elapsed[lane];
      this.episodes.terminated[index] = batch.terminated[lane];
      this.done++;
      ended.push(lane);
    }
    return ended;
  }
}
