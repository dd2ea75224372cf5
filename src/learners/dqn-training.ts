// Training by DQN: every few steps of many worlds, one optimiser step on transitions of the replay.
import { z } from "zod";
import type { Rng } from "../base/rng.ts";
import { parseInput } from "../base/schema.ts";
import { sizeOf } from "../engine/tensor.ts";
import { type NetworkPolicy, type NetworkSpec, networkPolicy } from "../policies/network.ts";
import type { Network, Parameters } from "../policies/networks/architecture.ts";
import { allocateDecisions, type Decisions } from "../policies/policy.ts";
import { rngStateSchema } from "../rollouts/rollout.ts";
import { Dqn, type DqnState } from "./dqn.ts";
import { checkDqn, type DqnHyperparameters } from "./dqn-hyperparameters.ts";
import { createActionValues, epsilonGreedyAction, epsilonGreedyPolicy } from "./dqn-network.ts";
import { episodeMetrics } from "./episode-metrics.ts";
import { LaneSteps, streamState } from "./lane-steps.ts";
import { Means } from "./means.ts";
import { prefixed, withoutPrefix } from "./prefix.ts";
import { Replay } from "./replay.ts";
import { PrioritisedSampling, type ReplaySampling, uniformSampling } from "./replay-sampling.ts";
import { constantSchedule, explorationSchedule, linearSchedule, type Schedule } from "./schedules.ts";
import { checkArrays, requireUnfinished } from "./snapshot.ts";
import { initialisationStream } from "./trained-policies.ts";
import type { LearnedPolicy, Training, TrainingProblem, TrainingSnapshot } from "./training.ts";

export interface DqnOptions extends TrainingProblem {
  readonly network: NetworkSpec;
  readonly dqn: DqnHyperparameters;
}

const scalarsSchema = z.strictObject({
  cycles: z.int().min(0),
  updates: z.int().min(0),
  actions: rngStateSchema,
  replay: rngStateSchema,
  rewards: rngStateSchema,
});

/** Deep Q-learning on replayed transitions. */
export class DqnTraining implements Training {
  readonly totalSteps: number;
  readonly stepsPerCycle: number;
  readonly #options: DqnOptions;
  readonly #learner: Dqn;
  readonly #worlds: LaneSteps;
  readonly #actor: NetworkPolicy;
  readonly #decisions: Decisions;
  readonly #actions: Uint8Array;
  readonly #replay: Replay;
  readonly #sampling: ReplaySampling;
  /** Drawn transitions of the current batch. [batch_size] */
  readonly #slots: Int32Array;
  readonly #streams: Readonly<Record<"actions" | "replay" | "rewards", Rng>>;
  readonly #learningRate: Schedule;
  readonly #exploration: Schedule;
  #state: DqnState;
  #cycles = 0;

