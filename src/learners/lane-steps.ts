// Worlds side by side for learners that learn step by step: what is seen before a step, done in it, paid for it and seen after it.
import type { z } from "zod";
import { InputError } from "../base/errors.ts";
import type { Rng, RngState } from "../base/rng.ts";
import type { Tensor } from "../engine/tensor.ts";
import type {
  ChanceOracle,
  Environment,
  EnvironmentBatch,
  LevelDistribution,
  Objective,
} from "../environments/environment.ts";
import { sampledChance } from "../rollouts/chance.ts";
import { EpisodeTally } from "../rollouts/episode-tally.ts";
import { restoreLanes, saveLanes } from "../rollouts/lane-states.ts";
import type { rngStateSchema } from "../rollouts/rollout.ts";
import type { FinishedEpisodes } from "../rollouts/trajectory.ts";

export interface LaneStepsOptions {
  readonly environment: Environment;
  readonly distribution: LevelDistribution;
  /** What is rewarded; the base objective by default. */
  readonly objective?: Objective;
  /** Steps after which an episode is truncated. */
  readonly horizon: number;
  readonly lanes: number;
  /** Forked into one stream per lane, for its levels and chance. */
  readonly rng: Rng;
}

/**
 * Steps, and only then starts ended lanes anew: between the two, a learner reads the last observation of an episode. Whoever leaves
 * `startEnded` out has lanes stand still, unpaid, from the end of their episodes on.
 */
export class LaneSteps {
  readonly batch: EnvironmentBatch;
  /** What the last step was worth. [lanes] */
  readonly rewards: Float32Array;
  readonly #distribution: LevelDistribution;
  readonly #rngs: readonly Rng[];
  readonly #chances: readonly ChanceOracle[];
  readonly #level: Uint8Array;
  readonly #tally: EpisodeTally;

  constructor({ environment, distribution, objective, horizon, lanes, rng }: LaneStepsOptions) {
    if (!(Number.isInteger(horizon) && horizon >= 1)) {
      throw new InputError("horizon", String(horizon), "at least 1 step");
    }
    this.batch = environment.batch({ lanes, horizon });
    this.rewards = new Float32Array(lanes);
    this.#distribution = distribution;
    this.#rngs = Array.from({ length: lanes }, (_, lane) => rng.fork(`lane-${lane}`));
    this.#chances = this.#rngs.map((laneRng) => sampledChance(laneRng));
    this.#level = new Uint8Array(environment.levelLength);
    this.#tally = new EpisodeTally(environment, lanes, objective);
    for (let lane = 0; lane < lanes; lane++) this.#start(lane);
  }

  /** One step of every lane. actions: [lanes] */
  step(actions: Uint8Array): void {
    this.batch.step(actions, this.#chances);
    this.#tally.count(this.batch.events, this.rewards);
  }

  /** Counts the episodes that have ended, and begins others in their lanes. */
  startEnded(): void {
    const { terminated, truncated, elapsed, lanes } = this.batch;
    for (let lane = 0; lane < lanes; lane++) {
      if (!terminated[lane] && !truncated[lane]) continue;
      this.#tally.finish(lane, elapsed[lane]!);
      this.#start(lane);
    }
  }

  /** Sums over the episodes that were counted since they were last taken. */
  takeFinished(): FinishedEpisodes {
    return this.#tally.takeFinished();
  }

  /** Where every lane stands, with the states of all streams. */
  snapshot(): Record<string, Tensor> {
    const { lanes } = this.batch;
    const { running } = this.#tally;
    const streams = new Int32Array(lanes * 4);
    this.#rngs.forEach((rng, lane) => {
      streams.set(rng.state(), lane * 4);
    });
    return {
      ...saveLanes(this.batch),
      running: { dtype: "int32", shape: [lanes, running.length / lanes], data: running.slice() },
      streams: { dtype: "int32", shape: [lanes, 4], data: streams },
    };
  }

  restore(arrays: Readonly<Record<string, Tensor>>): void {
    restoreLanes(this.batch, arrays);
    this.#tally.takeFinished();
    this.#tally.running.set(arrays.running!.data);
    this.#rngs.forEach((rng, lane) => {
      rng.restore(Array.from(arrays.streams!.data.subarray(lane * 4, lane * 4 + 4)) as unknown as RngState);
    });
  }

  #start(lane: number): void {
    this.#distribution.generate(this.#rngs[lane]!, this.#level, 0);
    this.batch.reset(lane, this.#level, 0);
  }
}

/** The state of a stream as JSON that `rngStateSchema` reads. */
export function streamState(rng: Rng): z.output<typeof rngStateSchema> {
  return [...rng.state()] as z.output<typeof rngStateSchema>;
}
