// onnxruntime-node obeys the laws of runtimes.
import { describe, expect, it } from "vitest";
import { InputError } from "../base/errors.ts";
import { checkRuntimeLaw, runtimeLaws } from "./laws.ts";
import * as ops from "./ops.ts";
import { nodeRuntime } from "./runtime-node.ts";
import type { Tensor } from "./tensor.ts";
import { trace } from "./trace.ts";

const cases = Number(process.env.INNERGAP_CASES ?? 10);

describe.each([1, 2])("onnxruntime-node with %i threads", (threads) => {
  // However small the programs of the laws are, all of them are shared.
  const runtime = nodeRuntime({ threads, sharedFrom: 0 });
  it.each(runtimeLaws)("$name", (law) => checkRuntimeLaw(law, runtime, `node ${threads}`, cases), 900_000);
});

describe("onnxruntime-node", () => {
  const convolution = runtimeLaws.filter(({ name }) => name.startsWith("conv "));

  it.each(convolution)(
    "where it has no layout of its own, $name",
    (law) => checkRuntimeLaw(law, nodeRuntime({ threads: 1, ownLayout: false }), "plain", cases),
    900_000,
  );

  const numbers = (...values: number[]): Tensor => {
    return { dtype: "float32", shape: [values.length], data: Float32Array.from(values) };
  };

  it("refuses a number of threads that is none", () => {
    for (const threads of [0, 1.5, Number.NaN]) expect(() => nodeRuntime({ threads })).toThrow(InputError);
  });

  it("says what executes, and with how many threads", () => {
    expect(nodeRuntime({ threads: 2 })).toMatchObject({ threads: 2, fingerprint: "onnxruntime-node 1.30.0" });
  });

  it("takes its outputs back as inputs, for as long as one likes", async () => {
    const traced = await trace(({ x }) => ({ x: ops.add(x, 1) }), { x: { shape: [2], dtype: "float32" } });
    const program = await nodeRuntime({ threads: 1 }).load(traced);
    let state: Record<string, Tensor> = { x: numbers(0, 0.5) };
    for (let count = 0; count < 1000; count++) state = await program.run(state);
    expect(Array.from(state.x.data)).toEqual([1000, 1000.5]);
    await expect(program.run({ x: numbers(1, 2, 3) })).rejects.toThrow(
      /input "x".*float32\[3\].*float32\[2\]/,
    );
    await program.release();
  });

  it("computes functions to single precision, as the numbers of JavaScript show", async () => {
    const points = Array.from({ length: 200 }, (_, i) => 0.01 + i / 40);
    const functions = {
      exp: [ops.exp, Math.exp],
      log: [ops.log, Math.log],
      tanh: [ops.tanh, Math.tanh],
      sqrt: [ops.sqrt, Math.sqrt],
      sin: [ops.sin, Math.sin],
      cos: [ops.cos, Math.cos],
    } as const;
    const compute = ({ x }: ops.Values) =>
      Object.fromEntries(Object.entries(functions).map(([name, [traceable]]) => [name, traceable(x)]));
    const traced = await trace(compute, { x: { shape: [points.length], dtype: "float32" } });
    const program = await nodeRuntime({ threads: 1 }).load(traced);
    const inputs = numbers(...points);
    const found = await program.run({ x: inputs });
    for (const [name, [, exact]] of Object.entries(functions)) {
      for (const [i, y] of found[name].data.entries()) {
        const expected = exact(inputs.data[i]);
        expect(Math.abs(y - expected)).toBeLessThan(1e-6 * Math.max(Math.abs(expected), 0.1));
      }
    }
    await program.release();
  });
});
