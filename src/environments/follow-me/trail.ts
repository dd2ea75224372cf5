// The way that a leader walks: shortest paths from stop to stop, and round again.
import { moveOffsets, wall } from "../grid.ts";
import { unreachable } from "../paths.ts";

/** Where a trail, whose cells are numbered from its start, goes on after its last cell. */
export interface Loop {
  /** Number of the cell that follows the last one. */
  start: number;
  /** Number of cells. */
  end: number;
}

/** Lays trails, with its buffers: one for each grid size, used again and again. */
export class TrailLayer {
  readonly #distances: Int32Array;
  readonly #queue: Int32Array;
  readonly #moves: Int32Array;

  constructor(height: number, width: number) {
    this.#distances = new Int32Array(height * width);
    this.#queue = new Int32Array(height * width);
    this.#moves = moveOffsets(width);
  }

  /**
   * Writes the cells of the walk from `start` to stops[first], stops[first + 1] ... stops[first + count - 1] and back to the first of them,
   * on the level at levels[offset...], to trail[at...]; each leg has at most as many cells as the level. A leg to a stop that cannot be
   * walked to, or is where the walker is, is never begun: there the walker stays.
   */
  lay(
    levels: Uint8Array,
    offset: number,
    start: number,
    stops: Uint16Array,
    first: number,
    count: number,
    trail: Uint16Array,
    at: number,
    loop: Loop,
  ): void {
    let cell = start;
    let end = 1;
    let atFirstStop = 0;
    trail[at] = start;
    for (let leg = 0; leg <= count; leg++) {
      const stop = stops[first + (leg === count ? 0 : leg)]!;
      const distance = this.#search(levels, offset, stop, cell);
      if (distance === unreachable || distance === 0) {
        loop.start = end - 1;
        loop.end = end;
        return;
      }
      for (let left = distance - 1; left >= 0; left--) {
        cell = this.#nearer(cell, left);
        trail[at + end++] = cell;
      }
      if (leg === 0) atFirstStop = end - 1;
    }
    // The last cell is the first stop once more.
    loop.start = atFirstStop;
    loop.end = end - 1;
  }

  /** The first neighbour of a cell, of up, left, down, right, at a given distance from the stop last searched from. */
  #nearer(cell: number, distance: number): number {
    const distances = this.#distances;
    const moves = this.#moves;
    let action = 0;
    while (distances[cell + moves[action]!] !== distance) action++;
    return cell + moves[action]!;
  }

  /** Breadth-first from a stop until the walker is found; the distance, or `unreachable`. */
  #search(levels: Uint8Array, offset: number, stop: number, walker: number): number {
    const distances = this.#distances;
    const queue = this.#queue;
    const moves = this.#moves;
    distances.fill(unreachable);
    distances[stop] = 0;
    queue[0] = stop;
    for (let next = 0, end = 1; next < end && distances[walker] === unreachable; next++) {
      const from = queue[next]!;
      const distance = distances[from]! + 1;
      for (let action = 0; action < 4; action++) {
        const to = from + moves[action]!;
        if (levels[offset + to] === wall || distances[to] !== unreachable) continue;
        distances[to] = distance;
        queue[end++] = to;
      }
    }
    return distances[walker]!;
  }
}
