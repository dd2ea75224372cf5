// Lowering of sums, products and extremes over axes.
import { InputError } from "../../base/errors.ts";
import type { OnnxType } from "../onnx.ts";
import { pointwise } from "./elementwise.ts";
import type { GraphBuilder } from "./graph.ts";
import { castTensor, filled, heldExtents, type Lazy, reshapeTensor } from "./lazy.ts";
import { integersParam, outputShape, outputType, type SingleRule, type Site, textParam } from "./rule.ts";

const operations: Readonly<Record<string, string>> = {
  Add: "ReduceSum",
  Mul: "ReduceProd",
  Min: "ReduceMin",
  Max: "ReduceMax",
};

export const reduce: SingleRule = (site, inputs) => {
  const name = textParam(site, "op");
  const op = operations[name];
  if (op === undefined) throw new InputError("lowering reduce", name, Object.keys(operations).join(", "));
  const type = outputType(site);
  const inner = type === "bool" ? "int32" : type;
  const folded = foldHeld(site.graph, op, inputs[0] as Lazy, integersParam(site, "axis"), inner);
  const result = foldBroadcast(site, name, inputs[0] as Lazy, folded, inner);
  return { tensor: castTensor(site.graph, result.tensor, type), shape: outputShape(site) };
};

/** Folds what the tensor holds along the axes; the axes themselves are gone from the result. */
function foldHeld(graph: GraphBuilder, op: string, x: Lazy, axes: readonly number[], type: OnnxType): string {
  const held = heldExtents(graph, x);
  const tensor = castTensor(graph, x.tensor, type);
  const missing = held.length - graph.shapeOf(tensor).length;
  const wide = axes.filter((axis) => held[axis] !== 1).map((axis) => axis - missing);
  const rest = held.filter((_, axis) => axis >= missing && !axes.includes(axis));
  if (wide.length === 0) return reshapeTensor(graph, tensor, rest);
  const kept = graph.shapeOf(tensor).filter((_, axis) => !wide.includes(axis));
  const folded = graph.emit(op, [tensor, graph.integers(wide)], { type, shape: kept }, { keepdims: 0 });
  return reshapeTensor(graph, folded, rest);
}

/** Accounts for the elements that are only broadcast: a sum counts them, a product raises to their number. */
function foldBroadcast(site: Site, name: string, x: Lazy, folded: string, type: OnnxType): Lazy {
  const { graph } = site;
  const shape = outputShape(site);
  const held = heldExtents(graph, x);
  const axes = integersParam(site, "axis");
  const copies = axes.reduce(
    (product, axis) => product * (held[axis] === 1 ? (x.shape[axis] as number) : 1),
    1,
  );
  if (copies === 1 || name === "Min" || name === "Max") return { tensor: folded, shape };
  const known = graph.scalarValue(folded);
  if (known !== undefined && type === "float32" && name === "Add") {
    return filled(graph, type, Math.fround(known * copies), shape);
  }
  const count = filled(graph, type, copies, shape);
  return pointwise(graph, name === "Add" ? "Mul" : "Pow", [{ tensor: folded, shape }, count], type);
}
