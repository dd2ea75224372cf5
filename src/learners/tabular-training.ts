// Training by Q-learning or Sarsa with a look-up table over observations: every step corrects one value of it.

import { InputError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";
import { parseInput, z } from "../base/schema.ts";
import type { Parameters } from "../policies/networks/architecture.ts";
import { rngStateSchema } from "../rollouts/rollout.ts";
import { episodeMetrics } from "./episode-metrics.ts";
import { GrowingTables } from "./growing-tables.ts";
import { LaneSteps, streamState } from "./lane-steps.ts";
import { prefixed, withoutPrefix } from "./prefix.ts";
import { constantSchedule, explorationSchedule, linearSchedule, type Schedule } from "./schedules.ts";
import { checkArrays, cycleOrRestore } from "./snapshot.ts";
import { actionValueTablePolicy } from "./table-policies.ts";
import { requireCycle, type TabularHyperparameters } from "./tabular-hyperparameters.ts";
import { TabularQ } from "./tabular-q.ts";
import type { LearnedPolicy, Training, TrainingProblem, TrainingSnapshot } from "./training.ts";

/**
 * What follows a step is worth: the best action there (Q-learning, Watkins 1989), or the one that is taken there next (Sarsa, Rummery and Niranjan
 * 1994). Both estimate the last observation of an episode that was only cut off.
 */
export type TabularRule = "q" | "sarsa";

export interface TabularOptions extends TrainingProblem {
  readonly rule: TabularRule;
  readonly hyperparameters: TabularHyperparameters;
}

const scalarsSchema = z.strictObject({ cycles: z.int().min(0), actions: rngStateSchema });

/** No action is decided on yet. */
const undecided = -1;

/** Where the worlds see the same, they share the values: a table over observations is a memoryless agent. */
export class TabularTraining implements Training {
  readonly totalSteps: number;
  readonly stepsPerCycle: number;
  readonly #options: TabularOptions;
  readonly #worlds: LaneSteps;
  readonly #table: TabularQ;
  readonly #tables: GrowingTables;
  readonly #learningRate: Schedule;
  readonly #exploration: Schedule;
  readonly #actionRng: Rng;
  readonly #actions: Uint8Array;
  /** Number of what each lane sees. [lanes] */
  readonly #seen: Int32Array;
  /** What each lane does next, where Sarsa has decided on it. [lanes] */
  readonly #next: Int32Array;
  #cycles = 0;

  /** Throws an InputError on settings that do not fit each other. */
  constructor(options: TabularOptions) {
    const { environment, hyperparameters, rng, rule } = options;
    const { num_envs: lanes, num_steps, total_timesteps, max_observations } = hyperparameters;
    if (options.shuffledRewards) {
      throw new InputError(
        rule,
        "shuffled rewards",
        "a learner that waits for a stretch of steps: it learns at each",
      );
    }
    this.#options = options;
    this.stepsPerCycle = lanes * num_steps;
    requireCycle(rule, "num_steps", this.stepsPerCycle, total_timesteps);
    this.totalSteps = Math.floor(total_timesteps / this.stepsPerCycle) * this.stepsPerCycle;
    const { learning_rate, anneal_lr, initial_value } = hyperparameters;
    this.#learningRate = (anneal_lr ? linearSchedule : constantSchedule)(learning_rate);
    this.#exploration = explorationSchedule(hyperparameters);
    const actions = environment.actions.length;
    this.#table = new TabularQ(max_observations, actions, initial_value);
    this.#tables = new GrowingTables(environment.observation.shape, max_observations, {
      values: { data: this.#table.values, width: actions },
      visits: { data: this.#table.visits, width: actions },
    });
    this.#worlds = new LaneSteps({ ...options, lanes, rng: rng.fork("worlds") });
    this.#actionRng = rng.fork("actions");
    this.#actions = new Uint8Array(lanes);
    this.#seen = new Int32Array(lanes);
    this.#next = new Int32Array(lanes).fill(undecided);
    this.#look();
  }

  get globalStep(): number {
    return this.#cycles * this.stepsPerCycle;
  }

  cycle(): Promise<Record<string, number>> {
    return cycleOrRestore(this, () => this.#cycle());
  }

  #cycle(): Record<string, number> {
    const { num_envs, num_steps } = this.#options.hyperparameters;
    const start = performance.now();
    this.#worlds.takeFinished();
    for (let step = 0; step < num_steps; step++) {
      this.#step((this.globalStep + step * num_envs) / this.totalSteps);
    }
    const progress = this.globalStep / this.totalSteps;
    this.#cycles++;
    return {
      global_step: this.globalStep,
      ...episodeMetrics(this.#options.environment, this.#worlds.takeFinished()),
      "charts/learning_rate": this.#learningRate(progress),
      "charts/epsilon": this.#exploration(progress),
      "charts/observations": this.#tables.keys.count,
      "charts/SPS": (this.stepsPerCycle * 1000) / (performance.now() - start),
    };
  }

  /** Every lane acts, then every lane learns. */
  #step(progress: number): void {
    const { rule, hyperparameters } = this.#options;
    const { gamma, visit_exponent } = hyperparameters;
    const { batch, rewards } = this.#worlds;
    const epsilon = this.#exploration(progress);
    const rate = this.#learningRate(progress);
    const table = this.#table;
    for (let lane = 0; lane < batch.lanes; lane++) {
      const decided = this.#next[lane]!;
      this.#actions[lane] =
        decided === undecided ? table.choose(this.#seen[lane]!, epsilon, this.#actionRng) : decided;
    }
    this.#worlds.step(this.#actions);
    for (let lane = 0; lane < batch.lanes; lane++) {
      let future = 0;
      this.#next[lane] = undecided;
      if (!batch.terminated[lane]) {
        const after = this.#tables.numberOf(batch.observations, lane);
        const action = rule === "q" ? table.greedy(after) : table.choose(after, epsilon, this.#actionRng);
        future = gamma * table.values[after * table.actions + action]!;
        if (rule === "sarsa" && !batch.truncated[lane]) this.#next[lane] = action;
      }
      table.correct(this.#seen[lane]!, this.#actions[lane]!, rewards[lane]! + future, rate, visit_exponent);
    }
    this.#worlds.startEnded();
    this.#look();
  }

  #look(): void {
    const { batch } = this.#worlds;
    for (let lane = 0; lane < batch.lanes; lane++) {
      this.#seen[lane] = this.#tables.numberOf(batch.observations, lane);
    }
  }

  snapshot(): TrainingSnapshot {
    return {
      arrays: {
        ...prefixed("parameters/", this.parameters()),
        ...prefixed("table/", this.#tables.snapshot()),
        ...prefixed("worlds/", this.#worlds.snapshot()),
        next: { dtype: "int32", shape: [this.#next.length], data: this.#next.slice() },
      },
      scalars: { cycles: this.#cycles, actions: streamState(this.#actionRng) },
    };
  }

  restore({ arrays, scalars }: TrainingSnapshot): void {
    const { cycles, actions } = parseInput(scalarsSchema, scalars, "snapshot");
    const lanes = withoutPrefix("worlds/", arrays);
    checkArrays(lanes, this.#worlds.snapshot());
    const { next } = arrays;
    checkArrays({ next: next! }, { next: { dtype: "int32", shape: [this.#next.length], data: this.#next } });
    this.#tables.restore(arrays["parameters/observations"], withoutPrefix("table/", arrays));
    this.#tables.clear("values", this.#options.hyperparameters.initial_value);
    this.#tables.clear("visits", 0);
    this.#worlds.restore(lanes);
    this.#next.set(next!.data);
    this.#actionRng.restore(actions);
    this.#cycles = cycles;
    this.#look();
  }

  /** `observations` and `values`, as `actionValueTablePolicy` reads them. */
  parameters(): Parameters {
    return { observations: this.#tables.observations(), values: this.#tables.rounded("values") };
  }

  async policy(): Promise<LearnedPolicy> {
    const { environment, hyperparameters } = this.#options;
    return actionValueTablePolicy(environment, this.parameters(), hyperparameters.evaluation_e);
  }

  async release(): Promise<void> {}
}
