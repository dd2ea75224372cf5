// Walking distances on one level.
import { moveOffsets, wall } from "./grid.ts";

/** Distance of a cell that cannot be walked to. */
export const unreachable = -1;

/** Breadth-first search with its buffers: one for each grid size, used again and again. */
export class Walker {
  /** Steps from the start of the last search, or `unreachable`. [height, width] */
  readonly distances: Int32Array;
  readonly #queue: Int32Array;
  readonly #moves: Int32Array;
  readonly #size: number;

  constructor(height: number, width: number) {
    this.#size = height * width;
    this.distances = new Int32Array(this.#size);
    this.#queue = new Int32Array(this.#size);
    this.#moves = moveOffsets(width);
  }

  /** Distances from `start` to every cell of the level at levels[offset...]; its border is wall. Returns `distances`. */
  search(levels: Uint8Array, offset: number, start: number): Int32Array {
    const { distances } = this;
    const queue = this.#queue;
    const moves = this.#moves;
    distances.fill(unreachable);
    distances[start] = 0;
    queue[0] = start;
    let end = 1;
    for (let next = 0; next < end; next++) {
      const from = queue[next]!;
      for (let action = 0; action < 4; action++) {
        const to = from + moves[action]!;
        if (levels[offset + to] === wall || distances[to] !== unreachable) continue;
        distances[to] = distances[from]! + 1;
        queue[end++] = to;
      }
    }
    return distances;
  }
}

/** Sources per word of a bit set. */
const wordBits = 32;

/**
 * Walking distances between all cells of one level, searched from all of them at once: every free cell holds a bit for each source that has
 * reached it, and a step hands the new bits to its neighbours, 32 sources by one operation. Steps change the colour of a chessboard's
 * square, so that a step brings a cell only sources of one colour: half of the words rest. One for each grid size, used again and again; a
 * table of n cells takes 2 n^2 bytes.
 */
export class AllPairs {
  /** Steps from a cell to another, or `unreachable`; walls are reached from nowhere. [height * width, height * width] */
  readonly distances: Int16Array;
  readonly #size: number;
  readonly #moves: Int32Array;
  /** 0 or 1: the colour of each cell's square. [height * width] */
  readonly #colours: Uint8Array;
  /** Free cells of either colour, in row-major order; their places in this list number them. [2, height * width] */
  readonly #free: Int32Array;
  /** How many there are. [2] */
  readonly #counts = new Int32Array(2);
  /** The number of each free cell among those of its colour. [height * width] */
  readonly #numbers: Int32Array;
  /** Numbers of the four neighbours, of the other colour; walls count as one past the last. [2, height * width, 4] */
  readonly #neighbours: Int32Array;
  /** Sources that have reached a free cell, by their colour and the cell's. [2, 2, (height * width + 1) * words] */
  readonly #reached: readonly (readonly Int32Array[])[];
  /** Those that did so in the last step: nothing for the number that stands for walls. The same shape. */
  readonly #last: readonly (readonly Int32Array[])[];

  constructor(height: number, width: number) {
    const size = height * width;
    const half = Math.ceil(size / 2);
    const sets = () =>
      [0, 1].map(() => [0, 1].map(() => new Int32Array((half + 1) * Math.ceil(half / wordBits))));
    this.#size = size;
    this.#moves = moveOffsets(width);
    this.#colours = Uint8Array.from(
      { length: size },
      (_, cell) => (Math.floor(cell / width) + (cell % width)) & 1,
    );
    this.distances = new Int16Array(size * size);
    this.#free = new Int32Array(2 * size);
    this.#numbers = new Int32Array(size);
    this.#neighbours = new Int32Array(2 * 4 * size);
    this.#reached = sets();
    this.#last = sets();
  }

  /** Fills `distances` for the level at levels[offset...], whose border is wall, and returns it. */
  search(levels: Uint8Array, offset: number): Int16Array {
    this.#listFreeCells(levels, offset);
    this.#findNeighbours(levels, offset);
    this.distances.fill(unreachable);
    this.#searchFrom(0);
    this.#searchFrom(1);
    return this.distances;
  }

  /** Lets all sources of one colour walk until none reaches anything new. */
  #searchFrom(sources: number): void {
    const count = this.#counts[sources]!;
    const words = Math.ceil(count / wordBits);
    for (let colour = 0; colour < 2; colour++) {
      const length = (this.#counts[colour]! + 1) * words;
      this.#reached[sources]![colour]!.fill(0, 0, length);
      this.#last[sources]![colour]!.fill(0, 0, length);
    }
    const reached = this.#reached[sources]![sources]!;
    const last = this.#last[sources]![sources]!;
    for (let number = 0; number < count; number++) {
      const word = number * words + (number >>> 5);
      reached[word] = 1 << (number & 31);
      last[word] = 1 << (number & 31);
      this.distances[this.#free[sources * this.#size + number]! * (this.#size + 1)] = 0;
    }
    let colour = 1 - sources;
    for (let distance = 1; this.#advance(sources, colour, words, distance); distance++) colour = 1 - colour;
  }

  /** Brings the sources of one colour to the cells of another; false where none of them is new. */
  #advance(sources: number, colour: number, words: number, distance: number): boolean {
    const { distances } = this;
    const size = this.#size;
    const free = this.#free;
    const neighbours = this.#neighbours;
    const reached = this.#reached[sources]![colour]!;
    const last = this.#last[sources]![1 - colour]!;
    const running = this.#last[sources]![colour]!;
    const count = this.#counts[colour]!;
    let any = 0;
    for (let number = 0; number < count; number++) {
      const row = free[colour * size + number]! * size;
      const first = 4 * (colour * size + number);
      const up = neighbours[first]! * words;
      const left = neighbours[first + 1]! * words;
      const down = neighbours[first + 2]! * words;
      const right = neighbours[first + 3]! * words;
      for (let word = 0; word < words; word++) {
        const at = number * words + word;
        const before = reached[at]!;
        let fresh =
          (last[up + word]! | last[left + word]! | last[down + word]! | last[right + word]!) & ~before;
        running[at] = fresh;
        if (fresh === 0) continue;
        any = 1;
        reached[at] = before | fresh;
        const lastSource = sources * size + word * wordBits + 31;
        do {
          const lowest = fresh & -fresh;
          distances[row + free[lastSource - Math.clz32(lowest)]!] = distance;
          fresh ^= lowest;
        } while (fresh !== 0);
      }
    }
    return any !== 0;
  }

  #listFreeCells(levels: Uint8Array, offset: number): void {
    const counts = this.#counts;
    counts.fill(0);
    for (let cell = 0; cell < this.#size; cell++) {
      if (levels[offset + cell] === wall) continue;
      const colour = this.#colours[cell]!;
      const number = counts[colour]!++;
      this.#free[colour * this.#size + number] = cell;
      this.#numbers[cell] = number;
    }
  }

  #findNeighbours(levels: Uint8Array, offset: number): void {
    const moves = this.#moves;
    for (let colour = 0; colour < 2; colour++) {
      const beyond = this.#counts[1 - colour]!;
      for (let number = 0; number < this.#counts[colour]!; number++) {
        const at = colour * this.#size + number;
        for (let action = 0; action < 4; action++) {
          const to = this.#free[at]! + moves[action]!;
          this.#neighbours[4 * at + action] = levels[offset + to] === wall ? beyond : this.#numbers[to]!;
        }
      }
    }
  }
}
