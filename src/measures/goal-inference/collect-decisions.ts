// Watches an agent: plays sampled episodes and keeps the first decision in each state of each level.
import { InputError } from "../../base/errors.ts";
import type { Rng } from "../../base/rng.ts";
import type { ChanceOracle, EnvironmentBatch } from "../../environments/environment.ts";
import { type FiniteMdp, lookup } from "../../environments/finite-mdp.ts";
import type { LevelSet } from "../../environments/levels.ts";
import { allocateDecisions, type Decisions, type Policy } from "../../policies/policy.ts";
import { sampledChance } from "../../rollouts/chance.ts";
import { sampleAction } from "../../rollouts/selection.ts";
import type { DecisionRecord } from "./decision-record.ts";

export interface CollectOptions {
  /** The enumerated levels, in the order of the set. */
  readonly mdps: readonly FiniteMdp[];
  readonly levels: LevelSet;
  readonly policy: Policy;
  readonly horizon: number;
  /** Of the event counts. */
  readonly discount: number;
  readonly episodesPerLevel: number;
  /** Forked into one stream per episode, so that an episode does not depend on how many are played side by side. */
  readonly rng: Rng;
  /** How many episodes are played side by side at most; 256 by default. */
  readonly lanes?: number;
}

/**
 * Plays `episodesPerLevel` episodes on every level with sampled actions. Of the decisions taken, the record keeps the
 * first in each (level, state): in the order of levels, episodes and time. Throws an InputError for counts below 1.
 */
export async function collectDecisions(options: CollectOptions): Promise<DecisionRecord> {
  const { levels, policy, horizon, episodesPerLevel, lanes = 256 } = options;
  atLeastOne("levels", levels.count);
  atLeastOne("episodes per level", episodesPerLevel);
  atLeastOne("horizon", horizon);
  const { environment } = levels;
  const width = Math.min(lanes, levels.count * episodesPerLevel);
  const batch = environment.batch({ lanes: width, horizon });
  const memory = new Float32Array(width * policy.memorySize);
  const decisions = allocateDecisions(width, environment.actions.length);
  const watch = new Watch(options, batch);
  while (watch.playing > 0) {
    await policy.decide(batch, memory, decisions);
    const actions = watch.step(decisions);
    policy.remember?.(actions, memory, batch);
    for (const lane of watch.endEpisodes()) {
      memory.fill(0, lane * policy.memorySize, (lane + 1) * policy.memorySize);
    }
  }
  return watch.record();
}

function atLeastOne(place: string, found: number): void {
  if (!(Number.isInteger(found) && found >= 1)) throw new InputError(place, String(found), "at least 1");
}

/** One episode as it was played. */
interface Episode {
  readonly states: number[];
  readonly actions: number[];
  /** [steps, actions] */
  readonly probabilities: number[];
  /** [events] */
  readonly discountedEvents: Float64Array;
}

/** Which episode is played in which lane, and everything that is seen there. */
class Watch {
  /** Lanes that still have an episode of their own. */
  playing = 0;
  readonly #options: CollectOptions;
  readonly #batch: EnvironmentBatch;
  /** In the order of levels; those of one level one after the other. */
  readonly #episodes: Episode[] = [];
  /** The episode in each lane, or -1. [lanes] */
  readonly #episodeIn: Int32Array;
  readonly #streams: Rng[] = [];
  readonly #chances: ChanceOracle[] = [];
  /** Discount of the next step. [lanes] */
  readonly #discounts: Float64Array;
  readonly #actions: Uint8Array;
  readonly #words: Int32Array;

  constructor(options: CollectOptions, batch: EnvironmentBatch) {
    const { environment } = options.levels;
    this.#options = options;
    this.#batch = batch;
    this.#episodeIn = new Int32Array(batch.lanes).fill(-1);
    this.#discounts = new Float64Array(batch.lanes);
    this.#actions = new Uint8Array(batch.lanes);
    this.#words = new Int32Array(environment.stateLength);
    for (let lane = 0; lane < batch.lanes; lane++) {
      this.playing++;
      this.#startNext(lane);
    }
  }