  private constructor(options: DqnOptions, network: Network, learner: Dqn) {
    const { dqn, environment, rng, runtime } = options;
    this.#options = options;
    this.#learner = learner;
    this.stepsPerCycle = dqn.num_envs * dqn.num_steps;
    this.totalSteps = Math.floor(dqn.total_timesteps / this.stepsPerCycle) * this.stepsPerCycle;
    this.#learningRate = (dqn.anneal_lr ? linearSchedule : constantSchedule)(dqn.learning_rate);
    this.#exploration = explorationSchedule(dqn);
    const parameters = network.initialise(rng.fork(initialisationStream));
    this.#state = learner.init(parameters);
    this.#actor = networkPolicy({ name: "actor", network, parameters, runtime });
    this.#decisions = allocateDecisions(dqn.num_envs, environment.actions.length);
    this.#actions = new Uint8Array(dqn.num_envs);
    this.#worlds = new LaneSteps({ ...options, lanes: dqn.num_envs, rng: rng.fork("worlds") });
    const size = {
      steps: Math.floor(dqn.buffer_size / dqn.num_envs),
      lanes: dqn.num_envs,
      nStep: dqn.n_step,
    };
    const observationSize = sizeOf(environment.observation.shape);
    this.#replay = new Replay({ ...size, observationSize, horizon: options.horizon, gamma: dqn.gamma });
    const { priority_alpha: alpha, priority_beta: beta, priority_eps: epsilon } = dqn;
    this.#sampling = dqn.prioritized
      ? new PrioritisedSampling(this.#replay, size, { alpha, beta, epsilon })
      : uniformSampling(this.#replay, dqn.num_envs);
    this.#slots = new Int32Array(dqn.batch_size);
    this.#streams = {
      actions: rng.fork("actions"),
      replay: rng.fork("replay"),
      rewards: rng.fork("rewards"),
    };
  }

  /** Throws an InputError on settings that do not fit each other. */
  static async create(options: DqnOptions): Promise<DqnTraining> {
    const { dqn, environment, runtime } = options;
    checkDqn(dqn);
    const network = createActionValues(options.network, environment, dqn.dueling);
    return new DqnTraining(options, network, await Dqn.create(network, dqn, runtime));
  }

  get globalStep(): number {
    return this.#cycles * this.stepsPerCycle;
  }

  async cycle(): Promise<Record<string, number>> {
    requireUnfinished(this);
    const goBack = this.#mark();
    try {
      return await this.#cycle();
    } catch (error) {
      goBack();
      throw error;
    }
  }

  async #cycle(): Promise<Record<string, number>> {
    const { num_envs, num_steps, train_frequency, learning_starts } = this.#options.dqn;
    const start = performance.now();
    const means = new Means();
    this.#worlds.takeFinished();
    let learning = 0;
    for (let step = 1; step <= num_steps; step++) {
      await this.#act((this.globalStep + (step - 1) * num_envs) / this.totalSteps);
      if (step % train_frequency !== 0) continue;
      const done = this.globalStep + step * num_envs;
      if (this.#options.shuffledRewards) this.#replay.shuffleNewest(train_frequency, this.#streams.rewards);
      if (done < learning_starts || this.#replay.readable === 0) continue;
      const before = performance.now();
      means.add(await this.#learn(done / this.totalSteps));
      learning += performance.now() - before;
    }
    const end = performance.now();
    const progress = this.globalStep / this.totalSteps;
    this.#cycles++;
    return {
      global_step: this.globalStep,
      ...episodeMetrics(this.#options.environment, this.#worlds.takeFinished()),
      "charts/learning_rate": this.#learningRate(progress),
      "charts/epsilon": this.#exploration(progress),
      ...prefixed("losses/", means.values()),
      "charts/SPS": (this.stepsPerCycle * 1000) / (end - start),
      "clock/rollout_seconds": (end - start - learning) / 1000,
      "clock/update_seconds": learning / 1000,
    };
  }

  /** One step of every world, into the replay. */
  async #act(progress: number): Promise<void> {
    const { batch, rewards } = this.#worlds;
    const { probabilities } = this.#decisions;
    const actions = batch.environment.actions.length;
    const epsilon = this.#exploration(progress);
    await this.#actor.evaluate(batch.observations, batch.lanes, noMemory, this.#decisions);
    for (let lane = 0; lane < batch.lanes; lane++) {
      this.#actions[lane] = epsilonGreedyAction(probabilities, lane, actions, epsilon, this.#streams.actions);
    }
    this.#replay.see(batch.observations);
    this.#worlds.step(this.#actions);
    this.#replay.record(this.#actions, rewards, batch.terminated, batch.truncated, batch.observations);
    this.#sampling.recorded();
    this.#worlds.startEnded();
  }

  /** One optimiser step. */
  async #learn(progress: number): Promise<Record<string, number>> {
    const { batch } = this.#learner;
    this.#sampling.draw(this.#streams.replay, progress, this.#slots, batch.weights);
    for (let row = 0; row < this.#slots.length; row++) this.#replay.gather(this.#slots[row]!, row, batch);
    const { state, errors, metrics } = await this.#learner.update(this.#state, this.#learningRate(progress));
    this.#sampling.learned(this.#slots, errors);
    this.#adopt(state);
    return metrics;
  }

  snapshot(): TrainingSnapshot {
    const { parameters, target, optimiser, updates } = this.#state;
    return {
      arrays: {
        ...prefixed("parameters/", parameters),
        ...prefixed("target/", target),
        ...prefixed("optimiser/", optimiser),
        ...prefixed("worlds/", this.#worlds.snapshot()),
        ...prefixed("replay/", this.#replay.snapshot()),
        ...prefixed("sampling/", this.#sampling.snapshot()),
      },
      scalars: { cycles: this.#cycles, updates, ...this.#streamStates() },
    };
  }

  restore({ arrays, scalars }: TrainingSnapshot): void {
    checkArrays(arrays, this.snapshot().arrays);
    const { cycles, updates, ...streams } = parseInput(scalarsSchema, scalars, "snapshot");
    this.#worlds.restore(withoutPrefix("worlds/", arrays));
    this.#replay.restore(withoutPrefix("replay/", arrays), cycles * this.#options.dqn.num_steps);
    this.#sampling.restore(withoutPrefix("sampling/", arrays));
    this.#restoreStreams(streams);
    this.#cycles = cycles;
    this.#adopt({
      parameters: withoutPrefix("parameters/", arrays),
      target: withoutPrefix("target/", arrays),
      optimiser: withoutPrefix("optimiser/", arrays),
      updates,
    });
  }

  parameters(): Parameters {
    return this.#state.parameters;
  }

  policy(lanes: number): Promise<LearnedPolicy> {
    const { dqn, runtime } = this.#options;
    return epsilonGreedyPolicy(this.#learner.network, this.parameters(), dqn.evaluation_e, runtime, lanes);
  }

  async release(): Promise<void> {
    await this.#learner.release();
    await this.#actor.release();
  }

  /** How to go back to where the training stands: the replay alone keeps only what the next cycle overwrites, for it may be large. */
  #mark(): () => void {
    const [state, cycles, streams] = [this.#state, this.#cycles, this.#streamStates()];
    const worlds = this.#worlds.snapshot();
    const replay = this.#replay.mark(this.#options.dqn.num_steps);
    const sampling = this.#sampling.mark();
    return () => {
      this.#worlds.restore(worlds);
      replay();
      sampling();
      this.#restoreStreams(streams);
      this.#cycles = cycles;
      this.#adopt(state);
    };
  }

  #streamStates(): StreamStates {
    const { actions, replay, rewards } = this.#streams;
    return { actions: streamState(actions), replay: streamState(replay), rewards: streamState(rewards) };
  }

  #restoreStreams(states: StreamStates): void {
    this.#streams.actions.restore(states.actions);
    this.#streams.replay.restore(states.replay);
    this.#streams.rewards.restore(states.rewards);
  }

  #adopt(state: DqnState): void {
    this.#state = state;
    this.#actor.replaceParameters(state.parameters);
  }
}

type StreamStates = Pick<z.output<typeof scalarsSchema>, "actions" | "replay" | "rewards">;

const noMemory = new Float32Array(0);
