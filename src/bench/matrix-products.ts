// The matrix products of a training step alone: the rate that nothing built on ONNX Runtime's products can exceed.
import { InferenceSession, Tensor } from "onnxruntime-node";
import { type OnnxGraph, type OnnxNode, type OnnxPort, writeModel } from "../engine/onnx.ts";
import { sizeOf } from "../engine/tensor.ts";

/** One dense layer; `first` when nothing below it needs a gradient. */
export interface LayerSize {
  readonly inputs: number;
  readonly outputs: number;
  readonly first: boolean;
}

interface Product {
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly transA: number;
  readonly transB: number;
}

/** Per layer: x W going up; the gradient by W, which is x' g; and unless it is the first, the one by x, which is g W'. */
function productsOf({ inputs, outputs, first }: LayerSize, batch: number): Product[] {
  const [x, w, g] = [
    [batch, inputs],
    [inputs, outputs],
    [batch, outputs],
  ];
  const up = { left: x, right: w, transA: 0, transB: 0 };
  const byWeights = { left: x, right: g, transA: 1, transB: 0 };
  const byInputs = { left: g, right: w, transA: 0, transB: 1 };
  return first ? [up, byWeights] : [up, byWeights, byInputs];
}

function graphOf(products: readonly Product[]): OnnxGraph {
  const port = (name: string, shape: readonly number[]): OnnxPort => ({ name, type: "float32", shape });
  const inputs = products.flatMap(({ left, right }, i) => [port(`left${i}`, left), port(`right${i}`, right)]);
  const outputs = products.map(({ left, right, transA, transB }, i) =>
    port(`product${i}`, [left[transA], right[1 - transB]]),
  );
  const nodes = products.map(({ transA, transB }, i): OnnxNode => {
    const operands = [`left${i}`, `right${i}`];
    return {
      op: "Gemm",
      domain: "",
      inputs: operands,
      outputs: [`product${i}`],
      attributes: { transA, transB },
    };
  });
  return { inputs, outputs, constants: [], nodes };
}

/** A function that runs all products once, into memory that is there already. */
export async function matrixProducts(
  layers: readonly LayerSize[],
  batch: number,
  threads: number,
): Promise<{ run(): Promise<void>; release(): Promise<void> }> {
  const graph = graphOf(layers.flatMap((layer) => productsOf(layer, batch)));
  const session = await InferenceSession.create(writeModel(graph), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
  });
  const arrays = (ports: readonly OnnxPort[], fill: (i: number) => number) =>
    Object.fromEntries(
      ports.map(({ name, shape }) => {
        const extents = shape as readonly number[];
        const data = Float32Array.from({ length: sizeOf(extents) }, (_, i) => fill(i));
        return [name, new Tensor("float32", data, extents)];
      }),
    );
  const feeds = arrays(graph.inputs, (i) => Math.sin(i));
  const fetches = arrays(graph.outputs, () => 0);
  return {
    run: async () => void (await session.run(feeds, fetches)),
    release: () => session.release(),
  };
}
