// Training by REINFORCE with a look-up table over observations: each update plays whole episodes and climbs what they earned.
import type { Rng } from "../base/rng.ts";
import { parseInput, z } from "../base/schema.ts";
import type { Parameters } from "../policies/networks/architecture.ts";
import { rngStateSchema } from "../rollouts/rollout.ts";
import { episodeMetrics } from "./episode-metrics.ts";
import { GrowingTables } from "./growing-tables.ts";
import { LaneSteps, streamState } from "./lane-steps.ts";
import { prefixed, withoutPrefix } from "./prefix.ts";
import { constantSchedule, linearSchedule, type Schedule } from "./schedules.ts";
import { checkArrays, cycleOrRestore } from "./snapshot.ts";
import { logitTablePolicy } from "./table-policies.ts";
import { type ReinforceHyperparameters, requireCycle } from "./tabular-hyperparameters.ts";
import { drawAction, softmax } from "./tabular-policy-gradient.ts";
import type { LearnedPolicy, Training, TrainingProblem, TrainingSnapshot } from "./training.ts";

export interface ReinforceTrainingOptions extends TrainingProblem {
  readonly reinforce: ReinforceHyperparameters;
}

const scalarsSchema = z.strictObject({
  cycles: z.int().min(0),
  actions: rngStateSchema,
  rewards: rngStateSchema,
});

/** Where a lane's episode is over. */
const over = -1;

/**
 * REINFORCE with baseline (Sutton and Barto 2018, section 13.4), over a batch of episodes: logits += rate x mean over episodes of the sum over steps of
 * gamma^t (G_t - v(o_t)) d log pi / d logit, and v(o) moves towards the mean of the G_t that it was met with. Where an episode was only cut
 * off, G_t goes on with v of its last observation. Every update begins with fresh episodes, one per world.
 */
export class ReinforceTraining implements Training {
  readonly totalSteps: number;
  readonly stepsPerCycle: number;
  readonly #options: ReinforceTrainingOptions;
  readonly #worlds: LaneSteps;
  readonly #tables: GrowingTables;
  readonly #logits: Float64Array;
  readonly #baseline: Float64Array;
  /** Of the logits. [capacity, actions] */
  readonly #chances: Float64Array;
  readonly #learningRate: Schedule;
  readonly #streams: Readonly<Record<"actions" | "rewards", Rng>>;
  /** What was seen at each step, `over` where nothing is; done; paid. [horizon, lanes] */
  readonly #seen: Int32Array;
  readonly #done: Uint8Array;
  readonly #paid: Float64Array;
  /** Number of the last observation of an episode that was cut off, `over` of one that ended. [lanes] */
  readonly #last: Int32Array;
  readonly #actions: Uint8Array;
  #cycles = 0;

  /** Throws an InputError on settings that do not fit each other. */
  constructor(options: ReinforceTrainingOptions) {
    const { environment, horizon, rng, reinforce } = options;
    const { num_envs: lanes, max_observations, learning_rate, anneal_lr, total_timesteps } = reinforce;
    const actions = environment.actions.length;
    this.#options = options;
    this.stepsPerCycle = lanes * horizon;
    requireCycle("reinforce", "num_envs", this.stepsPerCycle, total_timesteps);
    this.totalSteps = Math.floor(total_timesteps / this.stepsPerCycle) * this.stepsPerCycle;
    this.#learningRate = (anneal_lr ? linearSchedule : constantSchedule)(learning_rate);
    this.#logits = new Float64Array(max_observations * actions);
    this.#chances = new Float64Array(max_observations * actions).fill(1 / actions);
    this.#baseline = new Float64Array(max_observations);
    this.#tables = new GrowingTables(environment.observation.shape, max_observations, {
      logits: { data: this.#logits, width: actions },
      baseline: { data: this.#baseline, width: 1 },
    });
    this.#worlds = new LaneSteps({ ...options, lanes, rng: rng.fork("worlds") });
    this.#streams = { actions: rng.fork("actions"), rewards: rng.fork("rewards") };
    this.#seen = new Int32Array(this.stepsPerCycle);
    this.#done = new Uint8Array(this.stepsPerCycle);
    this.#paid = new Float64Array(this.stepsPerCycle);
    this.#last = new Int32Array(lanes);
    this.#actions = new Uint8Array(lanes);
  }

  get globalStep(): number {
    return this.#cycles * this.stepsPerCycle;
  }

