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
