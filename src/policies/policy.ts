// What a policy is: observations, and a memory of its own, to action probabilities.
import type { EnvironmentBatch } from "../environments/environment.ts";

/** What a policy answers for a batch of lanes; arrays are owned by whoever asks and overwritten in place. */
export interface Decisions {
  /** Probability of each action. [lanes, actions] */
  readonly probabilities: Float32Array;
  /** Expected return as the policy itself estimates it; 0 where it has no estimate. [lanes] */
  readonly values: Float32Array;
}

/**
 * A way of acting. Neural, planned, scripted, tabular or imported alike: nobody who measures one may ask which.
 * The whole batch is handed over, so that planners can read states; agents read `batch.observations` only.
 */
export interface Policy {
  readonly name: string;
  /** Numbers of memory per lane; 0 for a memoryless policy. */
  readonly memorySize: number;
  /** Fills `out` for every lane. `memory` [lanes, memorySize] is read and updated in place. */
  decide(batch: EnvironmentBatch, memory: Float32Array, out: Decisions): Promise<void> | void;
  /**
   * Told after every step which actions were taken, [lanes]: they were drawn from the probabilities by whoever plays, so
   * that only a policy with this method can follow what it did. `batch` stands where the step left it, events included, so
   * that rewards can be followed too. Called before the memory of ended lanes is cleared and before any reset.
   */
  remember?(actions: Uint8Array, memory: Float32Array, batch: EnvironmentBatch): void;
  /** Activations by name for the current observations, each [lanes, size]; absent where there are none. */
  activations?(
    batch: EnvironmentBatch,
    memory: Float32Array,
  ): Promise<Readonly<Record<string, Float32Array>>>;
}

export function allocateDecisions(lanes: number, actions: number): Decisions {
  return { probabilities: new Float32Array(lanes * actions), values: new Float32Array(lanes) };
}
