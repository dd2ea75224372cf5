// Named random streams: a seed and a path of names fix every draw, whatever else is drawn beside it.
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";

/** The four 32-bit words of a stream: what a checkpoint keeps. */
export type RngState = readonly [number, number, number, number];

/** One stream of random numbers. All draws are exact integers, so they are the same bytes on every machine. */
export class Rng {
  #generator: RandomGenerator;
  readonly #drawnNames = new Set<string>();

  private constructor(
    /** Where the stream comes from: the seed and the names below it, separated by slashes. */
    readonly path: string,
    generator: RandomGenerator,
  ) {
    this.#generator = generator;
  }

  /** The root stream of a seed; usually only forked, never drawn from. */
  static fromSeed(seed: number | string): Rng {
    return Rng.#atPath(`innergap:${seed}`);
  }

  static #atPath(path: string): Rng {
    const digest = sha256(utf8ToBytes(path));
    const view = new DataView(digest.buffer, digest.byteOffset, 16);
    const words = [0, 4, 8, 12].map((offset) => view.getInt32(offset)) as [number, number, number, number];
    return new Rng(path, xoroshiro128plusFromState(words));
  }

  /**
   * A stream of its own under this one, fixed by the name alone and not by what was drawn before.
   * Throws when the same name is taken twice: two users of one stream would be correlated.
   */
  fork(name: string): Rng {
    if (this.#drawnNames.has(name)) throw new Error(`random stream "${this.path}/${name}" is already in use`);
    this.#drawnNames.add(name);
    return Rng.#atPath(`${this.path}/${name}`);
  }

  /** 32 random bits as an integer in [-2^31, 2^31). */
  int32(): number {
    return this.#generator.next() | 0;
  }

  /** 32 random bits as an integer in [0, 2^32). */
  uint32(): number {
    return this.#generator.next() >>> 0;
  }

  /** A uniform integer in [0, n), 1 <= n <= 2^20; unbiased (Lemire's multiplication with rejection). */
  below(n: number): number {
    let product = this.uint32() * n;
    let low = product >>> 0;
    if (low < n) {
      const threshold = 2 ** 32 % n;
      while (low < threshold) {
        product = this.uint32() * n;
        low = product >>> 0;
      }
    }
    return Math.floor(product / 2 ** 32);
  }

  /** A uniform integer in [low, high], both ends included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** A uniform number in [0, 1) with 32 random bits. */
  unit(): number {
    return this.uint32() / 2 ** 32;
  }

  /** Standard normal number (Box-Muller); for initial weights, not for anything that must be the same everywhere. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.unit()));
    return radius * Math.cos(2 * Math.PI * this.unit());
  }

  /** Puts the first `count` entries (default: all) of an array into uniformly random order, in place. */
  shuffle(
    array: Int32Array | Uint8Array | Uint16Array | Float32Array | number[],
    count = array.length,
  ): void {
    for (let last = count - 1; last > 0; last--) {
      const other = this.below(last + 1);
      const value = array[last] as number;
      array[last] = array[other] as number;
      array[other] = value;
    }
  }

  state(): RngState {
    return this.#generator.getState() as unknown as RngState;
  }

  restore(state: RngState): void {
    this.#generator = xoroshiro128plusFromState(state);
  }
}
