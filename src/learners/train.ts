// Training: the only loop. Act, learn from what happened, act with what was learned.
import { InputError } from "../base/errors.ts";
import type { JsonObject } from "../base/hash.ts";
import type { Rng, RngState } from "../base/rng.ts";
import type { Runtime } from "../engine/runtime.ts";
import type { Tensor } from "../engine/tensor.ts";
import type { Environment, LevelDistribution } from "../environments/environment.ts";
import { createNetwork, type NetworkPolicy, type NetworkSpec, networkPolicy } from "../policies/network.ts";
import type { Network, Parameters } from "../policies/networks/architecture.ts";
import { RolloutCollector } from "../rollouts/rollout.ts";
import type { FinishedEpisodes } from "../rollouts/trajectory.ts";
import { Ppo, type PpoHyperparameters, type PpoState } from "./ppo.ts";
import { prefixed, withoutPrefix } from "./prefix.ts";
import { constantSchedule, linearSchedule, type Schedule } from "./schedules.ts";

export interface TrainingOptions {
  readonly environment: Environment;
  readonly distribution: LevelDistribution;
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

/** Sets a training up; nothing is learned before the first cycle. */
export async function createTraining(options: TrainingOptions): Promise<Training> {
  const network = createNetwork(options.network, options.environment);
  const learner = await Ppo.create(network, options.ppo, options.runtime);
  return new PpoTraining(options, network, learner);
}

/** The policy before any training: the initial parameters that `createTraining` draws from an equal stream. */
export async function untrainedPolicy(
  environment: Environment,
  spec: NetworkSpec,
  rng: Rng,
  runtime: Runtime,
  lanes: number,
): Promise<NetworkPolicy> {
  const network = createNetwork(spec, environment);
  return preparedPolicy("untrained", network, initialParameters(network, rng), runtime, lanes);
}

/** A policy with given parameters, such as those of a checkpoint; throws an InputError where they do not fit. */
export async function policyFromParameters(
  environment: Environment,
  spec: NetworkSpec,
  parameters: Parameters,
  runtime: Runtime,
  lanes: number,
): Promise<NetworkPolicy> {
  return preparedPolicy("trained", createNetwork(spec, environment), parameters, runtime, lanes);
}

class PpoTraining implements Training {
  readonly totalSteps: number;
  readonly #options: TrainingOptions;
  readonly #network: Network;
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
    this.#network = network;
    this.#learner = learner;
    this.#stepsPerCycle = ppo.num_envs * ppo.num_steps;
    this.totalSteps = Math.floor(ppo.total_timesteps / this.#stepsPerCycle) * this.#stepsPerCycle;
    this.#learningRate = (ppo.anneal_lr ? linearSchedule : constantSchedule)(ppo.learning_rate);
    this.#state = learner.init(rng.fork("initialisation"));
    const { parameters } = this.#state;
    this.#actor = networkPolicy({ name: "actor", network, parameters, runtime });
    const { environment, distribution, horizon } = options;
    const size = { lanes: ppo.num_envs, steps: ppo.num_steps };
    this.#collector = new RolloutCollector({
      environment,
      distribution,
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
    this.#collector.restore({
      arrays: withoutPrefix("rollout/", arrays),
      scalars: scalars.rollout as JsonObject,
    });
    this.#minibatchRng.restore(scalars.minibatches as unknown as RngState);
    const state = {
      parameters: withoutPrefix("parameters/", arrays),
      optimiser: withoutPrefix("optimiser/", arrays),
    };
    this.#adopt(state, scalars.cycles as number);
  }

  parameters(): Parameters {
    return this.#state.parameters;
  }

  policy(lanes: number): Promise<NetworkPolicy> {
    return preparedPolicy("trained", this.#network, this.parameters(), this.#options.runtime, lanes);
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

function initialParameters(network: Network, rng: Rng): Parameters {
  return network.initialise(rng.fork("initialisation"));
}

async function preparedPolicy(
  name: string,
  network: Network,
  parameters: Parameters,
  runtime: Runtime,
  lanes: number,
): Promise<NetworkPolicy> {
  const policy = networkPolicy({ name, network, parameters, runtime });
  await policy.prepare(lanes);
  return policy;
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
