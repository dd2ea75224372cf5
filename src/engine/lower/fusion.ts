// What is done to a finished graph: operations whose result nobody uses go, biases join their matrix products.
import type { OnnxNode } from "../onnx.ts";
import { sameShape } from "../tensor.ts";
import type { GraphBuilder } from "./graph.ts";

/** The operations that the outputs depend on, in their order. */
export function withoutDead(nodes: readonly OnnxNode[], outputs: readonly string[]): OnnxNode[] {
  const needed = new Set(outputs);
  const alive: OnnxNode[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((name) => needed.has(name))) continue;
    alive.push(node);
    for (const name of node.inputs) needed.add(name);
  }
  return alive.reverse();
}

/** Matrix products followed by the sum with a bias, or with another matrix, as one operation each. */
export function withFusedBiases(
  graph: GraphBuilder,
  nodes: readonly OnnxNode[],
  outputs: readonly string[],
): OnnxNode[] {
  const uses = new Map<string, number>();
  const use = (name: string) => uses.set(name, (uses.get(name) ?? 0) + 1);
  for (const node of nodes) node.inputs.forEach(use);
  outputs.forEach(use);
  const products = new Map(
    nodes.filter((node) => node.op === "Gemm").map((node) => [node.outputs[0] as string, node]),
  );
  const absorbed = new Set<OnnxNode>();
  const fused = nodes.map((node) => {
    const match = node.op === "Add" ? biasedProduct(graph, node, products, uses) : undefined;
    if (match === undefined) return node;
    absorbed.add(match.product);
    return { ...match.product, inputs: [...match.product.inputs, match.bias], outputs: node.outputs };
  });
  return fused.filter((node) => !absorbed.has(node));
}

function biasedProduct(
  graph: GraphBuilder,
  sum: OnnxNode,
  products: ReadonlyMap<string, OnnxNode>,
  uses: ReadonlyMap<string, number>,
): { product: OnnxNode; bias: string } | undefined {
  const [a, b] = sum.inputs as readonly [string, string];
  for (const [result, bias] of [
    [a, b],
    [b, a],
  ] as const) {
    const product = products.get(result);
    if (product === undefined || uses.get(result) !== 1) continue;
    const full = graph.shapeOf(result);
    const shape = graph.shapeOf(bias);
    if (sameShape(shape, full) || sameShape(shape, full.slice(1))) return { product, bias };
  }
  return undefined;
}
