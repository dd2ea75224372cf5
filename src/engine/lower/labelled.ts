// Tensors whose axes are known by the axes of a product that they stand for, and their rearrangement.
import { sizeOf } from "../tensor.ts";
import type { GraphBuilder } from "./graph.ts";
import { permuteTensor, reshapeTensor } from "./lazy.ts";

/** A tensor whose axes of extent above 1 are known by the axes of the product that they stand for. */
export interface Labelled {
  readonly tensor: string;
  /** One per axis of the tensor; undefined where the extent is 1. */
  readonly labels: readonly (number | undefined)[];
}

/** Follows a tensor back through transposes and moves of ones, so that the product can take its source as it lies. */
export function label(graph: GraphBuilder, tensor: string, held: readonly number[]): Labelled {
  const rank = graph.shapeOf(tensor).length;
  const tail = held.slice(held.length - rank);
  let found: Labelled = {
    tensor,
    labels: tail.map((extent, axis) => (extent === 1 ? undefined : axis + held.length - rank)),
  };
  for (;;) {
    const source = sourceOf(graph, found);
    if (source === undefined) return found;
    found = source;
  }
}

function sourceOf(graph: GraphBuilder, { tensor, labels }: Labelled): Labelled | undefined {
  const moved = graph.made(tensor, "Transpose");
  if (moved !== undefined) {
    const perm = moved.attributes.perm as readonly number[];
    return { tensor: moved.inputs[0] as string, labels: perm.map((_, axis) => labels[perm.indexOf(axis)]) };
  }
  const source = graph.made(tensor, "Reshape")?.inputs[0];
  if (source === undefined) return undefined;
  const wide = (name: string) => graph.shapeOf(name).filter((extent) => extent !== 1);
  if (wide(source).join() !== wide(tensor).join()) return undefined;
  const named = labels.filter((name) => name !== undefined);
  let next = 0;
  return {
    tensor: source,
    labels: graph.shapeOf(source).map((extent) => (extent === 1 ? undefined : named[next++])),
  };
}

/** The operand with its axes grouped in the given order, each group one axis; no operation where they lie so already. */
export function grouped(
  graph: GraphBuilder,
  x: Labelled,
  groups: readonly (readonly number[])[],
  extents: readonly number[],
): string {
  const order = groups.flat();
  const ones = x.labels.flatMap((name, axis) => (name === undefined ? [axis] : []));
  const perm = [...ones, ...order.map((name) => x.labels.indexOf(name))];
  const shape = groups.map((group) => sizeOf(group.map((axis) => extents[axis] as number)));
  return reshapeTensor(graph, permuteTensor(graph, x.tensor, perm), shape);
}

export function ungrouped(
  graph: GraphBuilder,
  tensor: string,
  labels: readonly number[],
  extents: readonly number[],
): Labelled {
  const shape = labels.map((axis) => extents[axis] as number);
  return { tensor: reshapeTensor(graph, tensor, shape), labels };
}

/** The result with its axes in order, and an axis of extent 1 for each that both operands lack. */
export function arranged(graph: GraphBuilder, { tensor, labels }: Labelled, rank: number): string {
  const known = labels as readonly number[];
  const order = [...known].sort((x, y) => x - y);
  const sorted = permuteTensor(
    graph,
    tensor,
    order.map((name) => known.indexOf(name)),
  );
  const extents = graph.shapeOf(sorted);
  const shape = Array.from({ length: rank }, (_, axis) => {
    const place = order.indexOf(axis);
    return place < 0 ? 1 : (extents[place] as number);
  });
  return reshapeTensor(graph, sorted, shape);
}
