// What an expert would do, in states that the expert or its pupil has come to.
import type { Rng } from "../base/rng.ts";
import { sizeOf } from "../engine/tensor.ts";
import type { Environment, LevelDistribution } from "../environments/environment.ts";
import { allocateDecisions, type Policy } from "../policies/policy.ts";
import { sampledChance } from "../rollouts/chance.ts";
import { sampleAction } from "../rollouts/selection.ts";

/** Growing columns: observations, and the probabilities with which the expert acts there. */
export class Demonstrations {
  count = 0;
  readonly #observationSize: number;
  readonly #actions: number;
  #observations: Uint8Array;
  #probabilities: Float32Array;

  constructor({ observation, actions }: Environment) {
    this.#observationSize = sizeOf(observation.shape);
    this.#actions = actions.length;
    this.#observations = new Uint8Array(1024 * this.#observationSize);
    this.#probabilities = new Float32Array(1024 * this.#actions);
  }

  /** Adds what one lane sees and what the expert says. observations: [lanes, ...], probabilities: [lanes, actions] */
  add(observations: Uint8Array, probabilities: Float32Array, lane: number): void {
    const [size, actions] = [this.#observationSize, this.#actions];
    if ((this.count + 1) * actions > this.#probabilities.length) this.#grow();
    this.#observations.set(observations.subarray(lane * size, (lane + 1) * size), this.count * size);
    this.#probabilities.set(
      probabilities.subarray(lane * actions, (lane + 1) * actions),
      this.count * actions,
    );
    this.count++;
  }

  /** Copies uniformly drawn states, with repetition. observations: [samples, ...], probabilities: [samples, actions] */
  draw(rng: Rng, observations: Uint8Array, probabilities: Float32Array): void {
    const [size, actions] = [this.#observationSize, this.#actions];
    for (let sample = 0; sample * actions < probabilities.length; sample++) {
      const row = rng.below(this.count);
      observations.set(this.#observations.subarray(row * size, (row + 1) * size), sample * size);
      probabilities.set(this.#probabilities.subarray(row * actions, (row + 1) * actions), sample * actions);
    }
  }

  #grow(): void {
    const observations = new Uint8Array(2 * this.#observations.length);
    const probabilities = new Float32Array(2 * this.#probabilities.length);
    observations.set(this.#observations);
    probabilities.set(this.#probabilities);
    this.#observations = observations;
    this.#probabilities = probabilities;
  }
}

export interface DemonstrationOptions {
  readonly environment: Environment;
  readonly distribution: LevelDistribution;
  readonly horizon: number;
  readonly expert: Policy;
  readonly learner: Policy;
  /** Episodes, each on a fresh level and all side by side. */
  readonly episodes: number;
  /** Of these, the first so many are acted by the learner. */
  readonly learnerEpisodes: number;
  readonly rng: Rng;
}

/** Plays the episodes to their ends, and adds every state that is acted in, with what the expert would do there. */
export async function demonstrate(options: DemonstrationOptions, into: Demonstrations): Promise<void> {
  const { environment, expert, learner, episodes, learnerEpisodes, horizon, rng } = options;
  const batch = environment.batch({ lanes: episodes, horizon });
  const actions = environment.actions.length;
  const [taught, willed] = [allocateDecisions(episodes, actions), allocateDecisions(episodes, actions)];
  const expertMemory = new Float32Array(episodes * expert.memorySize);
  const learnerMemory = new Float32Array(episodes * learner.memorySize);
  const chances = Array.from({ length: episodes }, (_, lane) => sampledChance(rng.fork(`lane-${lane}`)));
  startEpisodes(options, batch);
  const taken = new Uint8Array(episodes);
  const runs = (lane: number) => batch.terminated[lane] === 0 && batch.truncated[lane] === 0;
  for (let running = episodes; running > 0; ) {
    await expert.decide(batch, expertMemory, taught);
    if (learnerEpisodes > 0) await learner.decide(batch, learnerMemory, willed);
    for (let lane = 0; lane < episodes; lane++) {
      if (!runs(lane)) continue;
      into.add(batch.observations, taught.probabilities, lane);
      const { probabilities } = lane < learnerEpisodes ? willed : taught;
      taken[lane] = sampleAction(probabilities, lane, actions, rng);
    }
    batch.step(taken, chances);
    expert.remember?.(taken, expertMemory, batch);
    learner.remember?.(taken, learnerMemory, batch);
    running = 0;
    for (let lane = 0; lane < episodes; lane++) if (runs(lane)) running++;
  }
}

function startEpisodes(
  { environment, distribution, rng }: DemonstrationOptions,
  batch: ReturnType<Environment["batch"]>,
): void {
  const level = new Uint8Array(environment.levelLength);
  const levels = rng.fork("levels");
  for (let lane = 0; lane < batch.lanes; lane++) {
    distribution.generate(levels, level, 0);
    batch.reset(lane, level, 0);
  }
}
