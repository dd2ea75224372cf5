// What acts and estimates in training.
import type { EnvironmentBatch } from "../environments/environment.ts";
import type { Decisions } from "../policies/policy.ts";

/** A policy that can be asked about observations from anywhere, not only about those of a batch. */
export interface Actor {
  /** Fills `out` for `lanes` observations; memory [lanes, memory size] is read and updated in place. */
  evaluate(observations: Uint8Array, lanes: number, memory: Float32Array, out: Decisions): Promise<void>;
  /** As `Policy.remember`. */
  remember?(actions: Uint8Array, memory: Float32Array, batch: EnvironmentBatch): void;
}
