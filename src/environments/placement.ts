// Things on distinct free cells of a level, uniformly at random.
import type { Rng } from "../base/rng.ts";
import { floor } from "./grid.ts";

/** The free ones among some cells, of one level after another; hands them out in random order without repetition. */
export class FreeCells {
  #count = 0;
  #taken = 0;
  readonly #candidates: Uint16Array;
  /** The cells handed out come first, in their order. [candidates] */
  readonly #cells: Uint16Array;

  /** All cells of a grid of that size, or only the candidates. */
  constructor(candidates: number | Uint16Array) {
    this.#candidates =
      typeof candidates === "number"
        ? Uint16Array.from({ length: candidates }, (_, cell) => cell)
        : candidates;
    this.#cells = new Uint16Array(this.#candidates.length);
  }

  /** Takes note of the candidates that are floor on the level at levels[offset...] and returns their number. */
  collect(levels: Uint8Array, offset: number): number {
    const cells = this.#cells;
    const candidates = this.#candidates;
    let count = 0;
    for (let index = 0; index < candidates.length; index++) {
      const cell = candidates[index]!;
      cells[count] = cell;
      count += levels[offset + cell] === floor ? 1 : 0;
    }
    this.#count = count;
    this.#taken = 0;
    return count;
  }

  /** A uniform one of the cells not yet handed out; collect first, and take no more than there are. */
  take(rng: Rng): number {
    const cells = this.#cells;
    const taken = this.#taken;
    const pick = taken + rng.below(this.#count - taken);
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
