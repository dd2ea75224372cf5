// What every generator of walls is.
import type { Rng } from "../../base/rng.ts";

/** Writes walls and floor. */
export interface WallGenerator {
  /** Mean number of free cells, rounded down; exact but for `noise`, where it is that of some fixed draws. */
  readonly freeCells: number;
  /** Writes walls and floor on out[offset ... offset + height * width). */
  draw(rng: Rng, out: Uint8Array, offset: number): void;
}
