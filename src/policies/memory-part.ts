// Policies inside policies: each finds its own memory, apart from what the one around it keeps.

/** A run of numbers in every lane's memory, as an array of its own. */
export class MemoryPart {
  #part = new Float32Array(0);

  constructor(
    /** Numbers of memory per lane in all. */
    readonly whole: number,
    /** Where the part begins, and its numbers per lane. */
    readonly offset: number,
    readonly size: number,
  ) {}

  /** The part of every lane, [lanes, size]; the array is used again by the next call. memory: [lanes, whole] */
  take(memory: Float32Array): Float32Array {
    const lanes = memory.length / this.whole;
    if (this.#part.length !== lanes * this.size) this.#part = new Float32Array(lanes * this.size);
    for (let lane = 0; lane < lanes; lane++) {
      const start = lane * this.whole + this.offset;
      for (let i = 0; i < this.size; i++) this.#part[lane * this.size + i] = memory[start + i] as number;
    }
    return this.#part;
  }

  /** Writes what was taken back, as it is now. */
  put(memory: Float32Array): void {
    const lanes = memory.length / this.whole;
    for (let lane = 0; lane < lanes; lane++) {
      const start = lane * this.whole + this.offset;
      for (let i = 0; i < this.size; i++) memory[start + i] = this.#part[lane * this.size + i] as number;
    }
  }
}
