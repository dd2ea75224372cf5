// Collects training experience: many lanes step by step, each reset to a fresh level when its episode ends.
import { z } from "zod";
import { InputError } from "../base/errors.ts";
import type { Rng, RngState } from "../base/rng.ts";
import { sizeOf, type Tensor } from "../engine/tensor.ts";
import type {
  ChanceOracle,
  Environment,
  EnvironmentBatch,
  LevelDistribution,
  Objective,
} from "../environments/environment.ts";
import { allocateDecisions, type Decisions } from "../policies/policy.ts";
import type { Actor } from "./actor.ts";
import { sampledChance } from "./chance.ts";
import { EpisodeTally } from "./episode-tally.ts";
import { FinalObservations } from "./final-observations.ts";
import { restoreLanes, saveLanes } from "./lane-states.ts";
import { sampleAction } from "./selection.ts";
import {
  allocateTrajectory,
  type FinishedEpisodes,
  type MemorySizes,
  type Trajectory,
} from "./trajectory.ts";

export interface RolloutOptions extends MemorySizes {
  readonly environment: Environment;
  readonly distribution: LevelDistribution;
  /** What is rewarded; the base objective by default. */
  readonly objective?: Objective;
  readonly horizon: number;
  readonly lanes: number;
  readonly steps: number;
  /** Forked into one stream per lane, for its levels and chance, and one for actions. */
  readonly rng: Rng;
  /** Episodes after which the policy's memory is cleared; 1 by default. */
  readonly episodesPerLife?: number;
}

/** The state of a random stream. */
export const rngStateSchema = z.tuple([z.int(), z.int(), z.int(), z.int()]);

export const rolloutScalarsSchema = z.strictObject({ actions: rngStateSchema });

/** Everything needed to go on to the same bytes: arrays by name, and the rest as JSON. */
export interface RolloutSnapshot {
  readonly arrays: Readonly<Record<string, Tensor>>;
  readonly scalars: z.output<typeof rolloutScalarsSchema>;
}

/** Lanes with everything that runs in them: where each stands in its episode, and all random streams. */
export class RolloutCollector {
  readonly trajectory: Trajectory;
  readonly #options: RolloutOptions;
  readonly #batch: EnvironmentBatch;
  readonly #observationSize: number;
  readonly #laneRngs: readonly Rng[];
  readonly #chances: readonly ChanceOracle[];
  readonly #actionRng: Rng;
  readonly #decisions: Decisions;
  readonly #actions: Uint8Array;
  readonly #level: Uint8Array;
  readonly #tally: EpisodeTally;
  /** [lanes, memorySize] */
  readonly #memory: Float32Array;
  /** Episodes that each lane's life still holds, the current one included; a life begins at 0. [lanes] */
  readonly #episodesLeft: Int32Array;
  readonly #finals: FinalObservations;

