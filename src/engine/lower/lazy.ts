// Arrays whose broadcasts have not been carried out, and the moves on them that cost nothing or little.
import type { OnnxType } from "../onnx.ts";
import { sameShape } from "../tensor.ts";
import type { GraphBuilder } from "./graph.ts";

/**
 * An array of `shape` held in a tensor that broadcasts to it: the tensor's axes are the last ones of `shape`, each of the
 * full extent or of extent 1. Matrix products of broadcast operands would be enormous if broadcasts were carried out.
 */
export interface Lazy {
  readonly tensor: string;
  readonly shape: readonly number[];
}

/** The extents that are held, one per axis of the array; 1 where the array is broadcast. */
export function heldExtents(graph: GraphBuilder, value: Lazy): number[] {
  const extents = graph.shapeOf(value.tensor);
  return [...new Array<number>(value.shape.length - extents.length).fill(1), ...extents];
}

/** Shape that arrays of these shapes broadcast to together. */
export function broadcastShape(shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const extents = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    return extents.find((extent) => extent !== 1) ?? 1;
  });
}

export function isScalar(graph: GraphBuilder, value: Lazy, number: number): boolean {
  return graph.scalarValue(value.tensor) === number;
}

/** The same value for every element. */
export function filled(graph: GraphBuilder, type: OnnxType, number: number, shape: readonly number[]): Lazy {
  return { tensor: graph.scalar(type, number), shape };
}

/** A tensor in which the broadcast is carried out. */
export function expand(graph: GraphBuilder, value: Lazy): string {
  if (sameShape(graph.shapeOf(value.tensor), value.shape)) return value.tensor;
  const type = graph.typeOf(value.tensor);
  return graph.emit("Expand", [value.tensor, graph.integers(value.shape)], { type, shape: value.shape });
}

/** A tensor in which the broadcast is carried out along the given axes only; all axes are there. */
export function expandAxes(graph: GraphBuilder, value: Lazy, axes: readonly number[]): string {
  const held = heldExtents(graph, value);
  const shape = held.map((extent, axis) => (axes.includes(axis) ? (value.shape[axis] as number) : extent));
  return expand(graph, { tensor: reshapeTensor(graph, value.tensor, held), shape });
}

/** The tensor under another shape; one reshape after another is one reshape. */
export function reshapeTensor(graph: GraphBuilder, tensor: string, shape: readonly number[]): string {
  const source = graph.made(tensor, "Reshape")?.inputs[0] ?? tensor;
  if (sameShape(graph.shapeOf(source), shape)) return source;
  return graph.emit("Reshape", [source, graph.integers(shape)], { type: graph.typeOf(tensor), shape });
}

/** The tensor with its axes in another order: a reshape where only extents of 1 move. */
export function permuteTensor(graph: GraphBuilder, tensor: string, perm: readonly number[]): string {
  const extents = graph.shapeOf(tensor);
  const shape = perm.map((axis) => extents[axis] as number);
  const wide = perm.filter((axis) => extents[axis] !== 1);
  if (wide.every((axis, i) => i === 0 || (wide[i - 1] as number) < axis))
    return reshapeTensor(graph, tensor, shape);
  const before = graph.made(tensor, "Transpose");
  if (before !== undefined) {
    const first = before.attributes.perm as readonly number[];
    return permuteTensor(
      graph,
      before.inputs[0] as string,
      perm.map((axis) => first[axis] as number),
    );
  }
  return transposedProduct(graph, tensor) ?? emitTranspose(graph, tensor, perm, shape);
}

function emitTranspose(
  graph: GraphBuilder,
  tensor: string,
  perm: readonly number[],
  shape: readonly number[],
): string {
  return graph.emit("Transpose", [tensor], { type: graph.typeOf(tensor), shape }, { perm: [...perm] });
}

/** The transpose of a matrix product, as the product of the transposes in the other order. */
function transposedProduct(graph: GraphBuilder, tensor: string): string | undefined {
  const product = graph.made(tensor, "Gemm");
  if (product === undefined) return undefined;
  const [a, b] = product.inputs as readonly [string, string];
  const [rows, columns] = graph.shapeOf(tensor) as readonly [number, number];
  const flipped = {
    transA: 1 - Number(product.attributes.transB),
    transB: 1 - Number(product.attributes.transA),
  };
  return graph.emit("Gemm", [b, a], { type: "float32", shape: [columns, rows] }, flipped);
}

export function castTensor(graph: GraphBuilder, tensor: string, type: OnnxType): string {
  if (graph.typeOf(tensor) === type) return tensor;
  const value = graph.scalarValue(tensor);
  if (value !== undefined && type !== "int64") {
    const shape = graph.shapeOf(tensor);
    return reshapeTensor(graph, graph.scalar(type, castNumber(value, type)), shape);
  }
  if (graph.typeOf(tensor) === "uint8" && type === "float32") return dequantize(graph, tensor);
  const to = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9 }[type];
  return graph.emit("Cast", [tensor], { type, shape: graph.shapeOf(tensor) }, { to });
}

/** (x - 0) * 1, exactly: ONNX Runtime shares this among its threads, and not Cast. */
function dequantize(graph: GraphBuilder, tensor: string): string {
  const one = graph.scalar("float32", 1);
  return graph.emit("DequantizeLinear", [tensor, one], { type: "float32", shape: graph.shapeOf(tensor) });
}

function castNumber(value: number, type: OnnxType): number {
  if (type === "float32") return Math.fround(value);
  return type === "bool" ? Number(value !== 0) : Math.trunc(value);
}
