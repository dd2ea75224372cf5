// Lowering of products summed over the last axis: jax-js writes matrix products so, with broadcast operands.
import type { OnnxType } from "../onnx.ts";
import { sizeOf } from "../tensor.ts";
import { pointwise } from "./elementwise.ts";
import type { GraphBuilder } from "./graph.ts";
import { arranged, grouped, type Labelled, label, ungrouped } from "./labelled.ts";
import { broadcastShape, castTensor, filled, heldExtents, type Lazy, reshapeTensor } from "./lazy.ts";
import { outputShape, outputType, type SingleRule } from "./rule.ts";

export const dot: SingleRule = (site, inputs) => {
  const { graph } = site;
  const type = outputType(site);
  const [a, b] = inputs.map((input) => ({ ...input, tensor: castTensor(graph, input.tensor, type) })) as [
    Lazy,
    Lazy,
  ];
  const full = broadcastShape([a.shape, b.shape]);
  const last = full.length - 1;
  const extents = [a, b].map((x) => heldExtents(graph, { tensor: x.tensor, shape: full })) as [
    number[],
    number[],
  ];
  const [inA, inB] = extents.map((held) => held[last] !== 1) as [boolean, boolean];
  const shape = outputShape(site);
  if (!inA || !inB) return outerProduct(graph, [a, b], extents, full[last] as number, type, shape);
  const axes = full.map((_, axis) => axis).slice(0, -1);
  const roles: Roles = {
    batch: axes.filter((axis) => extents[0][axis] !== 1 && extents[1][axis] !== 1),
    rows: axes.filter((axis) => extents[0][axis] !== 1 && extents[1][axis] === 1),
    columns: axes.filter((axis) => extents[0][axis] === 1 && extents[1][axis] !== 1),
    summed: last,
    extents: full,
  };
  const [left, right] = [a, b].map((x, i) => label(graph, x.tensor, extents[i] as number[])) as [
    Labelled,
    Labelled,
  ];
  const product = matrixProduct(graph, left, right, roles, type);
  return { tensor: arranged(graph, product, shape.length), shape };
};

interface Roles {
  /** Axes of both operands, of the left one, of the right one, and the one that is summed over. */
  readonly batch: readonly number[];
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly summed: number;
  readonly extents: readonly number[];
}

/** Where an operand is broadcast along the summed axis, the other one is summed by itself. */
function outerProduct(
  graph: GraphBuilder,
  operands: readonly [Lazy, Lazy],
  extents: readonly [number[], number[]],
  count: number,
  type: OnnxType,
  shape: readonly number[],
): Lazy {
  const summed = operands.map((x, i) => {
    const held = extents[i] as number[];
    const last = held.length - 1;
    const kept = held.slice(0, -1);
    if (held[last] === 1) return { tensor: reshapeTensor(graph, x.tensor, kept), shape: kept };
    const full = reshapeTensor(graph, x.tensor, held);
    const attributes = { keepdims: 0 };
    return {
      tensor: graph.emit("ReduceSum", [full, graph.integers([last])], { type, shape: kept }, attributes),
      shape: kept,
    };
  });
  const product = pointwise(graph, "Mul", summed, type);
  const bothBroadcast = extents.every((held) => held.at(-1) === 1);
  if (!bothBroadcast || count === 1) return { tensor: product.tensor, shape };
  return { tensor: pointwise(graph, "Mul", [product, filled(graph, type, count, [])], type).tensor, shape };
}

function matrixProduct(
  graph: GraphBuilder,
  a: Labelled,
  b: Labelled,
  roles: Roles,
  type: OnnxType,
): Labelled {
  const { batch, rows, columns } = roles;
  if (rows.length === 0 && columns.length === 0) return rowwiseProduct(graph, a, b, roles, type);
  if (batch.length > 0 || type !== "float32") return batchedProduct(graph, a, b, roles, type);
  // The result should lie in the order of its axes; the product of the transposes has them the other way round.
  return (columns[0] ?? Infinity) < (rows[0] ?? Infinity) && rows.length > 0
    ? plainProduct(graph, b, a, { ...roles, rows: columns, columns: rows })
    : plainProduct(graph, a, b, roles);
}

/** One matrix by another; a transpose of either is part of the operation. */
function plainProduct(graph: GraphBuilder, a: Labelled, b: Labelled, roles: Roles): Labelled {
  const { rows, columns, summed, extents } = roles;
  const transA = liesLast(graph, a, summed) ? 0 : 1;
  const transB = liesLast(graph, b, summed) ? 1 : 0;
  const left = grouped(graph, a, transA === 1 ? [[summed], rows] : [rows, [summed]], extents);
  const right = grouped(graph, b, transB === 1 ? [columns, [summed]] : [[summed], columns], extents);
  const shape = [rows, columns].map((axes) => sizeOf(axes.map((axis) => extents[axis] as number)));
  const tensor = graph.emit("Gemm", [left, right], { type: "float32", shape }, { transA, transB });
  return ungrouped(graph, tensor, [...rows, ...columns], extents);
}

/** Whether an axis is the last one as the tensor lies; a column of extent 1 behind it counts, to save a reshape. */
function liesLast(graph: GraphBuilder, x: Labelled, axis: number): boolean {
  const isColumn = x.labels.length === 2 && graph.shapeOf(x.tensor)[1] === 1;
  return !isColumn && x.labels.findLast((name) => name !== undefined) === axis;
}

function batchedProduct(
  graph: GraphBuilder,
  a: Labelled,
  b: Labelled,
  roles: Roles,
  type: OnnxType,
): Labelled {
  const { batch, rows, columns, summed, extents } = roles;
  const single = batch.map((axis) => [axis]);
  const left = grouped(graph, a, [...single, rows, [summed]], extents);
  const right = grouped(graph, b, [...single, [summed], columns], extents);
  const size = (axes: readonly number[]) => sizeOf(axes.map((axis) => extents[axis] as number));
  const shape = [...batch.map((axis) => extents[axis] as number), size(rows), size(columns)];
  const tensor = graph.emit("MatMul", [left, right], { type, shape });
  return ungrouped(graph, tensor, [...batch, ...rows, ...columns], extents);
}

/** Each row of one matrix by the same row of the other: a product and a sum, since its matrix products are 1 by 1. */
function rowwiseProduct(
  graph: GraphBuilder,
  a: Labelled,
  b: Labelled,
  roles: Roles,
  type: OnnxType,
): Labelled {
  const { batch, summed, extents } = roles;
  const groups = [...batch, summed].map((axis) => [axis]);
  const [left, right] = [a, b].map((x) => grouped(graph, x, groups, extents)) as [string, string];
  const full = graph.shapeOf(left);
  const product = graph.emit("Mul", [left, right], { type, shape: full });
  const axes = graph.integers([batch.length]);
  const tensor = graph.emit(
    "ReduceSum",
    [product, axes],
    { type, shape: full.slice(0, -1) },
    { keepdims: 0 },
  );
  return { tensor, labels: batch };
}
