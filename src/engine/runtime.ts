// What a runtime is: it loads traced functions and runs them. Nothing above the runtime files knows which one it has.
import type { Tensor, TensorSpec } from "./tensor.ts";
import type { Traced } from "./trace.ts";

/** A loaded function. Inputs and outputs go by name. */
export interface Program {
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  readonly outputs: Readonly<Record<string, TensorSpec>>;
  /**
   * Runs once. Every input must be given with its declared shape and type; throws an Error naming the input
   * otherwise. The arrays handed out belong to the caller.
   */
  run(inputs: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>;
  release(): Promise<void>;
}

export interface Runtime {
  /** Name and version of what executes, for the run's fingerprint: "onnxruntime-node 1.30.0". */
  readonly fingerprint: string;
  /** Threads inside one operation. Recorded with every run: 1 and 2 threads round differently. */
  readonly threads: number;
  load(traced: Traced): Promise<Program>;
}
