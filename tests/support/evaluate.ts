// Computes a traced function once, for tests of losses and optimisers.
import { nodeRuntime } from "../../src/engine/runtime-node.ts";
import type { Tensor, TensorSpec } from "../../src/engine/tensor.ts";
import { type Traced, trace } from "../../src/engine/trace.ts";

type Traceable = Parameters<typeof trace>[0];

/** A float32 array. */
export function floats(numbers: readonly number[], shape: readonly number[] = [numbers.length]): Tensor {
  return { dtype: "float32", shape, data: Float32Array.from(numbers) };
}

/** Traces `fn` for inputs of these shapes, runs it on onnxruntime and gives the numbers of every output. */
export async function evaluate(
  fn: Traceable,
  inputs: Readonly<Record<string, Tensor>>,
): Promise<Record<string, number[]>> {
  return evaluateTraced(await trace(fn, Object.fromEntries(Object.entries(inputs).map(specOf))), inputs);
}

export async function evaluateTraced(
  traced: Traced,
  inputs: Readonly<Record<string, Tensor>>,
): Promise<Record<string, number[]>> {
  const program = await nodeRuntime({ threads: 1 }).load(traced);
  const outputs = await program.run(inputs);
  await program.release();
  return Object.fromEntries(Object.entries(outputs).map(([name, { data }]) => [name, Array.from(data)]));
}

function specOf([name, { dtype, shape }]: [string, Tensor]): [string, TensorSpec] {
  if (dtype === "uint8") return [name, { dtype: "float32", shape, storage: "uint8" }];
  return [name, { dtype, shape }];
}
