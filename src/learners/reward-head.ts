// What a learned reward rests on: which counts of a step are weighed, and how a planner pursues the weights.
import type { EnvironmentBatch } from "../environments/environment.ts";
import type { Policy } from "../policies/policy.ts";
import type { RewardRegression } from "./reward-regression.ts";

export interface RewardHead {
  /** What is weighed. */
  readonly names: readonly string[];
  /** Whether weights are few enough for a training to tell each of them after every fit. */
  readonly told: boolean;
  /** Counts the steps of these worlds. */
  counter(batch: EnvironmentBatch): StepCounter;
  /** The exact planner for what steps come to under these weights, [names]: sees the whole state, uniform over the best actions. */
  planner(weights: ArrayLike<number>, discount: number): Policy;
}

export interface StepCounter {
  /** Called before every step, to keep what is seen. */
  look(): void;
  /** Called after it, before ended lanes start anew: what a lane's step had, and what it was paid. */
  add(regression: RewardRegression, lane: number, action: number, reward: number): void;
}
