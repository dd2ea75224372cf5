// Training: the only loop. Act, learn from what happened, act with what was learned.
import { z } from "zod";
import { InputError } from "../base/errors.ts";
import type { JsonObject } from "../base/hash.ts";
import type { Rng } from "../base/rng.ts";
import { parseInput } from "../base/schema.ts";
import type { Runtime } from "../engine/runtime.ts";
import type { Tensor } from "../engine/tensor.ts";
import type { Environment, LevelDistribution, Objective } from "../environments/environment.ts";
import { createNetwork, type NetworkPolicy, type NetworkSpec, networkPolicy } from "../policies/network.ts";
import type { Network, Parameters } from "../policies/networks/architecture.ts";
import { RolloutCollector, rngStateSchema, rolloutScalarsSchema } from "../rollouts/rollout.ts";
import type { FinishedEpisodes } from "../rollouts/trajectory.ts";
import { Ppo, type PpoHyperparameters, type PpoState } from "./ppo.ts";
import { prefixed, withoutPrefix } from "./prefix.ts";
import { constantSchedule, linearSchedule, type Schedule } from "./schedules.ts";
import { initialisationStream, policyFromParameters } from "./trained-policies.ts";

export { policyFromParameters, untrainedPolicy } from "./trained-policies.ts";

export interface TrainingOptions {
  readonly environment: Environment;
  readonly distribution: LevelDistribution;
  /** What is rewarded; the base objective by default. Episodic returns are those of the base objective in any case. */
  readonly objective?: Objective;
  /**
   * Deal the rewards of each rollout out again among its steps, at random: the control that has the same rewards and
   * nothing to learn from them.
   */
  readonly shuffledRewards?: boolean;
  /** Steps after which a training episode is truncated. */
  readonly horizon: number;
  readonly ppo: PpoHyperparameters;
  readonly network: NetworkSpec;
  /** Forked into streams for initialisation, rollout and minibatches. */
  readonly rng: Rng;
  readonly runtime: Runtime;
}

/** Everything needed to go on to the same bytes: arrays by name, and the rest as JSON. */
export interface TrainingSnapshot {
  readonly arrays: Readonly<Record<string, Tensor>>;
  readonly scalars: JsonObject;
}

export interface Training {
  /** Environment steps taken so far. */
  readonly globalStep: number;
  /** Environment steps of the whole training, in whole cycles. */
  readonly totalSteps: number;
  /**
   * One rollout and one update; answers the metrics of both, by canonical name. When it throws (DivergenceError,
   * ProbabilityError), the training stands as it did before the call.
   */
  cycle(): Promise<Record<string, number>>;
  snapshot(): TrainingSnapshot;
  /** Puts a snapshot of a training with equal options back; throws an InputError where names or shapes differ. */
  restore(snapshot: TrainingSnapshot): void;
  parameters(): Parameters;
  /** A policy with the current parameters, compiled for that many lanes. */
  policy(lanes: number): Promise<NetworkPolicy>;
  release(): Promise<void>;
}

const scalarsSchema = z.strictObject({
  cycles: z.int().min(0),
  minibatches: rngStateSchema,
  rollout: rolloutScalarsSchema,
});

/**
 * Sets a training up; nothing is learned before the first cycle. Throws an InputError on settings that do not fit each
 * other.
 */
export async function createTraining(options: TrainingOptions): Promise<Training> {
  const network = createNetwork(options.network, options.environment);
  const learner = await Ppo.create(network, options.ppo, options.runtime);
  return new PpoTraining(options, network, learner);
}

class PpoTraining implements Training {
  readonly totalSteps: number;
  readonly #options: TrainingOptions;
  readonly #learner: Ppo;
  readonly #collector: RolloutCollector;
  readonly #actor: NetworkPolicy;
  readonly #minibatchRng: Rng;
  readonly #learningRate: Schedule;
  readonly #stepsPerCycle: number;
  #state: PpoState;
  #cycles = 0;

