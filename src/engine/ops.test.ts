// The operations of losses and networks: small cases computed by hand, and what is refused.
import { describe, expect, it } from "vitest";
import { InputError } from "../base/errors.ts";
import * as ops from "./ops.ts";
import { referenceRuntime } from "./runtime-reference.ts";
import type { Tensor } from "./tensor.ts";
import { trace } from "./trace.ts";

/** What a computation on constants gives. */
async function evaluate(compute: () => ops.Value): Promise<Tensor> {
  const program = await referenceRuntime().load(await trace(() => ({ y: compute() }), {}));
  const { y } = await program.run({});
  await program.release();
  return y;
}

async function numbers(compute: () => ops.Value): Promise<number[]> {
  return Array.from((await evaluate(compute)).data);
}

const row = (...values: number[]) => ops.constant(Float32Array.from(values));
const integers = (...values: number[]) => ops.constant(Int32Array.from(values));

describe("operations", () => {
  it("take numbers in the type of the other operand", async () => {
    expect((await evaluate(() => ops.add(integers(1, 2), 3))).dtype).toBe("int32");
    expect(await numbers(() => ops.sub(1, row(0.5, 2)))).toEqual([0.5, -1]);
  });

  it("refuse mixed types, and fractions among integers", async () => {
    await expect(evaluate(() => ops.add(integers(1), row(1)))).rejects.toThrow(InputError);
    await expect(evaluate(() => ops.mul(integers(1), 0.5))).rejects.toThrow(/0.5.*integer/);
    await expect(evaluate(() => ops.exp(integers(1)))).rejects.toThrow(/exp: found int32/);
    await expect(evaluate(() => ops.add(ops.less(row(1), 2), ops.less(row(1), 2)))).rejects.toThrow(/bool/);
    await expect(evaluate(() => ops.matmul(row(1), row(1)))).rejects.toThrow(/matmul/);
    await expect(evaluate(() => ops.sum(row(1), [1]))).rejects.toThrow(/axis 1/);
    await expect(evaluate(() => ops.constant(Float32Array.of(1, 2), [3]))).rejects.toThrow(/2 numbers/);
  });

  it("round quotients of integers towards zero", async () => {
    expect(await numbers(() => ops.div(integers(7, -7), integers(2, 2)))).toEqual([3, -3]);
  });

  it("keep folded axes on demand", async () => {
    const x = () => ops.constant(Float32Array.of(1, 2, 3, 4), [2, 2]);
    expect((await evaluate(() => ops.sum(x(), [-1], true))).shape).toEqual([2, 1]);
    expect(await numbers(() => ops.mean(x(), [0]))).toEqual([2, 3]);
    expect(await numbers(() => ops.max(x()))).toEqual([4]);
    expect(await numbers(() => ops.min(x(), [1]))).toEqual([1, 3]);
  });

  it("pick by index", async () => {
    const x = () => ops.constant(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
    expect(await numbers(() => ops.takeAlongLast(x(), integers(2, 0)))).toEqual([3, 4]);
    expect(await numbers(() => ops.gather(x(), integers(1, 1, 0), 0))).toEqual([4, 5, 6, 4, 5, 6, 1, 2, 3]);
    expect(await numbers(() => ops.oneHot(integers(1, 3), 3))).toEqual([0, 1, 0, 0, 0, 0]);
    expect(await numbers(() => ops.argmax(ops.constant(Float32Array.of(1, 3, 3, 0, 0, -1), [2, 3])))).toEqual(
      [1, 0],
    );
  });

  it("take impossible classes for what they are", async () => {
    const logits = () => ops.constant(Float32Array.of(0, -Infinity, 0, -Infinity), [2, 2]);
    expect(await numbers(() => ops.softmax(logits()))).toEqual([1, 0, 1, 0]);
    expect(await numbers(() => ops.takeAlongLast(logits(), integers(0, 0)))).toEqual([0, 0]);
  });

  it("combine truths", async () => {
    const truths = (...values: number[]) => ops.constant(Uint8Array.from(values));
    const [a, b] = [() => truths(0, 0, 1, 1), () => truths(0, 1, 0, 1)];
    expect(await numbers(() => ops.logicalAnd(a(), b()))).toEqual([0, 0, 0, 1]);
    expect(await numbers(() => ops.logicalOr(a(), b()))).toEqual([0, 1, 1, 1]);
    expect(await numbers(() => ops.logicalNot(a()))).toEqual([1, 1, 0, 0]);
    expect(await numbers(() => ops.where(a(), row(1, 2, 3, 4), -1))).toEqual([-1, -1, 3, 4]);
  });
});

describe("gradients", () => {
  /** The derivative of the sum of `f` at some points. */
  function slopes(f: (x: ops.Value) => ops.Value, ...points: number[]): Promise<number[]> {
    return numbers(() => {
      const graded = ops.valueAndGrad(({ x }) => ({ loss: ops.sum(f(x)), aux: {} }))({ x: row(...points) });
      return graded.gradients.x;
    });
  }

  it("written by hand are those of the functions", async () => {
    expect(await slopes(ops.relu, -1, 0, 2)).toEqual([0, 0, 1]);
    expect(await slopes(ops.abs, -3, 0, 3)).toEqual([-1, 0, 1]);
    const points = [-3, -0.5, 0, 0.1, 2];
    const close = (found: number[], f: (x: number) => number) => {
      for (const [i, x] of points.entries()) expect(found[i]).toBeCloseTo(f(x), 6);
    };
    close(await slopes(ops.tanh, ...points), (x) => 1 - Math.tanh(x) ** 2);
    close(await slopes(ops.sigmoid, ...points), (x) => 1 / (2 + Math.exp(x) + Math.exp(-x)));
    close(await numbers(() => ops.tanh(row(...points))), Math.tanh);
  });

  it("stop where they are told to", async () => {
    expect(await slopes((x) => ops.mul(x, ops.stopGradient(x)), 3)).toEqual([3]);
  });

  it("are zero for what the loss does not use, and hand parameters through", async () => {
    const traced = await trace(
      ({ x, y }) => {
        const { gradients, aux } = ops.valueAndGrad((p) => ({ loss: ops.sum(p.x), aux: { same: p.y } }))({
          x,
          y,
        });
        return { ...gradients, ...aux };
      },
      { x: { shape: [2], dtype: "float32" }, y: { shape: [1], dtype: "float32" } },
    );
    const tensor = (...values: number[]): Tensor => {
      return { dtype: "float32", shape: [values.length], data: Float32Array.from(values) };
    };
    const found = await (await referenceRuntime().load(traced)).run({ x: tensor(4, 5), y: tensor(6) });
    expect([found.x.data, found.y.data, found.same.data].map((data) => Array.from(data))).toEqual([
      [1, 1],
      [0],
      [6],
    ]);
  });
});
