// Cloning: a network learns to act as an expert does, in states that either of them comes to.
import { InputError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";
import type { Program, Runtime } from "../engine/runtime.ts";
import type { Tensor } from "../engine/tensor.ts";
import type { Environment, LevelDistribution } from "../environments/environment.ts";
import { createNetwork, type NetworkPolicy, type NetworkSpec, networkPolicy } from "../policies/network.ts";
import type { Network, Parameters } from "../policies/networks/architecture.ts";
import type { Policy } from "../policies/policy.ts";
import type { CloningHyperparameters } from "./cloning-hyperparameters.ts";
import { Demonstrations, demonstrate } from "./demonstrations.ts";
import { DivergenceError } from "./divergence.ts";
import { cloningOptimiser, traceImitationUpdate } from "./imitation-update.ts";
import { prefixed, withoutPrefix } from "./prefix.ts";
import { constantSchedule, linearSchedule, type Schedule } from "./schedules.ts";
import { initialisationStream } from "./trained-policies.ts";

export interface CloningOptions {
  readonly environment: Environment;
  readonly distribution: LevelDistribution;
  /** Steps after which an episode is truncated. */
  readonly horizon: number;
  /** Who is cloned; may see more than the network does. */
  readonly expert: Policy;
  readonly network: NetworkSpec;
  readonly cloning: CloningHyperparameters;
  /** Forked into streams for initialisation (the one of `createTraining`), demonstrations and minibatches. */
  readonly rng: Rng;
  readonly runtime: Runtime;
}

export interface Cloning {
  /** Demonstrated states so far. */
  readonly globalStep: number;
  readonly roundsDone: number;
  readonly totalRounds: number;
  /**
   * Demonstrates episodes and learns from all that was demonstrated so far; answers the metrics. Throws a DivergenceError,
   * with the parameters of the round before, as soon as the loss is not finite.
   */
  round(): Promise<Record<string, number>>;
  parameters(): Parameters;
  release(): Promise<void>;
}

/**
 * Dataset aggregation (Ross, Gordon and Bagnell 2011, "A reduction of imitation learning and structured prediction to
 * no-regret online learning", algorithm 3.1), with the expert's action probabilities as targets of a cross-entropy. In a
 * declared share of the episodes, all from the second round on, the learner acts, so that it is also taught where its own
 * mistakes lead. Equal options give equal bytes.
 */
export async function createCloning(options: CloningOptions): Promise<Cloning> {
  if (!(Number.isInteger(options.horizon) && options.horizon >= 1)) {
    throw new InputError("horizon", String(options.horizon), "at least 1 step");
  }
  const { rounds, episodes_per_round } = options.cloning;
  const states = rounds * episodes_per_round * options.horizon;
  if (states > 2 ** 20) {
    throw new InputError("cloning", `rounds x episodes x horizon = ${states}`, `at most ${2 ** 20} states`);
  }
  const network = createNetwork(options.network, options.environment);
  if (network.memorySize > 0) {
    throw new InputError(
      "network.kind",
      JSON.stringify(options.network.kind),
      "a network without memory: states are cloned one by one",
    );
  }
  const program = await options.runtime.load(await traceImitationUpdate(network, options.cloning));
  return new DatasetAggregation(options, network, program);
}

class DatasetAggregation implements Cloning {
  readonly totalRounds: number;
  readonly #options: CloningOptions;
  readonly #program: Program;
  readonly #demonstrations: Demonstrations;
  readonly #learner: NetworkPolicy;
  readonly #learningRate: Schedule;
  readonly #demonstrationRng: Rng;
  readonly #minibatchRng: Rng;
  /** Inputs of the update; every draw overwrites them. */
  readonly #observations: Tensor & { data: Uint8Array };
  readonly #target: Tensor & { data: Float32Array };
  #parameters: Parameters;
  #optimiser: Readonly<Record<string, Tensor>>;
  #rounds = 0;

  constructor(options: CloningOptions, network: Network, program: Program) {
    const { cloning, environment, rng, runtime } = options;
    const samples = cloning.minibatch_size;
    this.totalRounds = cloning.rounds;
    this.#options = options;
    this.#program = program;
    this.#demonstrations = new Demonstrations(environment);
    this.#parameters = network.initialise(rng.fork(initialisationStream));
    this.#optimiser = cloningOptimiser(cloning).init(network.parameterShapes);
    this.#learner = networkPolicy({ name: "learner", network, parameters: this.#parameters, runtime });
    this.#learningRate = (cloning.anneal_lr ? linearSchedule : constantSchedule)(cloning.learning_rate);
    this.#demonstrationRng = rng.fork("demonstrations");
    this.#minibatchRng = rng.fork("minibatches");
    const shape = [samples, ...network.observationShape];
    const size = shape.reduce((product, length) => product * length, 1);
    this.#observations = { dtype: "uint8", shape, data: new Uint8Array(size) };
    const targets = new Float32Array(samples * network.actions);
    this.#target = { dtype: "float32", shape: [samples, network.actions], data: targets };
  }

  get globalStep(): number {
    return this.#demonstrations.count;
  }

  get roundsDone(): number {
    return this.#rounds;
  }

  async round(): Promise<Record<string, number>> {
    if (this.#rounds >= this.totalRounds) throw new Error(`cloning is over after ${this.totalRounds} rounds`);
    const { environment, distribution, horizon, expert, cloning } = this.#options;
    const episodes = cloning.episodes_per_round;
    await demonstrate(
      {
        environment,
        distribution,
        horizon,
        expert,
        learner: this.#learner,
        episodes,
        learnerEpisodes: this.#rounds === 0 ? 0 : Math.round(cloning.learner_share * episodes),
        rng: this.#demonstrationRng.fork(`round-${this.#rounds}`),
      },
      this.#demonstrations,
    );
    const loss = await this.#learn();
    this.#rounds++;
    return { global_step: this.globalStep, "losses/cross_entropy": loss };
  }

  /** The updates of one round; answers their mean loss. */
  async #learn(): Promise<number> {
    const { updates_per_round } = this.#options.cloning;
    let [parameters, optimiser, losses] = [this.#parameters, this.#optimiser, 0];
    for (let update = 0; update < updates_per_round; update++) {
      const progress = (this.#rounds + update / updates_per_round) / this.totalRounds;
      this.#demonstrations.draw(this.#minibatchRng, this.#observations.data, this.#target.data);
      const outputs = await this.#program.run({
        ...prefixed("parameters/", parameters),
        ...prefixed("optimiser/", optimiser),
        observations: this.#observations,
        target: this.#target,
        learningRate: { dtype: "float32", shape: [], data: Float32Array.of(this.#learningRate(progress)) },
      });
      const loss = outputs.loss.data[0];
      if (!Number.isFinite(loss)) throw new DivergenceError(`cloning has diverged: the loss is ${loss}`);
      losses += loss;
      parameters = withoutPrefix("parameters/", outputs);
      optimiser = withoutPrefix("optimiser/", outputs);
    }
    this.#parameters = parameters;
    this.#optimiser = optimiser;
    this.#learner.replaceParameters(parameters);
    return losses / updates_per_round;
  }

  parameters(): Parameters {
    return this.#parameters;
  }

  async release(): Promise<void> {
    await this.#program.release();
    await this.#learner.release();
  }
}
