// Training by PPO: act, learn from what happened, act with what was learned.
import { z } from "zod";
import type { Rng } from "../base/rng.ts";
import { parseInput } from "../base/schema.ts";
import { createNetwork, type NetworkPolicy, type NetworkSpec, networkPolicy } from "../policies/network.ts";
import type { Network, Parameters } from "../policies/networks/architecture.ts";
import { RolloutCollector, rngStateSchema, rolloutScalarsSchema } from "../rollouts/rollout.ts";
import { episodeMetrics } from "./episode-metrics.ts";
import { Ppo, type PpoHyperparameters, type PpoState } from "./ppo.ts";
import { sequenceLengthFor } from "./ppo-hyperparameters.ts";
import { prefixed, withoutPrefix } from "./prefix.ts";
import { constantSchedule, linearSchedule, type Schedule } from "./schedules.ts";
import { checkArrays, cycleOrRestore } from "./snapshot.ts";
import { initialisationStream, policyFromParameters } from "./trained-policies.ts";
import type { Training, TrainingProblem, TrainingSnapshot } from "./training.ts";

export interface PpoOptions extends TrainingProblem {
  readonly network: NetworkSpec;
  readonly ppo: PpoHyperparameters;
}

const scalarsSchema = z.strictObject({
  cycles: z.int().min(0),
  minibatches: rngStateSchema,
  rollout: rolloutScalarsSchema,
});

/** Proximal policy optimisation on rollouts of many lanes. */
export class PpoTraining implements Training {
  readonly totalSteps: number;
  readonly stepsPerCycle: number;
  readonly #options: PpoOptions;
  readonly #learner: Ppo;
  readonly #collector: RolloutCollector;
  readonly #actor: NetworkPolicy;
  readonly #minibatchRng: Rng;
  readonly #learningRate: Schedule;
  #state: PpoState;
  #cycles = 0;

  private constructor(options: PpoOptions, network: Network, learner: Ppo) {
    const { ppo, rng, runtime } = options;
    this.#options = options;
    this.#learner = learner;
    this.stepsPerCycle = ppo.num_envs * ppo.num_steps;
    this.totalSteps = Math.floor(ppo.total_timesteps / this.stepsPerCycle) * this.stepsPerCycle;
    this.#learningRate = (ppo.anneal_lr ? linearSchedule : constantSchedule)(ppo.learning_rate);
    this.#state = learner.init(rng.fork(initialisationStream));
    const { parameters } = this.#state;
    const { environment, distribution, objective, horizon } = options;
    this.#actor = networkPolicy({
      name: "actor",
      network,
      parameters,
      runtime,
      ...(objective && { objective }),
    });
    const size = { lanes: ppo.num_envs, steps: ppo.num_steps };
    this.#collector = new RolloutCollector({
      environment,
      distribution,
      ...(objective && { objective }),
      horizon,
      ...size,
      memorySize: network.memorySize,
      toldSize: network.feedback?.length ?? 0,
      sequenceLength: sequenceLengthFor(network, ppo),
      episodesPerLife: ppo.episodes_per_life,
      rng: rng.fork("rollout"),
    });
    this.#minibatchRng = rng.fork("minibatches");
  }

  /** Throws an InputError on settings that do not fit each other. */
  static async create(options: PpoOptions): Promise<PpoTraining> {
    const network = createNetwork(options.network, options.environment);
    return new PpoTraining(options, network, await Ppo.create(network, options.ppo, options.runtime));
  }

  get globalStep(): number {
    return this.#cycles * this.stepsPerCycle;
  }

  cycle(): Promise<Record<string, number>> {
    return cycleOrRestore(this, () => this.#cycle());
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
      "charts/SPS": (this.stepsPerCycle * 1000) / (end - start),
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
    const { environment, network, runtime, objective } = this.#options;
    return policyFromParameters(environment, network, this.parameters(), runtime, lanes, objective);
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
