// Convolution in ONNX Runtime's own layout, at sizes at which kernels are cut and blocks are filled up.
import { describe, expect, it } from "vitest";
import { Rng } from "../../base/rng.ts";
import { difference, strict } from "../laws/agreement.ts";
import { lower } from "../lower.ts";
import * as ops from "../ops.ts";
import { nodeRuntime } from "../runtime-node.ts";
import { referenceRuntime } from "../runtime-reference.ts";
import { sizeOf, type Tensor } from "../tensor.ts";
import { trace } from "../trace.ts";
import { blockedDomain } from "./blocked-forms.ts";

function random(rng: Rng, shape: readonly number[]): Tensor {
  const data = Float32Array.from({ length: sizeOf(shape) }, () => rng.below(3) - 1);
  return { dtype: "float32", shape, data };
}

/** A convolution with both of its gradients, traced. */
function graded(x: Tensor, kernel: Tensor, stride: number) {
  const specs = {
    x: { shape: x.shape, dtype: "float32" },
    kernel: { shape: kernel.shape, dtype: "float32" },
  } as const;
  return trace((inputs) => {
    const { loss, aux, gradients } = ops.valueAndGrad((values) => {
      const y = ops.convolution(values.x, values.kernel, { stride, route: "windows" });
      return { loss: ops.mean(ops.mul(y, y)), aux: { y } };
    })(inputs);
    return { loss, ...aux, "by x": gradients.x, "by kernel": gradients.kernel };
  }, specs);
}

describe("convolution in blocks of channels", () => {
  const rng = Rng.fromSeed("blocked convolution");
  // [batch, channels, side, outputs, window, stride]: full blocks, blocks to fill up, less than one, large maps, strides.
  const sizes = [
    [48, 2, 13, 17, 3, 1],
    [16, 16, 4, 32, 3, 1],
    [20, 33, 4, 31, 3, 1],
    [17, 5, 6, 16, 3, 1],
    [16, 20, 7, 16, 4, 2],
    [5, 40, 4, 3, 1, 1],
  ] as const;

  it.each(sizes)("gives the reference answer for %i x %i x %i to %i by %i, stride %i", async (...size) => {
    const [batch, channels, side, outputs, window, stride] = size;
    const x = random(rng, [batch, channels, side, side]);
    const kernel = random(rng, [outputs, channels, window, window]);
    const traced = await graded(x, kernel, stride);
    const answers: Record<string, Tensor>[] = [];
    for (const runtime of [referenceRuntime(), nodeRuntime({ threads: 1 }), nodeRuntime({ threads: 2 })]) {
      const program = await runtime.load(traced);
      answers.push(await program.run({ x, kernel }));
      await program.release();
    }
    const [expected, ...found] = answers as [Record<string, Tensor>, ...Record<string, Tensor>[]];
    for (const answer of found) expect(difference(answer, expected, strict)).toBe(undefined);
    expect(found[0]).toEqual(found[1]);
  });

  it("is taken where the runtime has the layout, and cuts a large kernel", async () => {
    const [x, kernel] = [random(rng, [64, 16, 13, 13]), random(rng, [32, 16, 3, 3])];
    const traced = await graded(x, kernel, 1);
    const convolutions = (block?: number) =>
      lower(traced, block).graph.nodes.filter(({ op }) => op === "Conv");
    expect(convolutions().map(({ domain }) => domain)).toEqual(["", "", ""]);
    const blocked = convolutions(16);
    expect(new Set(blocked.map(({ domain }) => domain))).toEqual(new Set([blockedDomain]));
    // One up, one by x, and one by the kernel for every 16 of the 64 maps.
    expect(blocked).toHaveLength(6);
  });
});
