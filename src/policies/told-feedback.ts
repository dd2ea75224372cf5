// What whoever plays tells a network of its own past: the last action and the last reward, in its memory.
import {
  baseObjective,
  type EnvironmentBatch,
  eventWeights,
  type Objective,
} from "../environments/environment.ts";
import type { Feedback } from "./networks/architecture.ts";

/**
 * Writes the feedback at the beginning of every lane's memory: the action plus 1, since a cleared memory is 0 and must not
 * name an action, and what the last step was worth under the objective (the base objective by default). To be called
 * after the step and before any reset. actions: [lanes], memory: [lanes, memorySize]
 */
export function rememberFeedback(
  feedback: readonly Feedback[],
  actions: Uint8Array,
  memory: Float32Array,
  batch: EnvironmentBatch,
  objective: Objective = baseObjective(batch.environment),
): void {
  const size = memory.length / batch.lanes;
  const action = feedback.indexOf("action");
  const reward = feedback.indexOf("reward");
  if (action >= 0) {
    for (let lane = 0; lane < batch.lanes; lane++)
      memory[lane * size + action] = (actions[lane] as number) + 1;
  }
  if (reward < 0) return;
  const weights = eventWeights(batch.environment, objective);
  for (let lane = 0; lane < batch.lanes; lane++) {
    let sum = 0;
    for (let kind = 0; kind < weights.length; kind++)
      sum += (weights[kind] as number) * (batch.events[lane * weights.length + kind] as number);
    memory[lane * size + reward] = sum;
  }
}
