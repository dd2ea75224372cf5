// The state of every lane of a batch as arrays, in the middle of its episode, and back.

import type { Tensor } from "../engine/tensor.ts";
import type { EnvironmentBatch } from "../environments/environment.ts";

/** Levels [lanes, levelLength], states [lanes, stateLength] and elapsed steps [lanes]. */
export function saveLanes(batch: EnvironmentBatch): Record<"levels" | "states" | "elapsed", Tensor> {
  const { lanes, environment } = batch;
  const { levelLength, stateLength } = environment;
  const levels = new Uint8Array(lanes * levelLength);
  const states = new Int32Array(lanes * stateLength);
  for (let lane = 0; lane < lanes; lane++) {
    levels.set(batch.levelOf(lane), lane * levelLength);
    batch.saveState(lane, states, lane * stateLength);
  }
  return {
    levels: { dtype: "uint8", shape: [lanes, levelLength], data: levels },
    states: { dtype: "int32", shape: [lanes, stateLength], data: states },
    elapsed: { dtype: "int32", shape: [lanes], data: batch.elapsed.slice() },
  };
}

/** Puts every lane where `saveLanes` found it, observations included. */
export function restoreLanes(batch: EnvironmentBatch, saved: Readonly<Record<string, Tensor>>): void {
  const { levelLength, stateLength } = batch.environment;
  const { levels, states, elapsed } = saved;
  for (let lane = 0; lane < batch.lanes; lane++) {
    batch.reset(lane, levels.data as Uint8Array, lane * levelLength);
    batch.loadState(lane, states.data as Int32Array, lane * stateLength);
    batch.elapsed[lane] = elapsed.data[lane];
  }
}
