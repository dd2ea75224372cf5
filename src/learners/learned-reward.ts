// A model-based agent: what events are worth is learned from what was paid, and an exact planner does the rest.
import { InputError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";
import { parseInput, z } from "../base/schema.ts";
import type { Tensor } from "../engine/tensor.ts";
import { baseObjective, type Environment, type Objective } from "../environments/environment.ts";
import type { Parameters } from "../policies/networks/architecture.ts";
import { plannerPolicy } from "../policies/planner.ts";
import { rngStateSchema } from "../rollouts/rollout.ts";
import { episodeMetrics } from "./episode-metrics.ts";
import { EventRegression } from "./event-regression.ts";
import { restoreDoubles, storeDoubles } from "./evolution/stored-doubles.ts";
import { LaneSteps, streamState } from "./lane-steps.ts";
import type { RewardHyperparameters } from "./learned-reward-hyperparameters.ts";
import { prefixed, withoutPrefix } from "./prefix.ts";
import { checkArrays, requireUnfinished } from "./snapshot.ts";
import type { LearnedPolicy, Training, TrainingProblem, TrainingSnapshot } from "./training.ts";

export interface LearnedRewardOptions extends TrainingProblem {
  readonly reward: RewardHyperparameters;
}

const scalarsSchema = z.strictObject({ cycles: z.int().min(0), actions: rngStateSchema });

const headName = "reward/weights";

/**
 * Random actions in many worlds, and a regression of what each step paid on the events that happened in it. The rules of the world are known to
 * the planner, so nothing else is learned, and how experience is come by changes only how soon. Streams: "actions", "worlds".
 */
export class LearnedRewardTraining implements Training {
  readonly totalSteps: number;
  readonly stepsPerCycle: number;
  readonly #options: LearnedRewardOptions;
  readonly #worlds: LaneSteps;
  readonly #regression: EventRegression;
  readonly #actionRng: Rng;
  readonly #actions: Uint8Array;
  #cycles = 0;

  /** Throws an InputError on rewards that are dealt out at random: they would say nothing of the step that paid them. */
  constructor(options: LearnedRewardOptions) {
    const { reward, environment, rng, shuffledRewards } = options;
    if (shuffledRewards)
      throw new InputError("shuffledRewards", "true", "a learner that credits whole episodes, such as ppo");
    this.#options = options;
    this.stepsPerCycle = reward.num_envs * reward.num_steps;
    this.totalSteps = Math.floor(reward.total_timesteps / this.stepsPerCycle) * this.stepsPerCycle;
    this.#worlds = new LaneSteps({ ...options, lanes: reward.num_envs, rng: rng.fork("worlds") });
    this.#regression = new EventRegression(environment.events.length, reward.ridge);
    this.#actionRng = rng.fork("actions");
    this.#actions = new Uint8Array(reward.num_envs);
  }

  get globalStep(): number {
    return this.#cycles * this.stepsPerCycle;
  }

  async cycle(): Promise<Record<string, number>> {
    requireUnfinished(this);
    const start = performance.now();
    const { environment, reward } = this.#options;
    const { batch, rewards } = this.#worlds;
    const kinds = environment.events.length;
    for (let step = 0; step < reward.num_steps; step++) {
      for (let lane = 0; lane < batch.lanes; lane++)
        this.#actions[lane] = this.#actionRng.below(environment.actions.length);
      this.#worlds.step(this.#actions);
      for (let lane = 0; lane < batch.lanes; lane++)
        this.#regression.add(batch.events, lane * kinds, rewards[lane]!);
      this.#worlds.startEnded();
    }
    this.#cycles++;
    const weights = this.#regression.weights();
    const named = environment.events.map((event, kind) => [`reward/${event}`, weights[kind]!]);
    return {
      global_step: this.globalStep,
      ...episodeMetrics(environment, this.#worlds.takeFinished()),
      ...Object.fromEntries(named),
      "losses/reward_loss": this.#regression.meanSquaredError(weights),
      "charts/SPS": (this.stepsPerCycle * 1000) / (performance.now() - start),
    };
  }

  snapshot(): TrainingSnapshot {
    return {
      arrays: {
        ...prefixed("parameters/", this.parameters()),
        ...prefixed("regression/", storeDoubles(this.#sums())),
        ...prefixed("worlds/", this.#worlds.snapshot()),
      },
      scalars: { cycles: this.#cycles, actions: streamState(this.#actionRng) },
    };
  }

  restore({ arrays, scalars }: TrainingSnapshot): void {
    checkArrays(arrays, this.snapshot().arrays);
    const { cycles, actions } = parseInput(scalarsSchema, scalars, "snapshot");
    restoreDoubles(withoutPrefix("regression/", arrays), this.#sums());
    this.#worlds.restore(withoutPrefix("worlds/", arrays));
    this.#actionRng.restore(actions);
    this.#cycles = cycles;
  }

  #sums() {
    const { products, targets, sums } = this.#regression;
    return { products, targets, sums };
  }

  parameters(): Parameters {
    return rewardParameters(this.#options.environment, this.#regression.weights());
  }

  async policy(_lanes: number): Promise<LearnedPolicy> {
    const { environment, reward } = this.#options;
    return rewardPlanner(environment, this.parameters(), reward.gamma);
  }

  async release(): Promise<void> {}
}

/** The head as it stands in checkpoints: a weight per event; by default nothing is worth anything yet. */
export function rewardParameters(
  { events }: Environment,
  weights: ArrayLike<number> = new Float64Array(events.length),
): Parameters {
  return { [headName]: { dtype: "float32", shape: [events.length], data: Float32Array.from(weights) } };
}

/**
 * The exact planner for the learned reward: sees the whole state, and is uniform over the best actions. Throws an InputError where the head does not
 * fit the world, and when it meets a level with too many states.
 */
export function rewardPlanner(
  environment: Environment,
  parameters: Parameters,
  gamma: number,
): LearnedPolicy {
  const plan = (head: Parameters) =>
    plannerPolicy(environment, { objective: learnedObjective(environment, head), discount: gamma });
  let planner = plan(parameters);
  return {
    name: "trained",
    memorySize: 0,
    decide: (batch, memory, out) => planner.decide(batch, memory, out),
    replaceParameters(replacement) {
      planner = plan(replacement);
    },
    async release() {},
  };
}

/** What the head wants, as an objective. */
export function learnedObjective(environment: Environment, parameters: Parameters): Objective {
  const { events } = environment;
  const head: Tensor | undefined = parameters[headName];
  const expected = `float32 [${events.length}]`;
  const found = head ? `${head.dtype} [${head.shape}]` : "nothing";
  if (found !== expected) throw new InputError(`parameters/${headName}`, found, expected);
  return {
    name: "learned",
    wants: `What was learned to be worth something instead of "${baseObjective(environment).name}".`,
    weights: Object.fromEntries(events.map((event, kind) => [event, head!.data[kind] as number])),
  };
}
