// A level as an exact finite Markov decision process, in flat arrays.
import type { WordTable } from "../base/word-table.ts";
import type { Environment } from "./environment.ts";

/**
 * Every state that can be reached on one level, and what each action leads to. State 0 is the start; states are
 * numbered by the fewest steps that reach them. A row is a (state, action) pair, number state * actions + action;
 * its transitions are those from rowOffsets[row] to rowOffsets[row + 1]. A transition that ends the episode by the
 * rules of the world leads to the successor `states`, one past the last: value arrays have states + 1 entries, and the
 * last stays 0. The horizon is no part of the state. Actions are those of the environment, unless `enumerate` was given
 * others.
 */
export interface FiniteMdp {
  readonly environment: Environment;
  readonly level: Uint8Array;
  readonly states: number;
  readonly actions: number;
  /** [states * actions + 1] */
  readonly rowOffsets: Int32Array;
  /** [transitions], `states` where the episode ends. */
  readonly successors: Int32Array;
  /** [transitions]; those of a row sum to 1. */
  readonly probabilities: Float64Array;
  /** Which row of `eventVectors` happens. [transitions] */
  readonly outcomes: Uint16Array;
  /** The distinct event counts of one step; the first is all zero. [outcome kinds, environment.events.length] */
  readonly eventVectors: Uint8Array;
  /** States first reached in d steps are layerOffsets[d] ... layerOffsets[d + 1]. [layers + 1] */
  readonly layerOffsets: Int32Array;
  /** The states as `saveState` writes them, [states, environment.stateLength], and their numbers. */
  readonly table: WordTable;
}

/** The number of the state whose words lie at words[offset ...]; -1 for one that play on this level cannot reach. */
export function lookup(mdp: Pick<FiniteMdp, "table">, words: Int32Array, offset = 0): number {
  return mdp.table.find(words, offset);
}

/** How many states can be reached within that many steps: they are the first ones. */
export function statesWithin(mdp: FiniteMdp, steps: number): number {
  const { layerOffsets } = mdp;
  return layerOffsets[Math.min(steps + 1, layerOffsets.length - 1)] as number;
}