  constructor(options: TrainingOptions, network: Network, learner: Ppo) {
    const { ppo, rng, runtime } = options;
    this.#options = options;
    this.#learner = learner;
    this.#stepsPerCycle = ppo.num_envs * ppo.num_steps;
    this.totalSteps = Math.floor(ppo.total_timesteps / this.#stepsPerCycle) * this.#stepsPerCycle;
    this.#learningRate = (ppo.anneal_lr ? linearSchedule : constantSchedule)(ppo.learning_rate);
    this.#state = learner.init(rng.fork(initialisationStream));
    const { parameters } = this.#state;
    this.#actor = networkPolicy({ name: "actor", network, parameters, runtime });
    const { environment, distribution, objective, horizon } = options;
    const size = { lanes: ppo.num_envs, steps: ppo.num_steps };
    this.#collector = new RolloutCollector({
      environment,
      distribution,
      ...(objective && { objective }),
      horizon,
      ...size,
      rng: rng.fork("rollout"),
    });
    this.#minibatchRng = rng.fork("minibatches");
  }

  get globalStep(): number {
    return this.#cycles * this.#stepsPerCycle;
  }

  async cycle(): Promise<Record<string, number>> {
    if (this.globalStep >= this.totalSteps)
      throw new Error(`training is over after ${this.totalSteps} steps`);
    const before = this.snapshot();
    try {
      return await this.#cycle();
    } catch (error) {
      this.restore(before);
      throw error;
    }
  }

  async #cycle(): Promise<Record<string, number>> {
    const start = performance.now();
    const finished = await this.#collector.collect(this.#actor);
    const collected = performance.now();
    const learningRate = this.#learningRate(this.globalStep / this.totalSteps);
    const { trajectory } = this.#collector;
    if (this.#options.shuffledRewards) this.#minibatchRng.shuffle(trajectory.rewards);
    const { state, metrics } = await this.#learner.update(
      this.#state,
      trajectory,
      learningRate,
      this.#minibatchRng,
    );
    this.#adopt(state, this.#cycles + 1);
    const end = performance.now();
    return {
      global_step: this.globalStep,
      ...episodeMetrics(this.#options.environment, finished),
      "charts/learning_rate": learningRate,
      ...metrics,
      "charts/SPS": (this.#stepsPerCycle * 1000) / (end - start),
      "clock/rollout_seconds": (collected - start) / 1000,
      "clock/update_seconds": (end - collected) / 1000,
    };
  }

  snapshot(): TrainingSnapshot {
    const rollout = this.#collector.snapshot();
    return {
      arrays: {
        ...prefixed("parameters/", this.#state.parameters),
        ...prefixed("optimiser/", this.#state.optimiser),
        ...prefixed("rollout/", rollout.arrays),
      },
      scalars: { cycles: this.#cycles, minibatches: this.#minibatchRng.state(), rollout: rollout.scalars },
    };
  }

  restore({ arrays, scalars }: TrainingSnapshot): void {
    checkArrays(arrays, this.snapshot().arrays);
    const { cycles, minibatches, rollout } = parseInput(scalarsSchema, scalars, "snapshot");
    this.#collector.restore({ arrays: withoutPrefix("rollout/", arrays), scalars: rollout });
    this.#minibatchRng.restore(minibatches);
    const state = {
      parameters: withoutPrefix("parameters/", arrays),
      optimiser: withoutPrefix("optimiser/", arrays),
    };
    this.#adopt(state, cycles);
  }

  parameters(): Parameters {
    return this.#state.parameters;
  }

  policy(lanes: number): Promise<NetworkPolicy> {
    const { environment, network, runtime } = this.#options;
    return policyFromParameters(environment, network, this.parameters(), runtime, lanes);
  }

  async release(): Promise<void> {
    await this.#learner.release();
    await this.#actor.release();
  }

  #adopt(state: PpoState, cycles: number): void {
    this.#state = state;
    this.#cycles = cycles;
    this.#actor.replaceParameters(state.parameters);
  }
}

/** Means over the episodes that ended in a rollout; nothing where none did. */
function episodeMetrics(environment: Environment, finished: FinishedEpisodes): Record<string, number> {
  const { count, returns, steps, events } = finished;
  if (count === 0) return { "charts/episodes": 0 };
  const perEpisode = environment.events.map((event, kind) => [`events/${event}`, events[kind] / count]);
  return {
    "charts/episodes": count,
    "charts/episodic_return": returns / count,
    "charts/episodic_length": steps / count,
    ...Object.fromEntries(perEpisode),
  };
}

function checkArrays(found: TrainingSnapshot["arrays"], expected: TrainingSnapshot["arrays"]): void {
  const describe = (array: Tensor | undefined) => (array ? `${array.dtype} [${array.shape}]` : "nothing");
  for (const name of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    const [is, should] = [describe(found[name]), describe(expected[name])];
    if (is !== should) throw new InputError(`snapshot/${name}`, is, should);
  }
}
