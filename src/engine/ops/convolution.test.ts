// Convolution and max pooling: cases by hand, both routes against each other, gradients against differences of the loss.
import { describe, expect, it } from "vitest";
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import * as ops from "../ops.ts";
import { nodeRuntime } from "../runtime-node.ts";
import { referenceRuntime } from "../runtime-reference.ts";
import { sizeOf, type Tensor } from "../tensor.ts";
import { trace } from "../trace.ts";

function tensor(shape: readonly number[], numbers: readonly number[]): Tensor {
  return { dtype: "float32", shape, data: Float32Array.from(numbers) };
}

function random(rng: Rng, shape: readonly number[]): Tensor {
  return tensor(
    shape,
    Array.from({ length: sizeOf(shape) }, () => rng.normal()),
  );
}

async function run(
  inputs: Readonly<Record<string, Tensor>>,
  compute: (values: ops.Values) => ops.Values,
  runtime = referenceRuntime(),
) {
  const specs = Object.fromEntries(
    Object.entries(inputs).map(([name, { shape }]) => [name, { shape, dtype: "float32" as const }]),
  );
  const program = await runtime.load(await trace(compute, specs));
  const answer = await program.run(inputs);
  await program.release();
  return answer;
}

/** Straight from the formula, in double precision. */
function byFormula(
  x: Tensor,
  kernel: Tensor,
  stride: number,
  before: number,
  count: readonly [number, number],
) {
  const [batch, channels, height, width] = x.shape;
  const [outputs, , tall, wide] = kernel.shape;
  const [rows, columns] = count;
  const result: number[] = [];
  for (let n = 0; n < batch; n++)
    for (let o = 0; o < outputs; o++)
      for (let p = 0; p < rows; p++)
        for (let q = 0; q < columns; q++) {
          let total = 0;
          for (let c = 0; c < channels; c++)
            for (let a = 0; a < tall; a++)
              for (let b = 0; b < wide; b++) {
                const [i, j] = [stride * p + a - before, stride * q + b - before];
                if (i < 0 || j < 0 || i >= height || j >= width) continue;
                total +=
                  x.data[((n * channels + c) * height + i) * width + j] *
                  kernel.data[((o * channels + c) * tall + a) * wide + b];
              }
          result.push(total);
        }
  return result;
}

