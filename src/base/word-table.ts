// A set of equally long integer vectors that numbers them in the order of their arrival.

/**
 * An open-addressing hash table over vectors of 32-bit words (linear probing, at most half full). The n-th distinct
 * vector gets the number n, and lies at words[n * width ... (n + 1) * width).
 */
export class WordTable {
  /** The vectors in order of arrival; grows, so read it anew after `add`. [>= count * width] */
  words: Int32Array;
  count = 0;
  /** Vector number + 1 by hash; 0 for a free slot. */
  #slots: Int32Array;

  constructor(
    /** Words per vector. */
    readonly width: number,
    capacity = 512,
  ) {
    this.words = new Int32Array(Math.max(1, width) * capacity);
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * capacity)));
  }

  /** The number of the vector at source[offset ...], which is stored when it is new (then it is the old `count`). */
  add(source: ArrayLike<number>, offset: number): number {
    const slot = this.#slotOf(source, offset);
    const found = this.#slots[slot] as number;
    if (found > 0) return found - 1;
    const index = this.count++;
    this.#slots[slot] = index + 1;
    this.#store(source, offset, index);
    if (2 * this.count > this.#slots.length) this.#growSlots();
    return index;
  }

  /** The number of the vector at source[offset ...], or -1. */
  find(source: ArrayLike<number>, offset: number): number {
    return (this.#slots[this.#slotOf(source, offset)] as number) - 1;
  }

  /** The slot that holds the vector, or the free one where it belongs. */
  #slotOf(source: ArrayLike<number>, offset: number): number {
    const { width, words } = this;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hashWords(source, offset, width) & mask;
    for (;;) {
      const entry = slots[slot] as number;
      if (entry === 0) return slot;
      const start = (entry - 1) * width;
      let word = 0;
      while (word < width && words[start + word] === source[offset + word]) word++;
      if (word === width) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #store(source: ArrayLike<number>, offset: number, index: number): void {
    const start = index * this.width;
    if (start + this.width > this.words.length) {
      const grown = new Int32Array(2 * this.words.length);
      grown.set(this.words);
      this.words = grown;
    }
    for (let word = 0; word < this.width; word++) this.words[start + word] = source[offset + word] as number;
  }

  #growSlots(): void {
    const slots = new Int32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let index = 0; index < this.count; index++) {
      let slot = hashWords(this.words, index * this.width, this.width) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = index + 1;
    }
    this.#slots = slots;
  }
}

/** Mixes each word by an odd multiplier and a shift, so that states that differ in one low bit part early. */
function hashWords(source: ArrayLike<number>, offset: number, width: number): number {
  let hash = 0;
  for (let word = 0; word < width; word++) {
    hash = Math.imul(hash ^ (source[offset + word] as number), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}
