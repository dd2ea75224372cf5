// Samples of a trajectory in random order, or whole sequences of them, copied into arrays that the update program reads.
import type { Rng } from "../base/rng.ts";
import { sizeOf, type Tensor } from "../engine/tensor.ts";
import type { Network } from "../policies/networks/architecture.ts";
import type { Trajectory } from "../rollouts/trajectory.ts";

/** What one update learns from: the trajectory and what was computed from it. */
export interface Samples {
  readonly trajectory: Trajectory;
  /** [steps, lanes] */
  readonly advantages: Float32Array;
  /** What the value estimates should have been. [steps, lanes] */
  readonly targets: Float32Array;
}

/**
 * Parts of one size of a trajectory in random order. What is shuffled are sequences of `sequenceLength` consecutive steps of a
 * lane: single samples at length 1. Sample (t, s) of a minibatch, step t of its sequence s, stands at t * sequences + s.
 */
export class Minibatch {
  /** The arrays as inputs of the update; every `fill` overwrites them. */
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly #observationSize: number;
  readonly #observations: Uint8Array;
  readonly #actions: Int32Array;
  readonly #oldLogProbability: Float32Array;
  readonly #oldValue: Float32Array;
  readonly #advantage: Float32Array;
  readonly #target: Float32Array;
  /** What memories are made of, where there are any: shapes as in `Past`. */
  readonly #memory: Float32Array;
  readonly #kept: Float32Array;
  readonly #told: Float32Array;
  readonly #memorySize: number;
  readonly #toldSize: number;
  readonly #sequenceLength: number;
  /** Sequences in a minibatch. */
  readonly #sequences: number;
  /** Sequences of the trajectory in the order of the current pass. [rows / sequenceLength] */
  readonly #order: Int32Array;

  /** size, rows: samples of a minibatch, and of the whole trajectory. */
  constructor(size: number, rows: number, network: Network, sequenceLength: number) {
    const { observationShape, memorySize, feedback = [] } = network;
    this.#sequenceLength = sequenceLength;
    this.#sequences = size / sequenceLength;
    this.#memorySize = memorySize;
    this.#toldSize = feedback.length;
    this.#memory = new Float32Array(this.#sequences * memorySize);
    this.#kept = new Float32Array(size);
    this.#told = new Float32Array(size * feedback.length);
    this.#observationSize = sizeOf(observationShape);
    this.#observations = new Uint8Array(size * this.#observationSize);
    this.#actions = new Int32Array(size);
    this.#oldLogProbability = new Float32Array(size);
    this.#oldValue = new Float32Array(size);
    this.#advantage = new Float32Array(size);
    this.#target = new Float32Array(size);
    this.#order = new Int32Array(rows / sequenceLength);
    this.inputs = {
      observations: { dtype: "uint8", shape: [size, ...observationShape], data: this.#observations },
      actions: { dtype: "int32", shape: [size], data: this.#actions },
      oldLogProbability: { dtype: "float32", shape: [size], data: this.#oldLogProbability },
      oldValue: { dtype: "float32", shape: [size], data: this.#oldValue },
      advantage: { dtype: "float32", shape: [size], data: this.#advantage },
      target: { dtype: "float32", shape: [size], data: this.#target },
      ...(memorySize > 0 && this.#pastInputs()),
    };
  }

  #pastInputs(): Record<string, Tensor> {
    const [length, sequences, told] = [this.#sequenceLength, this.#sequences, this.#toldSize];
    const float = (data: Float32Array, shape: readonly number[]) => ({
      dtype: "float32" as const,
      shape,
      data,
    });
    return {
      memory: float(this.#memory, [sequences, this.#memorySize]),
      kept: float(this.#kept, [length, sequences]),
      ...(told > 0 && { feedback: float(this.#told, [length, sequences, told]) }),
    };
  }

  /** A new random order of all sequences; it depends on the stream alone, not on the order before. */
  shuffle(rng: Rng): void {
    for (let index = 0; index < this.#order.length; index++) this.#order[index] = index;
    rng.shuffle(this.#order);
  }

  /** Copies the sequences of minibatch `index` of the current order. */
  fill(samples: Samples, index: number): void {
    const { lanes } = samples.trajectory;
    for (let place = 0; place < this.#sequences; place++) {
      const sequence = this.#order[index * this.#sequences + place];
      const lane = sequence % lanes;
      const first = ((sequence - lane) / lanes) * this.#sequenceLength;
      this.#copyMemory(samples.trajectory, sequence, place);
      for (let step = 0; step < this.#sequenceLength; step++)
        this.#copySample(samples, (first + step) * lanes + lane, step * this.#sequences + place);
    }
  }

  #copyMemory({ memories }: Trajectory, sequence: number, place: number): void {
    const size = this.#memorySize;
    for (let i = 0; i < size; i++) this.#memory[place * size + i] = memories[sequence * size + i];
  }

  #copySample({ trajectory, advantages, targets }: Samples, row: number, sample: number): void {
    const { observations, actions, logProbabilities, values, memoryCleared, told } = trajectory;
    const size = this.#observationSize;
    this.#observations.set(observations.subarray(row * size, row * size + size), sample * size);
    this.#actions[sample] = actions[row];
    this.#oldLogProbability[sample] = logProbabilities[row];
    this.#oldValue[sample] = values[row];
    this.#advantage[sample] = advantages[row];
    this.#target[sample] = targets[row];
    this.#kept[sample] = 1 - memoryCleared[row];
    for (let i = 0; i < this.#toldSize; i++)
      this.#told[sample * this.#toldSize + i] = told[row * this.#toldSize + i];
  }
}
