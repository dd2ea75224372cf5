// Things on distinct free cells of a level, uniformly at random.
import type { Rng } from "../base/rng.ts";
import { floor } from "./grid.ts";

/** The free cells of one level after another; hands them out in random order without repetition. */
export class FreeCells {
  count = 0;
  #taken = 0;
  /** The cells handed out come first, in their order. [size] */
  readonly #cells: Uint16Array;

  constructor(size: number) {
    this.#cells = new Uint16Array(size);
  }

  /** Takes note of the floor of levels[offset ... offset + size) and returns how many cells that is. */
  collect(levels: Uint8Array, offset: number): number {
    const cells = this.#cells;
    let count = 0;
    for (let cell = 0; cell < cells.length; cell++) {
      cells[count] = cell;
      count += levels[offset + cell] === floor ? 1 : 0;
    }
    this.count = count;
    this.#taken = 0;
    return count;
  }

  /** A uniform one of the cells not yet handed out; collect first, and take no more than there are. */
  take(rng: Rng): number {
    const cells = this.#cells;
    const taken = this.#taken;
    const pick = taken + rng.below(this.count - taken);
    const cell = cells[pick]!;
    cells[pick] = cells[taken]!;
    cells[taken] = cell;
    this.#taken = taken + 1;
    return cell;
  }

  /** Puts back all cells but the first `kept` that were handed out. */
  putBack(kept: number): void {
    this.#taken = kept;
  }
}