  constructor(options: RolloutOptions) {
    const { environment, lanes, steps, horizon, rng, memorySize = 0 } = options;
    if (!(Number.isInteger(horizon) && horizon >= 1)) {
      throw new InputError("horizon", String(horizon), "at least 1 step");
    }
    if (steps % (options.sequenceLength ?? 1) !== 0)
      throw new InputError("sequence length", String(options.sequenceLength), `a divisor of ${steps} steps`);
    this.#options = options;
    this.#batch = environment.batch({ lanes, horizon });
    this.#observationSize = sizeOf(environment.observation.shape);
    this.trajectory = allocateTrajectory(steps, lanes, this.#observationSize, options);
    this.#laneRngs = Array.from({ length: lanes }, (_, lane) => rng.fork(`lane-${lane}`));
    this.#chances = this.#laneRngs.map((laneRng) => sampledChance(laneRng));
    this.#actionRng = rng.fork("actions");
    this.#decisions = allocateDecisions(lanes, environment.actions.length);
    this.#actions = new Uint8Array(lanes);
    this.#level = new Uint8Array(environment.levelLength);
    this.#tally = new EpisodeTally(environment, lanes, options.objective);
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
    this.#tally.takeFinished();
    this.#finals.clear();
    trajectory.finalValues.fill(0);
    trajectory.memoryCleared.fill(0);
    for (let step = 0; step < trajectory.steps; step++) {
      await this.#act(actor, step);
      this.#batch.step(this.#actions, this.#chances);
      actor.remember?.(this.#actions, this.#memory, this.#batch);
      this.#recordStep(step);
      this.#endEpisodes(step);
    }
    // The memory after the last step belongs to the next stretch: its estimate is taken on a copy.
    await actor.evaluate(this.#batch.observations, trajectory.lanes, this.#memory.slice(), this.#decisions);
    trajectory.lastValues.set(this.#decisions.values);
    await this.#finals.evaluate(actor, this.#decisions, trajectory.finalValues);
    return this.#tally.takeFinished();
  }

  snapshot(): RolloutSnapshot {
    const { lanes } = this.trajectory;
    const { running } = this.#tally;
    const streams = new Int32Array(lanes * 4);
    this.#laneRngs.forEach((rng, lane) => {
      streams.set(rng.state(), lane * 4);
    });
    return {
      arrays: {
        ...saveLanes(this.#batch),
        running: { dtype: "int32", shape: [lanes, running.length / lanes], data: running.slice() },
        memory: { dtype: "float32", shape: [lanes, this.#memory.length / lanes], data: this.#memory.slice() },
        episodesLeft: { dtype: "int32", shape: [lanes], data: this.#episodesLeft.slice() },
        streams: { dtype: "int32", shape: [lanes, 4], data: streams },
      },
      scalars: { actions: [...this.#actionRng.state()] },
    };
  }

  restore({ arrays, scalars }: RolloutSnapshot): void {
    restoreLanes(this.#batch, arrays);
    this.#tally.running.set(arrays.running.data);
    this.#memory.set(arrays.memory.data);
    this.#episodesLeft.set(arrays.episodesLeft.data);
    this.#laneRngs.forEach((rng, lane) => {
      rng.restore(arrays.streams.data.slice(lane * 4, lane * 4 + 4) as unknown as RngState);
    });
    this.#actionRng.restore(scalars.actions);
  }

  /** Records what every lane sees, asks the policy and draws the actions. */
  async #act(actor: Actor, step: number): Promise<void> {
    const { observations, actions, logProbabilities, values, lanes, memoryCleared } = this.trajectory;
    const start = step * lanes;
    const actionCount = this.#options.environment.actions.length;
    observations.set(this.#batch.observations, start * this.#observationSize);
    for (let lane = 0; lane < lanes; lane++) {
      if (this.#episodesLeft[lane] > 0) continue;
      this.#startLife(lane);
      memoryCleared[start + lane] = 1;
    }
    this.#recordMemory(step);
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

  /** Takes down what is told before every step, and the whole memory where a sequence begins. */
  #recordMemory(step: number): void {
    const { lanes, sequenceLength, memories, told } = this.trajectory;
    const { memorySize = 0, toldSize = 0 } = this.#options;
    if (step % sequenceLength === 0) memories.set(this.#memory, (step / sequenceLength) * lanes * memorySize);
    for (let lane = 0; lane < lanes; lane++) {
      for (let i = 0; i < toldSize; i++)
        told[(step * lanes + lane) * toldSize + i] = this.#memory[lane * memorySize + i];
    }
  }

  #recordStep(step: number): void {
    const { rewards, terminated, truncated, lanes } = this.trajectory;
    const start = step * lanes;
    this.#tally.count(this.#batch.events, rewards.subarray(start, start + lanes));
    terminated.set(this.#batch.terminated, start);
    truncated.set(this.#batch.truncated, start);
  }

  #endEpisodes(step: number): void {
    const { lanes } = this.trajectory;
    const { terminated, truncated, observations, elapsed } = this.#batch;
    for (let lane = 0; lane < lanes; lane++) {
      if (!terminated[lane] && !truncated[lane]) continue;
      if (truncated[lane]) this.#finals.keep(step * lanes + lane, lane, observations, this.#memory);
      this.#tally.finish(lane, elapsed[lane]);
      this.#episodesLeft[lane]--;
      this.#startEpisode(lane);
    }
  }

  #startEpisode(lane: number): void {
    this.#options.distribution.generate(this.#laneRngs[lane], this.#level, 0);
    this.#batch.reset(lane, this.#level, 0);
  }

  #startLife(lane: number): void {
    const { memorySize = 0, episodesPerLife = 1 } = this.#options;
    this.#memory.fill(0, lane * memorySize, (lane + 1) * memorySize);
    this.#episodesLeft[lane] = episodesPerLife;
  }
}
