// Padding by numbers other than zero, which jax-js has no operation for.
import { sameShape } from "../tensor.ts";
import type { GraphBuilder } from "./graph.ts";
import type { Lazy } from "./lazy.ts";

/**
 * The sum of `x` and `border` as one padding, where `x` was padded by zeros along one axis and `border` is one number there and
 * zero elsewhere; undefined where they are anything else.
 */
export function paddedWith(graph: GraphBuilder, x: Lazy, border: Lazy): Lazy | undefined {
  const padding = graph.made(x.tensor, "Pad")?.inputs;
  const constant = graph.constants.get(border.tensor);
  if (padding?.length !== 4 || constant?.type !== "float32") return undefined;
  const [inner, amounts, zero, axes] = padding as readonly [string, string, string, string];
  const [axis, ...others] = integersIn(graph, axes);
  const [before, after] = integersIn(graph, amounts) as readonly [number, number];
  const shape = graph.shapeOf(x.tensor);
  const extents = shape.map((extent, other) => (other === axis ? extent : 1));
  const held = extents.slice(extents.length - constant.shape.length);
  if (others.length > 0 || graph.scalarValue(zero) !== 0 || !sameShape(held, constant.shape))
    return undefined;
  const data = constant.data as Float32Array;
  if (data.length !== shape[axis as number]) return undefined;
  const value = data.at(before === 0 ? -1 : 0) as number;
  const inside = (i: number) => i >= before && i < data.length - after;
  if (!data.every((number, i) => number === (inside(i) ? 0 : value))) return undefined;
  const operands = [inner, amounts, graph.scalar("float32", value), axes];
  return { tensor: graph.emit("Pad", operands, { type: "float32", shape }), shape: x.shape };
}

function integersIn(graph: GraphBuilder, name: string): readonly number[] {
  return Array.from(graph.constants.get(name)?.data ?? [], Number);
}
