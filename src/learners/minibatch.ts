// Samples of a trajectory in random order, copied into arrays that the update program reads.
import type { Rng } from "../base/rng.ts";
import { sizeOf, type Tensor } from "../engine/tensor.ts";
import type { Trajectory } from "../rollouts/trajectory.ts";

/** What one update learns from: the trajectory and what was computed from it. */
export interface Samples {
  readonly trajectory: Trajectory;
  /** [steps, lanes] */
  readonly advantages: Float32Array;
  /** What the value estimates should have been. [steps, lanes] */
  readonly targets: Float32Array;
}

export class Minibatch {
  /** The arrays as inputs of the update; every `fill` overwrites them. */
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly #size: number;
  readonly #observationSize: number;
  readonly #observations: Uint8Array;
  readonly #actions: Int32Array;
  readonly #oldLogProbability: Float32Array;
  readonly #oldValue: Float32Array;
  readonly #advantage: Float32Array;
  readonly #target: Float32Array;
  /** Rows of the trajectory in the order of the current pass. [rows] */
  readonly #order: Int32Array;

  constructor(size: number, rows: number, observationShape: readonly number[]) {
    this.#size = size;
    this.#observationSize = sizeOf(observationShape);
    this.#observations = new Uint8Array(size * this.#observationSize);
    this.#actions = new Int32Array(size);
    this.#oldLogProbability = new Float32Array(size);
    this.#oldValue = new Float32Array(size);
    this.#advantage = new Float32Array(size);
    this.#target = new Float32Array(size);
    this.#order = new Int32Array(rows);
    this.inputs = {
      observations: { dtype: "uint8", shape: [size, ...observationShape], data: this.#observations },
      actions: { dtype: "int32", shape: [size], data: this.#actions },
      oldLogProbability: { dtype: "float32", shape: [size], data: this.#oldLogProbability },
      oldValue: { dtype: "float32", shape: [size], data: this.#oldValue },
      advantage: { dtype: "float32", shape: [size], data: this.#advantage },
      target: { dtype: "float32", shape: [size], data: this.#target },
    };
  }

  /** A new random order of all rows; it depends on the stream alone, not on the order before. */
  shuffle(rng: Rng): void {
    for (let row = 0; row < this.#order.length; row++) this.#order[row] = row;
    rng.shuffle(this.#order);
  }

  /** Copies the samples of minibatch `index` of the current order. */
  fill({ trajectory, advantages, targets }: Samples, index: number): void {
    const { observations, actions, logProbabilities, values } = trajectory;
    const size = this.#observationSize;
    for (let sample = 0; sample < this.#size; sample++) {
      const row = this.#order[index * this.#size + sample];
      this.#observations.set(observations.subarray(row * size, row * size + size), sample * size);
      this.#actions[sample] = actions[row];
      this.#oldLogProbability[sample] = logProbabilities[row];
      this.#oldValue[sample] = values[row];
      this.#advantage[sample] = advantages[row];
      this.#target[sample] = targets[row];
    }
  }
}
