// Deep Q-learning (Mnih et al. 2015): what it learns from a batch of transitions of its replay.
import type { Program, Runtime } from "../engine/runtime.ts";
import { sizeOf, type Tensor } from "../engine/tensor.ts";
import type { Network, Parameters } from "../policies/networks/architecture.ts";
import { DivergenceError } from "./divergence.ts";
import type { DqnHyperparameters } from "./dqn-hyperparameters.ts";
import { dqnOptimiser, traceDqnUpdate } from "./dqn-update.ts";
import { prefixed, withoutPrefix } from "./prefix.ts";
import type { Transitions } from "./replay.ts";

/** What an update replaces; the arrays of a state are never changed in place. */
export interface DqnState {
  readonly parameters: Parameters;
  /** Parameters of the network that targets are estimated by. */
  readonly target: Parameters;
  readonly optimiser: Readonly<Record<string, Tensor>>;
  /** Optimiser steps so far. */
  readonly updates: number;
}

/** A batch of transitions as the update program reads it. */
export class DqnBatch implements Transitions {
  readonly observations: Uint8Array;
  readonly actions: Int32Array;
  readonly rewards: Float32Array;
  readonly discounts: Float32Array;
  readonly nextObservations: Uint8Array;
  /** What the loss of each counts for. [rows] */
  readonly weights: Float32Array;
  /** The arrays above as inputs of the update. */
  readonly inputs: Readonly<Record<string, Tensor>>;

  constructor(rows: number, observationShape: readonly number[]) {
    const shape = [rows, ...observationShape];
    this.observations = new Uint8Array(sizeOf(shape));
    this.nextObservations = new Uint8Array(sizeOf(shape));
    this.actions = new Int32Array(rows);
    this.rewards = new Float32Array(rows);
    this.discounts = new Float32Array(rows);
    this.weights = new Float32Array(rows).fill(1);
    this.inputs = {
      observations: { dtype: "uint8", shape, data: this.observations },
      nextObservations: { dtype: "uint8", shape, data: this.nextObservations },
      actions: { dtype: "int32", shape: [rows], data: this.actions },
      rewards: { dtype: "float32", shape: [rows], data: this.rewards },
      discounts: { dtype: "float32", shape: [rows], data: this.discounts },
      weights: { dtype: "float32", shape: [rows], data: this.weights },
    };
  }
}

/** The learner: one program for a batch, and the target network beside it. */
export class Dqn {
  private constructor(
    readonly network: Network,
    readonly hyperparameters: DqnHyperparameters,
    readonly batch: DqnBatch,
    readonly program: Program,
  ) {}

  /** Compiles the update of a network of action values. */
  static async create(network: Network, dqn: DqnHyperparameters, runtime: Runtime): Promise<Dqn> {
    const program = await runtime.load(await traceDqnUpdate(network, dqn));
    return new Dqn(network, dqn, new DqnBatch(dqn.batch_size, network.observationShape), program);
  }

  init(parameters: Parameters): DqnState {
    const optimiser = dqnOptimiser(this.hyperparameters).init(this.network.parameterShapes);
    return { parameters, target: parameters, optimiser, updates: 0 };
  }

  /**
   * One optimiser step on the transitions that `batch` holds. Answers the new state, the absolute errors of the values, [rows], and metrics.
   * Throws a DivergenceError as soon as one of them is not finite.
   */
  async update(
    state: DqnState,
    learningRate: number,
  ): Promise<{ state: DqnState; errors: Float32Array; metrics: Record<string, number> }> {
    const outputs = await this.program.run({
      ...prefixed("parameters/", state.parameters),
      ...prefixed("target/", state.target),
      ...prefixed("optimiser/", state.optimiser),
      ...this.batch.inputs,
      learningRate: { dtype: "float32", shape: [], data: Float32Array.of(learningRate) },
    });
    const metrics: Record<string, number> = {};
    for (const [name, { data }] of Object.entries(withoutPrefix("metrics/", outputs))) {
      metrics[name] = data[0]!;
      if (!Number.isFinite(data[0]))
        throw new DivergenceError(`training has diverged: ${name} is ${data[0]}`);
    }
    const parameters = withoutPrefix("parameters/", outputs);
    const updates = state.updates + 1;
    const copied = updates % this.hyperparameters.target_network_frequency === 0;
    return {
      state: {
        parameters,
        target: copied ? parameters : state.target,
        optimiser: withoutPrefix("optimiser/", outputs),
        updates,
      },
      errors: outputs.errors!.data as Float32Array,
      metrics,
    };
  }

  release(): Promise<void> {
    return this.program.release();
  }
}
