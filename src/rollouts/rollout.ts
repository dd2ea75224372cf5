// Collects training experience: many lanes step by step, each reset to a fresh level when its episode ends.
import type { JsonObject } from "../base/hash.ts";
import type { Rng, RngState } from "../base/rng.ts";
import { sizeOf, type Tensor } from "../engine/tensor.ts";
import {
  baseObjective,
  type ChanceOracle,
  type Environment,
  type EnvironmentBatch,
  eventWeights,
  type LevelDistribution,
} from "../environments/environment.ts";
import { allocateDecisions, type Decisions } from "../policies/policy.ts";
import type { Actor } from "./actor.ts";
import { sampledChance } from "./chance.ts";
import { FinalObservations } from "./final-observations.ts";
import { restoreLanes, saveLanes } from "./lane-states.ts";
import { sampleAction } from "./selection.ts";
import { allocateTrajectory, type FinishedEpisodes, type Trajectory } from "./trajectory.ts";

export interface RolloutOptions {
  readonly environment: Environment;
  readonly distribution: LevelDistribution;
  readonly horizon: number;
  readonly lanes: number;
  readonly steps: number;
  /** Forked into one stream per lane, for its levels and chance, and one for actions. */
  readonly rng: Rng;
  /** Numbers of policy memory per lane; 0 (default) for memoryless policies. */
  readonly memorySize?: number;
  /** Episodes after which the policy's memory is cleared; 1 by default. */
  readonly episodesPerLife?: number;
}

/** Everything needed to go on exactly: arrays by name, and the rest as JSON. */
export interface RolloutSnapshot {
  readonly arrays: Readonly<Record<string, Tensor>>;
  readonly scalars: JsonObject;
}

export class RolloutCollector {
  readonly trajectory: Trajectory;
  readonly #options: RolloutOptions;
  readonly #batch: EnvironmentBatch;
  readonly #observationSize: number;
  readonly #rewards: Float64Array;
  readonly #laneRngs: readonly Rng[];
  readonly #chances: readonly ChanceOracle[];
  readonly #actionRng: Rng;
  readonly #decisions: Decisions;
  readonly #actions: Uint8Array;
  readonly #level: Uint8Array;
  /** Events since the start of each lane's episode. [lanes, events] */
  readonly #running: Int32Array;
  /** [lanes, memorySize] */
  readonly #memory: Float32Array;
  /** Episodes that each lane's life still holds, the current one included; a life begins at 0. [lanes] */
  readonly #episodesLeft: Int32Array;
  readonly #finals: FinalObservations;