  cycle(): Promise<Record<string, number>> {
    return cycleOrRestore(this, () => this.#cycle());
  }

  #cycle(): Record<string, number> {
    const start = performance.now();
    const rate = this.#learningRate(this.globalStep / this.totalSteps);
    this.#worlds.takeFinished();
    this.#play();
    if (this.#options.shuffledRewards) this.#dealRewards();
    this.#learn(rate);
    this.#cycles++;
    return {
      global_step: this.globalStep,
      ...episodeMetrics(this.#options.environment, this.#worlds.takeFinished()),
      "charts/learning_rate": rate,
      "charts/observations": this.#tables.keys.count,
      "charts/SPS": (this.stepsPerCycle * 1000) / (performance.now() - start),
    };
  }

  /** One episode in every lane; those that are over stand still until the horizon. */
  #play(): void {
    const { batch, rewards } = this.#worlds;
    const { horizon, environment } = this.#options;
    const actions = environment.actions.length;
    for (let step = 0; step < horizon; step++) {
      for (let lane = 0; lane < batch.lanes; lane++) {
        const ended = batch.terminated[lane] || batch.truncated[lane];
        const number = ended ? over : this.#tables.numberOf(batch.observations, lane);
        this.#seen[step * batch.lanes + lane] = number;
        this.#actions[lane] = ended ? 0 : drawAction(this.#chances, number, actions, this.#streams.actions);
      }
      this.#worlds.step(this.#actions);
      this.#done.set(this.#actions, step * batch.lanes);
      this.#paid.set(rewards, step * batch.lanes);
    }
    for (let lane = 0; lane < batch.lanes; lane++) {
      this.#last[lane] = batch.truncated[lane] ? this.#tables.numberOf(batch.observations, lane) : over;
    }
    this.#worlds.startEnded();
  }

  /** Deals the rewards out again, at random, among the steps that were taken. */
  #dealRewards(): void {
    const taken = Array.from(this.#seen.keys()).filter((row) => this.#seen[row] !== over);
    const rewards = taken.map((row) => this.#paid[row]!);
    this.#streams.rewards.shuffle(rewards);
    taken.forEach((row, index) => {
      this.#paid[row] = rewards[index]!;
    });
  }

  #learn(rate: number): void {
    const { gamma, value_learning_rate } = this.#options.reinforce;
    const actions = this.#options.environment.actions.length;
    const lanes = this.#last.length;
    const slopes = new Map<number, Float64Array>();
    const returns = new Map<number, { sum: number; count: number }>();
    for (let lane = 0; lane < lanes; lane++) {
      const last = this.#last[lane]!;
      let future = last === over ? 0 : this.#baseline[last]!;
      for (let step = this.#options.horizon - 1; step >= 0; step--) {
        const row = step * lanes + lane;
        const number = this.#seen[row]!;
        if (number === over) continue;
        future = this.#paid[row]! + gamma * future;
        const weight = (gamma ** step * (future - this.#baseline[number]!)) / lanes;
        const slope = slopes.get(number) ?? new Float64Array(actions);
        for (let action = 0; action < actions; action++) {
          slope[action]! +=
            weight * ((action === this.#done[row] ? 1 : 0) - this.#chances[number * actions + action]!);
        }
        slopes.set(number, slope);
        const met = returns.get(number) ?? { sum: 0, count: 0 };
        returns.set(number, { sum: met.sum + future, count: met.count + 1 });
      }
    }
    for (const [number, slope] of slopes) {
      for (let action = 0; action < actions; action++)
        this.#logits[number * actions + action]! += rate * slope[action]!;
      softmax(this.#logits, this.#chances, number, actions);
      const { sum, count } = returns.get(number)!;
      this.#baseline[number]! += value_learning_rate * (sum / count - this.#baseline[number]!);
    }
  }

  snapshot(): TrainingSnapshot {
    return {
      arrays: {
        ...prefixed("parameters/", this.parameters()),
        ...prefixed("table/", this.#tables.snapshot()),
        ...prefixed("worlds/", this.#worlds.snapshot()),
      },
      scalars: {
        cycles: this.#cycles,
        actions: streamState(this.#streams.actions),
        rewards: streamState(this.#streams.rewards),
      },
    };
  }

  restore({ arrays, scalars }: TrainingSnapshot): void {
    const { cycles, actions, rewards } = parseInput(scalarsSchema, scalars, "snapshot");
    const lanes = withoutPrefix("worlds/", arrays);
    checkArrays(lanes, this.#worlds.snapshot());
    this.#tables.restore(arrays["parameters/observations"], withoutPrefix("table/", arrays));
    this.#tables.clear("logits", 0);
    this.#tables.clear("baseline", 0);
    const width = this.#options.environment.actions.length;
    this.#chances.fill(1 / width);
    for (let number = 0; number < this.#tables.keys.count; number++) {
      softmax(this.#logits, this.#chances, number, width);
    }
    this.#worlds.restore(lanes);
    this.#streams.actions.restore(actions);
    this.#streams.rewards.restore(rewards);
    this.#cycles = cycles;
  }

  /** `observations`, `logits` and `baseline`, as `logitTablePolicy` reads them. */
  parameters(): Parameters {
    return {
      observations: this.#tables.observations(),
      logits: this.#tables.rounded("logits"),
      baseline: this.#tables.rounded("baseline"),
    };
  }

  async policy(): Promise<LearnedPolicy> {
    return logitTablePolicy(this.#options.environment, this.parameters());
  }

  async release(): Promise<void> {}
}
