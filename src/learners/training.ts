// What every learner has in common: a training goes on cycle by cycle, and can be put away and taken up at any of them.
import type { JsonObject } from "../base/hash.ts";
import type { Rng } from "../base/rng.ts";
import type { Runtime } from "../engine/runtime.ts";
import type { Tensor } from "../engine/tensor.ts";
import type { Environment, LevelDistribution, Objective } from "../environments/environment.ts";
import type { Parameters } from "../policies/networks/architecture.ts";
import type { Policy } from "../policies/policy.ts";

/** A policy that acts with the parameters that were learned, until it is given others. */
export interface LearnedPolicy extends Policy {
  /** Acts with other parameters from now on; throws an InputError where they do not fit. */
  replaceParameters(parameters: Parameters): void;
  release(): Promise<void>;
}

/** What a learner is to learn in, with the stream and the runtime that it works with. */
export interface TrainingProblem {
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
  /** Forked into the streams of the learner; initial parameters come from the one that `initialisationStream` names. */
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
  /** Environment steps of one cycle. */
  readonly stepsPerCycle: number;
  /**
   * Acts and learns once; answers the metrics of both, by canonical name. When it throws (DivergenceError,
   * ProbabilityError), the training stands as it did before the call.
   */
  cycle(): Promise<Record<string, number>>;
  snapshot(): TrainingSnapshot;
  /** Puts a snapshot of a training with equal options back; throws an InputError where names or shapes differ. */
  restore(snapshot: TrainingSnapshot): void;
  parameters(): Parameters;
  /** A policy with the current parameters, compiled for that many lanes. */
  policy(lanes: number): Promise<LearnedPolicy>;
  release(): Promise<void>;
}
