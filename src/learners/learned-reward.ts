// A model-based agent: what events, or features, are worth is learned from what was paid, and an exact planner does the rest.
import { InputError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";
import { parseInput, z } from "../base/schema.ts";
import type { Tensor } from "../engine/tensor.ts";
import type { Environment } from "../environments/environment.ts";
import type { Parameters } from "../policies/networks/architecture.ts";
import { rngStateSchema } from "../rollouts/rollout.ts";
import { episodeMetrics } from "./episode-metrics.ts";
import { eventHead } from "./event-head.ts";
import { restoreDoubles, storeDoubles } from "./evolution/stored-doubles.ts";
import { featureHead } from "./feature-head.ts";
import { LaneSteps, streamState } from "./lane-steps.ts";
import type { RewardHyperparameters } from "./learned-reward-hyperparameters.ts";
import { prefixed, withoutPrefix } from "./prefix.ts";
import type { RewardHead, StepCounter } from "./reward-head.ts";
import { RewardRegression } from "./reward-regression.ts";
import { checkArrays, requireUnfinished } from "./snapshot.ts";
import type { LearnedPolicy, Training, TrainingProblem, TrainingSnapshot } from "./training.ts";

export interface LearnedRewardOptions extends TrainingProblem {
  readonly reward: RewardHyperparameters;
}

const scalarsSchema = z.strictObject({ cycles: z.int().min(0), actions: rngStateSchema });

const headName = "reward/weights";

const heads = { events: eventHead, features: featureHead };

/** Throws an InputError for a world that the head cannot be learned in. */
export function rewardHead(environment: Environment, { of }: RewardHyperparameters): RewardHead {
  return heads[of](environment);
}

/**
 * Random actions in many worlds, and a regression of what each step paid on the events, or the features, of it. The rules of the world are known to
 * the planner, so nothing else is learned, and how experience is come by changes only how soon. Streams: "actions", "worlds".
 */
export class LearnedRewardTraining implements Training {
  readonly totalSteps: number;
  readonly stepsPerCycle: number;
  readonly #options: LearnedRewardOptions;
  readonly #head: RewardHead;
  readonly #worlds: LaneSteps;
  readonly #counter: StepCounter;
  readonly #regression: RewardRegression;
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
    this.#head = rewardHead(environment, reward);
    this.#worlds = new LaneSteps({ ...options, lanes: reward.num_envs, rng: rng.fork("worlds") });
    this.#counter = this.#head.counter(this.#worlds.batch);
    this.#regression = new RewardRegression(this.#head.names.length, reward.ridge);
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
    for (let step = 0; step < reward.num_steps; step++) {
      for (let lane = 0; lane < batch.lanes; lane++)
        this.#actions[lane] = this.#actionRng.below(environment.actions.length);
      this.#counter.look();
      this.#worlds.step(this.#actions);
      for (let lane = 0; lane < batch.lanes; lane++)
        this.#counter.add(this.#regression, lane, this.#actions[lane]!, rewards[lane]!);
      this.#worlds.startEnded();
    }
    this.#cycles++;
    const weights = this.#regression.weights();
    const { names, told } = this.#head;
    const named = told ? names.map((name, kind) => [`reward/${name}`, weights[kind]!]) : [];
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
    return rewardParameters(this.#head, this.#regression.weights());
  }

  async policy(_lanes: number): Promise<LearnedPolicy> {
    return rewardPlanner(this.#head, this.parameters(), this.#options.reward.gamma);
  }

  async release(): Promise<void> {}
}

/** The head as it stands in checkpoints: a weight for each of its names; by default nothing is worth anything yet. */
export function rewardParameters(
  { names }: RewardHead,
  weights: ArrayLike<number> = new Float64Array(names.length),
): Parameters {
  return { [headName]: { dtype: "float32", shape: [names.length], data: Float32Array.from(weights) } };
}

/**
 * The exact planner for the learned reward: sees the whole state, and is uniform over the best actions. Throws an InputError where the parameters do
 * not fit the head, and when it meets a level with too many states.
 */
export function rewardPlanner(head: RewardHead, parameters: Parameters, gamma: number): LearnedPolicy {
  const plan = (given: Parameters) => head.planner(learnedWeights(head, given), gamma);
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

/** The weights of a checkpoint, by the head's names. */
export function learnedWeights({ names }: RewardHead, parameters: Parameters): Float32Array {
  const head: Tensor | undefined = parameters[headName];
  const expected = `float32 [${names.length}]`;
  const found = head ? `${head.dtype} [${head.shape}]` : "nothing";
  if (found !== expected) throw new InputError(`parameters/${headName}`, found, expected);
  return head!.data as Float32Array;
}
