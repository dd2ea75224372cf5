// Whether the engine computes here: a gradient whose value is known by hand.
import { InnergapError } from "../base/errors.ts";
import { square, sum, type Value, valueAndGrad } from "../engine/ops.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { trace } from "../engine/trace.ts";

/** Name and version of what computed; throws where it cannot be loaded or the gradient of x^2 is not 2x. */
export async function checkEngine(): Promise<string> {
  const runtime = nodeRuntime({ threads: 1 });
  const squares = valueAndGrad(({ x }) => ({ loss: sum(square(x as Value)), aux: {} }));
  const traced = await trace((inputs) => squares(inputs).gradients, { x: { dtype: "float32", shape: [3] } });
  const program = await runtime.load(traced);
  try {
    const x = { dtype: "float32", shape: [3], data: Float32Array.of(1, -2, 3) } as const;
    const gradient = [...((await program.run({ x })).x?.data ?? [])];
    if (gradient.join() !== "2,-4,6") throw new InnergapError(`the gradient of x^2 comes out as ${gradient}`);
  } finally {
    await program.release();
  }
  return runtime.fingerprint;
}