describe("convolution", () => {
  it("is a cross-correlation, with zeros around the map", async () => {
    const inputs = {
      x: tensor([1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]),
      k: tensor([1, 1, 2, 2], [1, 0, 0, -1]),
    };
    const { same, valid } = await run(inputs, ({ x, k }) => ({
      same: ops.convolution(x, k),
      valid: ops.convolution(x, k, { padding: "valid", route: "windows" }),
    }));
    expect(Array.from(valid.data)).toEqual([1 - 5, 2 - 6, 4 - 8, 5 - 9]);
    // The zeros of an even window are behind.
    expect(Array.from(same.data)).toEqual([-4, -4, 3, -4, -4, 6, 7, 8, 9]);
  });

  const geometries = [
    { height: 13, width: 13, window: 8, stride: 4, before: 3, count: [4, 4] },
    { height: 4, width: 4, window: 4, stride: 2, before: 1, count: [2, 2] },
    { height: 5, width: 7, window: 3, stride: 1, before: 1, count: [5, 7] },
    { height: 6, width: 5, window: 2, stride: 3, before: 0, count: [2, 2] },
  ] as const;

  it.each(geometries)("is the formula, on either route and runtime: %j", async (geometry) => {
    const { height, width, window, stride, before, count } = geometry;
    const rng = Rng.fromSeed("convolution");
    const inputs = {
      x: random(rng, [2, 3, height, width]),
      k: random(rng, [4, 3, window, window]),
      b: random(rng, [4]),
    };
    const plain = byFormula(inputs.x, inputs.k, stride, before, count);
    const size = count[0] * count[1];
    const expected = plain.map((y, i) => y + inputs.b.data[Math.floor(i / size) % 4]);
    for (const runtime of [referenceRuntime(), nodeRuntime({ threads: 1 })]) {
      const answer = await run(
        inputs,
        ({ x, k, b }) => {
          const on = (route: "windows" | "matrix") => {
            const lossOf = (at: ops.Values) => {
              const y = ops.convolution(at.x, at.k, { stride, bias: at.b, route });
              return { loss: ops.sum(ops.mul(ops.square(y), 0.5)), aux: { y } };
            };
            const { aux, gradients } = ops.valueAndGrad(lossOf)({ x, k, b });
            return {
              [`${route}/y`]: aux.y,
              [`${route}/x`]: gradients.x,
              [`${route}/k`]: gradients.k,
              [`${route}/b`]: gradients.b,
            };
          };
          return { ...on("windows"), ...on("matrix") };
        },
        runtime,
      );
      expect(answer["windows/y"].shape).toEqual([2, 4, ...count]);
      for (const route of ["windows", "matrix"]) {
        answer[`${route}/y`].data.forEach((y, i) => {
          expect(y).toBeCloseTo(expected[i], 4);
        });
      }
      // The loss is half of |y|^2 with y linear in each argument, so <gradient, k> = <y, y - bias>.
      const linear = plain.reduce((sum, y, i) => sum + y * expected[i], 0);
      for (const name of ["x", "k"] as const) {
        const [left, right] = ["windows", "matrix"].map((route) =>
          Array.from(answer[`${route}/${name}`].data),
        );
        expect(left.reduce((sum, g, i) => sum + g * inputs[name].data[i], 0) / linear).toBeCloseTo(1, 4);
        left.forEach((g, i) => {
          expect(Math.abs(g - right[i])).toBeLessThan(2e-4 * (1 + Math.abs(g)));
        });
      }
    }
  });

  it("refuses what does not fit", async () => {
    const inputs = { x: tensor([1, 2, 3, 3], new Array(18).fill(0)), k: tensor([1, 1, 2, 2], [0, 0, 0, 0]) };
    const refused = (compute: (values: ops.Values) => ops.Value) =>
      expect(run(inputs, (values) => ({ y: compute(values) }))).rejects.toThrow(InputError);
    await refused(({ x, k }) => ops.convolution(x, k));
    await refused(({ x }) => ops.convolution(x, x, { padding: "valid", stride: 0 }));
    await refused(({ x }) => ops.maxPool(x, 4, { padding: "valid" }));
  });
});

describe("maxPool", () => {
  it("takes the largest of each window, and leaves the gradient with it", async () => {
    const inputs = { x: tensor([1, 1, 3, 4], [1, 5, 2, 0, 3, -1, 7, 4, -9, -8, -7, -6]) };
    const answer = await run(inputs, ({ x }) => {
      const { aux, gradients } = ops.valueAndGrad((at) => {
        const y = ops.maxPool(at.x, 2, { stride: 2 });
        return {
          loss: ops.sum(ops.mul(y, ops.constant(Float32Array.of(1, 2, 3, 4), [1, 1, 2, 2]))),
          aux: { y },
        };
      })({ x });
      return {
        y: aux.y,
        gradient: gradients.x,
        overlapping: ops.maxPool(x, 3, { stride: 2 }),
        valid: ops.maxPool(x, 2, { padding: "valid" }),
      };
    });
    expect(Array.from(answer.y.data)).toEqual([5, 7, -8, -6]);
    expect(Array.from(answer.gradient.data)).toEqual([0, 1, 0, 0, 0, 0, 2, 0, 0, 3, 0, 4]);
    // Three rows: windows at -1..1 and 1..3. Four columns: windows at 0..2 and 2..4.
    expect(Array.from(answer.overlapping.data)).toEqual([7, 7, 7, 7]);
    expect(answer.valid.shape).toEqual([1, 1, 2, 3]);
  });

  it("ignores columns that no window reaches", async () => {
    const { y } = await run({ x: tensor([1, 1, 1, 5], [1, 2, 3, 4, 99]) }, ({ x }) => ({
      y: ops.maxPool(ops.concatenate([x, x], 2), 2, { stride: 2, padding: "valid" }),
    }));
    expect(Array.from(y.data)).toEqual([2, 4]);
  });
});
