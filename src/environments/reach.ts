// Whether one cell can be walked to from another: all that a filter of levels asks.

/**
 * Depth-first search that goes towards its target first, so that it meets few cells beside the way it finds. Has its buffers: one for each
 * grid size, used again and again.
 */
export class Reach {
  readonly #rows: Uint8Array;
  readonly #columns: Uint8Array;
  /** Moves by where the target lies, above, beside or below, left, here or right; the best one last. [3, 3, 4] */
  readonly #orders: Int32Array;
  readonly #stack: Uint16Array;
  /** Number of the last search that met a cell. [height * width] */
  readonly #met: Uint32Array;
  #search = 0;

  constructor(height: number, width: number) {
    const size = height * width;
    this.#rows = Uint8Array.from({ length: size }, (_, cell) => Math.floor(cell / width));
    this.#columns = Uint8Array.from({ length: size }, (_, cell) => cell % width);
    const sides = [-1, 0, 1];
    this.#orders = Int32Array.from(
      sides.flatMap((vertical) => sides.flatMap((horizontal) => order(vertical, horizontal, width))),
    );
    this.#stack = new Uint16Array(size);
    this.#met = new Uint32Array(size);
  }

  /**
   * Whether there is a way on the level at levels[offset...], whose border is wall, through cells whose code has no bit of `closed`; `closed`
   * includes `wall`. The cell that it starts from may be closed, the one that it leads to may not.
   */
  canReach(levels: Uint8Array, offset: number, from: number, to: number, closed: number): boolean {
    const orders = this.#orders;
    const stack = this.#stack;
    const met = this.#met;
    const search = this.#next();
    met[from] = search;
    stack[0] = from;
    for (let count = from === to ? 0 : 1; count > 0; ) {
      const at = stack[--count]!;
      const first = this.#firstMove(at, to);
      for (let move = first; move < first + 4; move++) {
        const next = at + orders[move]!;
        if (met[next] === search || (levels[offset + next]! & closed) !== 0) continue;
        met[next] = search;
        stack[count++] = next;
        // The best move comes last, so that the search ends here as soon as the target is beside it.
        if (next === to) return true;
      }
    }
    return from === to;
  }

  #firstMove(at: number, to: number): number {
    const vertical = Math.sign(this.#rows[to]! - this.#rows[at]!);
    const horizontal = Math.sign(this.#columns[to]! - this.#columns[at]!);
    return 4 * (3 * vertical + horizontal + 4);
  }

  #next(): number {
    if (this.#search === 2 ** 32 - 1) {
      this.#met.fill(0);
      this.#search = 0;
    }
    return ++this.#search;
  }
}

/** The four moves, those away from a target on that side first. [4] */
function order(vertical: number, horizontal: number, width: number): number[] {
  const towards = (move: number) =>
    Math.abs(move) === 1 ? Math.sign(move) * horizontal : Math.sign(move) * vertical;
  return [-width, -1, 1, width].sort((a, b) => towards(a) - towards(b));
}
