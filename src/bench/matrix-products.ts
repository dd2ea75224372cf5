// The matrix products of a training step alone: the rate that nothing built on ONNX Runtime's products can exceed.
import { InferenceSession, Tensor } from "onnxruntime-node";
import { type OnnxGraph, type OnnxNode, type OnnxPort, writeModel } from "../engine/onnx.ts";
import { sizeOf } from "../engine/tensor.ts";

/** One dense layer, or a convolution over its patches; `first` when nothing below it needs a gradient. */
export interface LayerSize {
  /** Rows for each sample: the windows of a convolution; 1 by default. */
  readonly windows?: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly first: boolean;
}

/**
 * Per layer: x W going up; the gradient by W, which is x' g; and unless the layer is the first, the one by x, which is g W'.
 * Of every product one element is handed out, so that none is left out, and none has to leave the runtime's own memory.
 */
function graphOf(layers: readonly LayerSize[], batch: number): OnnxGraph {
  const [inputs, nodes]: [OnnxPort[], OnnxNode[]] = [[], []];
  const input = (name: string, shape: readonly number[]) => inputs.push({ name, type: "float32", shape });
  const product = (name: string, left: string, right: string, transposed: Transposed) => {
    const node = { domain: "", attributes: {} };
    const corner = { op: "Slice", inputs: [name, "first", "second"], outputs: [`corner ${name}`] };
    nodes.push({
      ...node,
      op: "Gemm",
      inputs: [left, right],
      outputs: [name],
      attributes: { ...transposed },
    });
    nodes.push({ ...node, ...corner });
  };
  layers.forEach((layer, i) => {
    const rows = batch * (layer.windows ?? 1);
    input(`x${i}`, [rows, layer.inputs]);
    input(`W${i}`, [layer.inputs, layer.outputs]);
    input(`g${i}`, [rows, layer.outputs]);
    product(`up${i}`, `x${i}`, `W${i}`, { transA: 0, transB: 0 });
    product(`by-W${i}`, `x${i}`, `g${i}`, { transA: 1, transB: 0 });
    if (!layer.first) product(`by-x${i}`, `g${i}`, `W${i}`, { transA: 0, transB: 1 });
  });
  const corners = nodes.filter(({ op }) => op === "Slice").flatMap((node) => node.outputs);
  nodes.push({ op: "Sum", domain: "", inputs: corners, outputs: ["sum"], attributes: {} });
  const bound = (name: string, value: bigint) => {
    return { name, type: "int64", shape: [2], data: BigInt64Array.of(value, value) } as const;
  };
  const constants = [bound("first", 0n), bound("second", 1n)];
  return { inputs, outputs: [{ name: "sum", type: "float32", shape: [1, 1] }], constants, nodes };
}

interface Transposed {
  readonly transA: 0 | 1;
  readonly transB: 0 | 1;
}

/** A function that runs all products once, on memory that ONNX Runtime has laid out. */
export async function matrixProducts(
  layers: readonly LayerSize[],
  batch: number,
  threads: number,
): Promise<{ run(): Promise<void>; release(): Promise<void> }> {
  const graph = graphOf(layers, batch);
  const session = await start(graph, threads);
  const feeds = await runtimeTensors(graph.inputs);
  return {
    run: async () => void (await session.run(feeds)),
    release: () => session.release(),
  };
}

function start(graph: OnnxGraph, threads: number): Promise<InferenceSession> {
  return InferenceSession.create(writeModel(graph), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
  });
}

/** Arrays as operations hand them to each other: those of JavaScript are aligned worse, and multiply more slowly. */
async function runtimeTensors(ports: readonly OnnxPort[]): Promise<Record<string, Tensor>> {
  const nodes = ports.map(({ name }): OnnxNode => {
    return { op: "Sin", domain: "", inputs: [`plain ${name}`], outputs: [name], attributes: {} };
  });
  const inputs = ports.map((port) => ({ ...port, name: `plain ${port.name}` }));
  const session = await start({ inputs, outputs: ports, constants: [], nodes }, 1);
  const feeds = inputs.map(({ name, shape }) => {
    const extents = shape as readonly number[];
    return [
      name,
      new Tensor(
        "float32",
        Float32Array.from({ length: sizeOf(extents) }, (_, i) => i),
        extents,
      ),
    ] as const;
  });
  const made = await session.run(Object.fromEntries(feeds));
  await session.release();
  return made as Record<string, Tensor>;
}