  constructor(options: RolloutOptions) {
    const { environment, lanes, steps, horizon, rng, memorySize = 0 } = options;
    this.#options = options;
    this.#batch = environment.batch({ lanes, horizon });
    this.#observationSize = sizeOf(environment.observation.shape);
    this.trajectory = allocateTrajectory(steps, lanes, this.#observationSize);
    this.#rewards = eventWeights(environment, baseObjective(environment));
    this.#laneRngs = Array.from({ length: lanes }, (_, lane) => rng.fork(`lane-${lane}`));
    this.#chances = this.#laneRngs.map((laneRng) => sampledChance(laneRng));
    this.#actionRng = rng.fork("actions");
    this.#decisions = allocateDecisions(lanes, environment.actions.length);
    this.#actions = new Uint8Array(lanes);
    this.#level = new Uint8Array(environment.levelLength);
    this.#running = new Int32Array(lanes * environment.events.length);
    this.#memory = new Float32Array(lanes * memorySize);
    this.#episodesLeft = new Int32Array(lanes);
    this.#finals = new FinalObservations(steps, lanes, horizon, this.#observationSize, memorySize);
    for (let lane = 0; lane < lanes; lane++) this.#startEpisode(lane);
  }

  /**
   * Fills `trajectory` with the next `steps` steps of every lane, going on where the last stretch stopped, and tells
   * which episodes ended in it.
   */
  async collect(actor: Actor): Promise<FinishedEpisodes> {
    const { trajectory } = this;
    const finished = { count: 0, returns: 0, steps: 0, events: new Float64Array(this.#rewards.length) };
    this.#finals.clear();
    trajectory.finalValues.fill(0);
    trajectory.memoryCleared.fill(0);
    for (let step = 0; step < trajectory.steps; step++) {
      await this.#act(actor, step);
      this.#batch.step(this.#actions, this.#chances);
      this.#recordStep(step);
      this.#endEpisodes(step, finished);
    }
    // The memory after the last step belongs to the next stretch: its estimate is taken on a copy.
    await actor.evaluate(this.#batch.observations, trajectory.lanes, this.#memory.slice(), this.#decisions);
    trajectory.lastValues.set(this.#decisions.values);
    await this.#finals.evaluate(actor, this.#decisions, trajectory.finalValues);
    return finished;
  }

  snapshot(): RolloutSnapshot {
    const { lanes } = this.trajectory;
    const streams = new Int32Array(lanes * 4);
    this.#laneRngs.forEach((rng, lane) => {
      streams.set(rng.state(), lane * 4);
    });
    return {
      arrays: {
        ...saveLanes(this.#batch),
        running: { dtype: "int32", shape: [lanes, this.#rewards.length], data: this.#running.slice() },
        memory: { dtype: "float32", shape: [lanes, this.#memory.length / lanes], data: this.#memory.slice() },
        episodesLeft: { dtype: "int32", shape: [lanes], data: this.#episodesLeft.slice() },
        streams: { dtype: "int32", shape: [lanes, 4], data: streams },
      },
      scalars: { actions: this.#actionRng.state() },
    };
  }

  restore({ arrays, scalars }: RolloutSnapshot): void {
    restoreLanes(this.#batch, arrays);
    this.#running.set(arrays.running.data);
    this.#memory.set(arrays.memory.data);
    this.#episodesLeft.set(arrays.episodesLeft.data);
    this.#laneRngs.forEach((rng, lane) => {
      rng.restore(arrays.streams.data.slice(lane * 4, lane * 4 + 4) as unknown as RngState);
    });
    this.#actionRng.restore(scalars.actions as unknown as RngState);
  }

  /** Records what every lane sees, asks the policy and draws the actions. */
  async #act(actor: Actor, step: number): Promise<void> {
    const { observations, actions, logProbabilities, values, lanes, memoryCleared } = this.trajectory;
    const start = step * lanes;
    const actionCount = this.#options.environment.actions.length;
    observations.set(this.#batch.observations, start * this.#observationSize);
    for (let lane = 0; lane < lanes; lane++) {
      if (this.#episodesLeft[lane] === 0) memoryCleared[start + lane] = this.#startLife(lane);
    }
    await actor.evaluate(this.#batch.observations, lanes, this.#memory, this.#decisions);
    const { probabilities } = this.#decisions;
    for (let lane = 0; lane < lanes; lane++) {
      const action = sampleAction(probabilities, lane, actionCount, this.#actionRng);
      this.#actions[lane] = action;
      logProbabilities[start + lane] = Math.log(probabilities[lane * actionCount + action]);
    }
    actions.set(this.#actions, start);
    values.set(this.#decisions.values, start);
  }

  #recordStep(step: number): void {
    const { rewards, terminated, truncated, lanes } = this.trajectory;
    const weights = this.#rewards;
    const running = this.#running;
    const events = this.#batch.events;
    const kinds = weights.length;
    for (let lane = 0; lane < lanes; lane++) {
      let reward = 0;
      for (let kind = 0; kind < kinds; kind++) {
        const count = events[lane * kinds + kind];
        running[lane * kinds + kind] += count;
        reward += weights[kind] * count;
      }
      rewards[step * lanes + lane] = reward;
    }
    terminated.set(this.#batch.terminated, step * lanes);
    truncated.set(this.#batch.truncated, step * lanes);
  }

  #endEpisodes(
    step: number,
    finished: { -readonly [K in keyof FinishedEpisodes]: FinishedEpisodes[K] },
  ): void {
    const { lanes } = this.trajectory;
    const { terminated, truncated, observations, elapsed } = this.#batch;
    const kinds = this.#rewards.length;
    for (let lane = 0; lane < lanes; lane++) {
      if (!terminated[lane] && !truncated[lane]) continue;
      if (truncated[lane]) this.#finals.keep(step * lanes + lane, lane, observations, this.#memory);
      finished.count++;
      finished.steps += elapsed[lane];
      for (let kind = 0; kind < kinds; kind++) {
        const count = this.#running[lane * kinds + kind];
        finished.events[kind] += count;
        finished.returns += this.#rewards[kind] * count;
      }
      this.#episodesLeft[lane]--;
      this.#startEpisode(lane);
    }
  }

  #startEpisode(lane: number): void {
    const kinds = this.#rewards.length;
    this.#options.distribution.generate(this.#laneRngs[lane], this.#level, 0);
    this.#batch.reset(lane, this.#level, 0);
    this.#running.fill(0, lane * kinds, (lane + 1) * kinds);
  }

  #startLife(lane: number): 1 {
    const { memorySize = 0, episodesPerLife = 1 } = this.#options;
    this.#memory.fill(0, lane * memorySize, (lane + 1) * memorySize);
    this.#episodesLeft[lane] = episodesPerLife;
    return 1;
  }
}
