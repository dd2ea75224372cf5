// The last observations of truncated episodes, kept until their values are asked for, all at once.
import type { Decisions } from "../policies/policy.ts";
import type { Actor } from "./actor.ts";

export class FinalObservations {
  readonly #lanes: number;
  readonly #size: number;
  readonly #memorySize: number;
  /** [capacity, ...observation shape] */
  readonly #observations: Uint8Array;
  /** [capacity, memorySize] */
  readonly #memory: Float32Array;
  /** Row of the trajectory that each belongs to. [capacity] */
  readonly #rows: Int32Array;
  #count = 0;

  /** Room for every truncation that `steps` steps of `lanes` lanes can bring, in whole batches of lanes. */
  constructor(steps: number, lanes: number, horizon: number, observationSize: number, memorySize: number) {
    const capacity = lanes * (1 + Math.floor((steps - 1) / horizon));
    this.#lanes = lanes;
    this.#size = observationSize;
    this.#memorySize = memorySize;
    this.#observations = new Uint8Array(capacity * observationSize);
    this.#memory = new Float32Array(capacity * memorySize);
    this.#rows = new Int32Array(capacity);
  }

  clear(): void {
    this.#count = 0;
  }

  /** Copies what `lane` sees now, for row `row` of the trajectory. */
  keep(row: number, lane: number, observations: Uint8Array, memory: Float32Array): void {
    const index = this.#count++;
    const size = this.#size;
    const memorySize = this.#memorySize;
    this.#rows[index] = row;
    this.#observations.set(observations.subarray(lane * size, (lane + 1) * size), index * size);
    this.#memory.set(memory.subarray(lane * memorySize, (lane + 1) * memorySize), index * memorySize);
  }

  /** Writes the estimate of every kept observation to its row of `values`; `scratch` is overwritten. */
  async evaluate(actor: Actor, scratch: Decisions, values: Float32Array): Promise<void> {
    const lanes = this.#lanes;
    for (let start = 0; start < this.#count; start += lanes) {
      const observations = this.#observations.subarray(start * this.#size, (start + lanes) * this.#size);
      const memory = this.#memory.subarray(start * this.#memorySize, (start + lanes) * this.#memorySize);
      await actor.evaluate(observations, lanes, memory, scratch);
      const end = Math.min(start + lanes, this.#count);
      for (let index = start; index < end; index++) values[this.#rows[index]] = scratch.values[index - start];
    }
  }
}
