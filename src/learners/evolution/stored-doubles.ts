// Double precision in checkpoints, whose arrays have 32 bits an entry: two words for each number.
import type { Tensor } from "../../engine/tensor.ts";
import type { StrategyState } from "./search-distribution.ts";

/** Each array as its words, [length, 2], by the same name. */
export function storeDoubles(state: StrategyState): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(state).map(([name, array]) => {
      const data = new Int32Array(array.slice().buffer);
      return [name, { dtype: "int32", shape: [array.length, 2], data }];
    }),
  );
}

/** Puts the words of `stored` back into the arrays of the same names. */
export function restoreDoubles(stored: Readonly<Record<string, Tensor>>, state: StrategyState): void {
  for (const [name, array] of Object.entries(state)) {
    new Int32Array(array.buffer, array.byteOffset, 2 * array.length).set(stored[name]!.data);
  }
}
