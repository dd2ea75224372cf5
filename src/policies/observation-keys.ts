// Numbers for observations, in the order in which they are first met: what look-up tables are indexed by.
import { InputError } from "../base/errors.ts";
import { WordTable } from "../base/word-table.ts";

const wordBits = 32;

/** Observations of zeros and ones, 32 of them to a word. */
export class ObservationKeys {
  /** Words of one observation. */
  readonly width: number;
  readonly #size: number;
  readonly #packed: Int32Array;
  #table: WordTable;

  constructor(observationShape: readonly number[]) {
    this.#size = observationShape.reduce((product, extent) => product * extent, 1);
    this.width = Math.ceil(this.#size / wordBits);
    this.#packed = new Int32Array(this.width);
    this.#table = new WordTable(this.width);
  }

  /** How many different ones were met. */
  get count(): number {
    return this.#table.count;
  }

  /** The number of what `lane` sees, a new one where it is new. observations: [lanes, ...observation shape] */
  add(observations: Uint8Array, lane: number): number {
    return this.#table.add(this.#pack(observations, lane), 0);
  }

  /** The same, -1 where it was never met. */
  find(observations: Uint8Array, lane: number): number {
    return this.#table.find(this.#pack(observations, lane), 0);
  }

  /** Those that were met, in order. [count, width] */
  words(): Int32Array {
    return this.#table.words.slice(0, this.count * this.width);
  }

  /** Knows these and no others, under the numbers that they had. words: [count, width] */
  restore(words: Int32Array): void {
    const count = words.length / this.width;
    this.#table = new WordTable(this.width, Math.max(count, 1));
    for (let index = 0; index < count; index++) {
      if (this.#table.add(words, index * this.width) === index) continue;
      throw new InputError(
        `observations[${index}]`,
        "one that stands before",
        "observations that all differ",
      );
    }
  }

  #pack(observations: Uint8Array, lane: number): Int32Array {
    const packed = this.#packed.fill(0);
    const first = lane * this.#size;
    for (let bit = 0; bit < this.#size; bit++) {
      const entry = observations[first + bit]!;
      if (entry > 1)
        throw new InputError(`observation[${bit}]`, String(entry), "0 or 1, for a look-up table");
      packed[bit >>> 5]! |= entry << (bit & 31);
    }
    return packed;
  }
}
