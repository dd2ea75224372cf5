// Maps that stay in ONNX Runtime's own layout from one convolution to the next.
import { describe, expect, it } from "vitest";
import { Rng } from "../../base/rng.ts";
import { difference, strict } from "../laws/agreement.ts";
import { lower } from "../lower.ts";
import * as ops from "../ops.ts";
import { nodeRuntime } from "../runtime-node.ts";
import { referenceRuntime } from "../runtime-reference.ts";
import { sizeOf, type Tensor, type TensorSpec } from "../tensor.ts";
import { type Traced, trace } from "../trace.ts";

const cases = Number(process.env.INNERGAP_CASES ?? 8);

/** How the layers on a map follow each other: c convolution with bias, r rectifier, s residual sum, p pooling, g gate. */
interface Layers {
  readonly order: string;
  readonly batch: number;
  readonly side: number;
  readonly channels: number;
}

/** Convolutions, what comes between them, and a dense layer on top; with the gradients by everything. */
async function network({ order, batch, side, channels }: Layers): Promise<Traced> {
  const float = (...shape: number[]): TensorSpec => ({ shape, dtype: "float32" });
  const counts = [...order].filter((part) => part === "p").length;
  const top = Array.from({ length: counts }).reduce<number>((found) => Math.ceil(found / 2), side);
  const specs: Record<string, TensorSpec> = {
    x: float(batch, 3, side, side),
    first: float(channels, 3, 3, 3),
    dense: float(channels * top * top, 4),
  };
  [...order].forEach((part, i) => {
    if (part !== "c") return;
    specs[`kernel ${i}`] = float(channels, channels, 3, 3);
    specs[`bias ${i}`] = float(channels);
  });
  return trace((inputs) => {
    const { loss, aux, gradients } = ops.valueAndGrad((values) => {
      let maps = ops.convolution(values.x, values.first);
      const seen = [maps];
      [...order].forEach((part, i) => {
        if (part === "c") maps = ops.convolution(maps, values[`kernel ${i}`], { bias: values[`bias ${i}`] });
        if (part === "r") maps = ops.relu(maps);
        if (part === "s")
          maps = ops.add(seen.findLast(({ shape }) => shape[2] === maps.shape[2]) ?? maps, maps);
        if (part === "p") maps = ops.maxPool(maps, 3, { stride: 2 });
        if (part === "g") maps = ops.mul(ops.sigmoid(maps), maps);
        seen.push(maps);
      });
      const flat = ops.reshape(maps, [batch, channels * top * top]);
      const y = ops.matmul(flat, values.dense);
      return { loss: ops.mean(ops.mul(y, y)), aux: { y } };
    })(inputs);
    const all = Object.entries(gradients).map(([name, value]) => [`by ${name}`, value]);
    return { loss, ...aux, ...Object.fromEntries(all) };
  }, specs);
}

function random(rng: Rng, { shape }: TensorSpec): Tensor {
  // Few steps, so that equal elements meet in a window and rectifiers meet zeros.
  const data = Float32Array.from({ length: sizeOf(shape) }, () => (rng.below(9) - 4) / 8);
  return { dtype: "float32", shape, data };
}

describe("maps kept in blocks of channels", () => {
  const rng = Rng.fromSeed("blocked maps");
  const parts = ["c", "c", "cr", "cr", "r", "s", "p", "g"] as const;
  const drawn = Array.from({ length: cases }, (): Layers => {
    const order = Array.from({ length: rng.between(1, 4) }, () => parts[rng.below(parts.length)]).join("");
    const batch = rng.below(3) === 0 ? rng.between(1, 20) : 16 * rng.between(1, 3);
    return { order, batch, side: rng.between(2, 6), channels: [16, 32, 32, 48, 20][rng.below(5)] as number };
  });

  it.each(drawn)(
    "$order: $batch maps $side x $side of $channels channels as without them",
    async (layers) => {
      const traced = await network(layers);
      const inputs = Object.fromEntries(
        Object.entries(traced.inputs).map(([name, spec]) => [name, random(rng, spec)]),
      );
      const runtimes = [
        nodeRuntime({ threads: 1, ownLayout: false }),
        nodeRuntime({ threads: 1 }),
        nodeRuntime({ threads: 2, sharedFrom: 0 }),
      ];
      if (layers === drawn[0]) runtimes.push(referenceRuntime());
      const [plain, one, two, reference] = await Promise.all(
        runtimes.map(async (runtime) => {
          const program = await runtime.load(traced);
          const outputs = await program.run(inputs);
          await program.release();
          return outputs;
        }),
      );
      expect(difference(one, plain, strict)).toBe(undefined);
      expect(two).toEqual(one);
      if (reference !== undefined) expect(difference(one, reference, strict)).toBe(undefined);
    },
  );

  it("are reordered neither between convolutions nor before a dense layer", async () => {
    const traced = await network({ order: "crscr", batch: 32, side: 4, channels: 32 });
    const { nodes } = lower(traced, 16).graph;
    const reordered = nodes.filter(({ op }) => op === "ReorderOutput");
    // Only what the kernels' gradients are, which is small, and the gradient by the maps that were given.
    expect(reordered).toHaveLength(4);
    expect(nodes.filter(({ op }) => op === "Relu")).toHaveLength(0);
    const joined = nodes.filter(({ attributes }) => attributes.activation === "Relu");
    expect(joined.map(({ inputs }) => inputs.length)).toEqual([3, 3]);
  });
});
