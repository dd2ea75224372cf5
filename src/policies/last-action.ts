// What a policy keeps of the action before, where the next one depends on it.
import type { EnvironmentBatch } from "../environments/environment.ts";

/** There is no action before the first of an episode. */
export const noAction = -1;

/** Writes the actions taken at the beginning of every lane's memory. actions: [lanes], memory: [lanes, memorySize] */
export function rememberActions(actions: Uint8Array, memory: Float32Array): void {
  const size = memory.length / actions.length;
  // Cleared memory is zero, which must not be the name of an action.
  for (let lane = 0; lane < actions.length; lane++) memory[lane * size] = (actions[lane] as number) + 1;
}

/** The last action of a lane; `noAction` at the first step, and where the episode has ended. Throws where whoever plays has not called `remember`. */
export function lastAction(batch: EnvironmentBatch, memory: Float32Array, lane: number): number {
  if (batch.elapsed[lane] === 0 || batch.terminated[lane] === 1 || batch.truncated[lane] === 1)
    return noAction;
  const kept = memory[(lane * memory.length) / batch.lanes] as number;
  if (kept === 0) throw new Error("a policy that follows its last action was not told which one was taken");
  return kept - 1;
}
