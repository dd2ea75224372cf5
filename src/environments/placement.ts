// Things on distinct free cells of a level, uniformly at random.
import { InputError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";

/** The top left height x width cells of the interior of a grid of that total width, row-major. */
export function interiorCells(height: number, width: number, gridWidth: number): Uint16Array {
  return Uint16Array.from(
    { length: height * width },
    (_, index) => (1 + Math.floor(index / width)) * gridWidth + 1 + (index % width),
  );
}

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
      // 1 for floor, which is code 0, without a branch that nobody can predict.
      count += (levels[offset + cell]! - 1) >>> 31;
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

/**
 * Walls are drawn again until everything fits, so what is asked for must fit on an average level. Throws an InputError where `needed` cells,
 * `asked` for at `place`, are more than its free ones.
 */
export function requireRoom(
  needed: number,
  level: { readonly freeCells: number; readonly size: string; readonly walls: string },
  place: string,
  asked: string,
): void {
  const { freeCells, size, walls } = level;
  if (needed <= freeCells) return;
  throw new InputError(
    place,
    asked,
    `at most ${freeCells} things, the free cells of an average ${size} level with ${walls} walls`,
  );
}
