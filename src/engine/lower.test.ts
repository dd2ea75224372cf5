// What lowering makes of recorded functions: the operations that it needs, and those that it refuses.
import { numpy } from "@jax-js/jax";
import { describe, expect, it } from "vitest";
import { InputError } from "../base/errors.ts";
import { lower } from "./lower.ts";
import * as ops from "./ops.ts";
import type { DType, TensorSpec } from "./tensor.ts";
import { trace } from "./trace.ts";
import { take, Value } from "./value.ts";

function spec(shape: readonly number[], dtype: DType = "float32"): TensorSpec {
  return { shape, dtype };
}

async function operations(
  fn: (inputs: ops.Values) => ops.Values,
  specs: Record<string, TensorSpec>,
): Promise<string[]> {
  const { graph } = lower(await trace(fn, specs));
  return graph.nodes.map((node) => node.op).sort();
}

function gradients(loss: (params: ops.Values) => ops.Value): (inputs: ops.Values) => ops.Values {
  return (inputs) => ops.valueAndGrad((params) => ({ loss: loss(params), aux: {} }))(inputs).gradients;
}

describe("lowering", () => {
  it("refuses an operation without a rule by its name and shapes", async () => {
    const sorting = await trace(({ x }) => ({ y: new Value(numpy.sort(take(x))) }), { x: spec([3, 4]) });
    expect(() => lower(sorting)).toThrow(InputError);
    expect(() => lower(sorting)).toThrow(/"sort" of float32\[3,4\] giving float32\[3,4\]/);
  });

  it("refuses one within a nested function as well", async () => {
    const nested = await trace(({ x }) => ({ y: new Value(numpy.sort(take(ops.tanh(x)))) }), {
      x: spec([2]),
    });
    expect(() => lower(nested)).toThrow(/"sort"/);
  });

  it("makes a dense layer one operation and its gradients one each, without a transpose or a repetition", async () => {
    const layer = ({ x, w, b }: ops.Values) => ops.sum(ops.square(ops.add(ops.matmul(x, w), b)));
    const made = await operations(gradients(layer), { x: spec([7, 5]), w: spec([5, 3]), b: spec([3]) });
    const products = made.filter((op) => op === "Gemm");
    expect(products).toHaveLength(4);
    expect(made.filter((op) => op === "Transpose" || op === "Expand" || op === "ReduceSum")).toEqual([]);
  });

  it("finds the hyperbolic tangent and the logistic function behind their formulas", async () => {
    expect(await operations(({ x }) => ({ y: ops.tanh(x) }), { x: spec([4]) })).toEqual(["Tanh"]);
    expect(await operations(({ x }) => ({ y: ops.sigmoid(x) }), { x: spec([4]) })).toEqual(["Sigmoid"]);
    expect(await operations(({ x }) => ({ y: ops.relu(x) }), { x: spec([4]) })).toEqual(["Relu"]);
  });

  it("reads a rectifier's mask off its result", async () => {
    const made = await operations(
      gradients(({ x }) => ops.sum(ops.mul(ops.relu(x), 3))),
      { x: spec([4, 2]) },
    );
    expect(made).toEqual(["Cast", "Cast", "Mul", "Relu"]);
  });

  it("multiplies an array once by a chain of factors", async () => {
    const made = await operations(({ x, s }) => ({ y: ops.mul(ops.mul(ops.mul(x, s), 0.5), s) }), {
      x: spec([9]),
      s: spec([]),
    });
    const { graph } = lower(
      await trace(({ x, s }) => ({ y: ops.mul(ops.mul(ops.mul(x, s), 0.5), s) }), {
        x: spec([9]),
        s: spec([]),
      }),
    );
    expect(made).toEqual(["Mul", "Mul", "Mul"]);
    expect(graph.nodes.filter((node) => node.inputs.includes("x"))).toHaveLength(1);
  });

  it("pads by another number than zero where that number is added to the padding alone", async () => {
    const padded = (border: ops.Value) => {
      const sum = ({ x }: ops.Values) => ({
        y: ops.add(
          ops.pad(x, [
            [0, 0],
            [1, 2],
          ]),
          border,
        ),
      });
      return operations(sum, { x: spec([3, 4]) });
    };
    const row = (...numbers: number[]) => ops.constant(Float32Array.from(numbers), [numbers.length]);
    expect(await padded(row(-9, 0, 0, 0, 0, -9, -9))).toEqual(["Pad"]);
    expect(await padded(row(-9, 0, 0, 0, 0, -9, -8))).toEqual(["Add", "Pad"]);
    expect(await padded(row(-9, 0, 0, 1, 0, -9, -9))).toEqual(["Add", "Pad"]);
    expect(await padded(ops.constant(-9, [1]))).toEqual(["Add", "Pad"]);
  });

  it("leaves out what no output needs, and computes equal things once", async () => {
    const twice = ({ x }: ops.Values) => {
      ops.exp(ops.sqrt(x));
      return { y: ops.add(ops.exp(x), ops.exp(x)) };
    };
    expect(await operations(twice, { x: spec([3]) })).toEqual(["Add", "Exp"]);
  });

  it("gives an output a name of its own where an input has it, and a copy where it is no result", async () => {
    const lowered = lower(
      await trace(({ w, v }) => ({ w: ops.neg(w), v, "w.out": v, three: ops.constant(3, [2, 2]) }), {
        w: spec([2]),
        v: spec([2]),
      }),
    );
    const names = lowered.graph.outputs.map((output) => output.name);
    expect(names).toEqual(lowered.outputNames);
    expect(new Set([...names, ...lowered.inputNames]).size).toBe(6);
    expect(lowered.graph.outputs.map((output) => output.shape)).toEqual([[2], [2], [2], [2, 2]]);
  });
});