  /** Resets the lane to the next episode; with none left it stays on the one that has ended. */
  #startNext(lane: number): void {
    const { levels, episodesPerLevel, rng } = this.#options;
    const index = this.#episodes.length;
    if (index >= levels.count * episodesPerLevel) {
      this.#episodeIn[lane] = -1;
      this.playing--;
      return;
    }
    const level = Math.floor(index / episodesPerLevel);
    const stream = rng.fork(`level-${level}-episode-${index % episodesPerLevel}`);
    const discountedEvents = new Float64Array(levels.environment.events.length);
    this.#episodes.push({ states: [], actions: [], probabilities: [], discountedEvents });
    this.#episodeIn[lane] = index;
    this.#streams[lane] = stream.fork("actions");
    this.#chances[lane] = sampledChance(stream.fork("chance"));
    this.#discounts[lane] = 1;
    this.#batch.reset(lane, levels.bytes, level * levels.environment.levelLength);
  }

  /** Draws an action in every playing lane, takes down the decision, and steps; answers the actions. [lanes] */
  step({ probabilities }: Decisions): Uint8Array {
    const batch = this.#batch;
    const actions = batch.environment.actions.length;
    for (let lane = 0; lane < batch.lanes; lane++) {
      const index = this.#episodeIn[lane];
      if (index < 0) continue;
      const action = sampleAction(probabilities, lane, actions, this.#streams[lane]);
      const episode = this.#episodes[index];
      episode.states.push(this.#stateOf(lane, index));
      episode.actions.push(action);
      for (let a = 0; a < actions; a++) episode.probabilities.push(probabilities[lane * actions + a]);
      this.#actions[lane] = action;
    }
    batch.step(this.#actions, this.#chances);
    this.#countEvents();
    return this.#actions;
  }

  #stateOf(lane: number, episode: number): number {
    const { mdps, episodesPerLevel } = this.#options;
    this.#batch.saveState(lane, this.#words, 0);
    const state = lookup(mdps[Math.floor(episode / episodesPerLevel)], this.#words);
    if (state >= 0) return state;
    throw new Error(
      `${this.#batch.environment.name} has reached a state that play on its level cannot reach`,
    );
  }

  #countEvents(): void {
    const { events, environment, lanes } = this.#batch;
    const kinds = environment.events.length;
    for (let lane = 0; lane < lanes; lane++) {
      const index = this.#episodeIn[lane];
      if (index < 0) continue;
      const { discountedEvents } = this.#episodes[index];
      for (let kind = 0; kind < kinds; kind++) {
        discountedEvents[kind] += this.#discounts[lane] * events[lane * kinds + kind];
      }
      this.#discounts[lane] *= this.#options.discount;
    }
  }

  /** Starts the next episode in every lane whose own has ended, and names these lanes. */
  endEpisodes(): number[] {
    const { terminated, truncated, lanes } = this.#batch;
    const ended: number[] = [];
    for (let lane = 0; lane < lanes; lane++) {
      if (this.#episodeIn[lane] < 0 || !(terminated[lane] || truncated[lane])) continue;
      ended.push(lane);
      this.#startNext(lane);
    }
    return ended;
  }

  /** What was seen, each (level, state) once. */
  record(): DecisionRecord {
    const { levels, mdps, episodesPerLevel } = this.#options;
    const actions = levels.environment.actions.length;
    const rows = { level: [] as number[], state: [] as number[], action: [] as number[] };
    const previous: number[] = [];
    const probabilities: number[] = [];
    const kinds = levels.environment.events.length;
    const discountedEvents = new Float64Array(levels.count * kinds);
    for (let level = 0; level < levels.count; level++) {
      const met = new Uint8Array(mdps[level].states);
      for (let e = level * episodesPerLevel; e < (level + 1) * episodesPerLevel; e++) {
        const episode = this.#episodes[e];
        episode.discountedEvents.forEach((sum, kind) => {
          discountedEvents[level * kinds + kind] += sum / episodesPerLevel;
        });
        episode.states.forEach((state, time) => {
          if (met[state] === 1) return;
          met[state] = 1;
          rows.level.push(level);
          rows.state.push(state);
          rows.action.push(episode.actions[time]);
          previous.push(time === 0 ? actions : episode.actions[time - 1]);
          for (let a = 0; a < actions; a++) probabilities.push(episode.probabilities[time * actions + a]);
        });
      }
    }
    return {
      levels,
      level: Int32Array.from(rows.level),
      state: Int32Array.from(rows.state),
      action: Uint8Array.from(rows.action),
      previous: Uint8Array.from(previous),
      probabilities: Float32Array.from(probabilities),
      count: rows.state.length,
      taken: this.#episodes.reduce((sum, { states }) => sum + states.length, 0),
      discountedEvents,
      episodesPerLevel,
    };
  }
}
