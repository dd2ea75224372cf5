// The states that a world has both as it is and with actions cut off from a variable: there policies can be compared.
import { WordTable } from "../base/word-table.ts";
import { variablesLength } from "../environments/causes.ts";
import { enumerate, type FiniteMdp } from "../environments/enumerate.ts";
import type { Environment } from "../environments/environment.ts";
import { causesOf, saveVariables } from "../environments/variable-states.ts";

/** One level of both worlds, with the states that they share. */
export interface SharedLevel {
  readonly whole: FiniteMdp;
  readonly cut: FiniteMdp;
  /** The number of each common state in either process. */
  readonly states: readonly (readonly [whole: number, cut: number])[];
}

/**
 * States of the same level that can be reached in the world as it is and in the cut world, with equal values of all variables of the world;
 * a state of the cut world that differs in the level left alone beside it (in a world that moves by itself) counts with each of those.
 * Throws an InputError where either has too many states.
 */
export function sharedLevel(environment: Environment, cutWorld: Environment, level: Uint8Array): SharedLevel {
  const whole = enumerate(environment, level);
  const cut = enumerate(cutWorld, level);
  const own = variablesLength(causesOf(environment));
  const known = new WordTable(own);
  const words = new Int32Array(own);
  const batch = environment.batch({ lanes: 1, horizon: 1, observe: false });
  batch.reset(0, level, 0);
  for (let state = 0; state < whole.states; state++) {
    batch.loadState(0, whole.table.words, state * whole.table.width);
    saveVariables(batch, 0, words, 0);
    known.add(words, 0);
  }
  const states: (readonly [number, number])[] = [];
  for (let state = 0; state < cut.states; state++) {
    const found = known.find(cut.table.words, state * cut.table.width);
    if (found >= 0) states.push([found, state]);
  }
  return { whole, cut, states };
}
