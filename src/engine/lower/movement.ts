// Lowering of the operations that rearrange elements.
import type { GraphBuilder } from "./graph.ts";
import {
  castTensor,
  expand,
  expandAxes,
  heldExtents,
  type Lazy,
  permuteTensor,
  reshapeTensor,
} from "./lazy.ts";
import {
  integerParam,
  integersParam,
  outputShape,
  outputType,
  pairsParam,
  type Rule,
  type SingleRule,
} from "./rule.ts";

export const transpose: SingleRule = (site, inputs) => {
  const { graph } = site;
  const x = inputs[0] as Lazy;
  const full = reshapeTensor(graph, x.tensor, heldExtents(graph, x));
  return { tensor: permuteTensor(graph, full, integersParam(site, "perm")), shape: outputShape(site) };
};

/** Repeats along new axes, and along those of extent 1; nothing is carried out, the new axes are only named. */
export const broadcast: SingleRule = (site, inputs) => {
  const { graph } = site;
  const x = inputs[0] as Lazy;
  const shape = outputShape(site);
  const added = integersParam(site, "axis");
  const held = heldExtents(graph, x);
  let next = 0;
  const extents = shape.map((_, axis) => (added.includes(axis) ? 1 : (held[next++] as number)));
  return { tensor: reshapeTensor(graph, x.tensor, withoutLeadingOnes(extents)), shape };
};

function withoutLeadingOnes(extents: readonly number[]): readonly number[] {
  const first = extents.findIndex((extent) => extent !== 1);
  return first < 0 ? [] : extents.slice(first);
}

export const reshape: SingleRule = (site, inputs) => {
  const { graph } = site;
  const x = inputs[0] as Lazy;
  const shape = outputShape(site);
  const held = heldExtents(graph, x);
  const extents: number[] = [];
  const materialised: number[] = [];
  for (const [before, after] of alignedGroups(x.shape, shape)) {
    const wide = before.filter((axis) => x.shape[axis] !== 1);
    if (wide.every((axis) => held[axis] === 1)) extents.push(...after.map(() => 1));
    else {
      extents.push(...after.map((axis) => shape[axis] as number));
      materialised.push(...wide);
    }
  }
  const carried = materialised.filter((axis) => held[axis] !== x.shape[axis]);
  const tensor = carried.length === 0 ? x.tensor : expandAxes(graph, x, carried);
  return { tensor: reshapeTensor(graph, tensor, withoutLeadingOnes(extents)), shape };
};

type Group = readonly [before: readonly number[], after: readonly number[]];

/** Splits the axes of two shapes of one size into the smallest runs that hold equally many elements. */
function alignedGroups(before: readonly number[], after: readonly number[]): Group[] {
  const groups: Group[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [left, right]: [number[], number[]] = [[], []];
    let [p, q] = [1, 1];
    do {
      if (p <= q && i < before.length) {
        p *= before[i] as number;
        left.push(i++);
      } else if (j < after.length) {
        q *= after[j] as number;
        right.push(j++);
      } else {
        p *= before[i] as number;
        left.push(i++);
      }
    } while (p !== q && (i < before.length || j < after.length));
    groups.push([left, right]);
  }
  return groups;
}

export const flip: SingleRule = (site, inputs) => {
  const { graph } = site;
  const x = inputs[0] as Lazy;
  const held = heldExtents(graph, x);
  const axes = integersParam(site, "axis").filter((axis) => held[axis] !== 1);
  if (axes.length === 0) return x;
  const tensor = reshapeTensor(graph, x.tensor, held);
  const starts = axes.map(() => -1);
  // The end of a backward slice is anything below minus the extent.
  const ends = axes.map((axis) => -(held[axis] as number) - 1);
  const bounds = [starts, ends, axes, axes.map(() => -1)].map((list) => graph.integers(list));
  const type = graph.typeOf(tensor);
  return { tensor: graph.emit("Slice", [tensor, ...bounds], { type, shape: held }), shape: x.shape };
};

function sliced(
  graph: GraphBuilder,
  tensor: string,
  axes: readonly number[],
  bounds: readonly (readonly [number, number])[],
) {
  const shape = [...graph.shapeOf(tensor)];
  axes.forEach((axis, i) => {
    const [start, end] = bounds[i] as readonly [number, number];
    shape[axis] = end - start;
  });
  const lists = [bounds.map(([start]) => start), bounds.map(([, end]) => end), axes];
  const inputs = [tensor, ...lists.map((list) => graph.integers(list))];
  return graph.emit("Slice", inputs, { type: graph.typeOf(tensor), shape });
}

export const shrink: SingleRule = (site, inputs) => {
  const { graph } = site;
  const x = inputs[0] as Lazy;
  const shape = outputShape(site);
  const held = heldExtents(graph, x);
  const bounds = pairsParam(site, "slice");
  const axes = held.flatMap((extent, axis) => (extent !== 1 && shape[axis] !== extent ? [axis] : []));
  if (axes.length === 0 && shape.every((extent) => extent > 0)) return { tensor: x.tensor, shape };
  const tensor = reshapeTensor(graph, x.tensor, held);
  const cut = axes.map((axis) => bounds[axis] as readonly [number, number]);
  return { tensor: sliced(graph, tensor, axes, cut), shape };
};

export const pad: SingleRule = (site, inputs) => {
  const { graph } = site;
  const x = inputs[0] as Lazy;
  const widths = pairsParam(site, "width");
  const axes = widths.flatMap(([before, after], axis) => (before + after > 0 ? [axis] : []));
  if (axes.length === 0) return x;
  const type = outputType(site);
  const inner = type === "bool" ? "int32" : type;
  const tensor = castTensor(graph, expandAxes(graph, x, axes), inner);
  const amounts = [
    ...axes.map((axis) => widths[axis]?.[0] ?? 0),
    ...axes.map((axis) => widths[axis]?.[1] ?? 0),
  ];
  const shape = graph.shapeOf(tensor).map((extent, axis) => {
    return axes.includes(axis) ? extent + (widths[axis]?.[0] ?? 0) + (widths[axis]?.[1] ?? 0) : extent;
  });
  const operands = [tensor, graph.integers(amounts), graph.scalar(inner, 0), graph.integers(axes)];
  const padded = graph.emit("Pad", operands, { type: inner, shape });
  return { tensor: castTensor(graph, padded, type), shape: outputShape(site) };
};

export const concatenate: SingleRule = (site, inputs) => {
  const { graph } = site;
  const type = outputType(site);
  const shape = outputShape(site);
  const tensors = inputs.map((input) => castTensor(graph, expand(graph, input), type));
  const tensor = graph.emit("Concat", tensors, { type, shape }, { axis: integerParam(site, "axis") });
  return { tensor, shape };
};

export const split: Rule = (site, inputs) => {
  const { graph } = site;
  const x = inputs[0] as Lazy;
  const axis = integerParam(site, "axis");
  const sizes = integersParam(site, "sizes");
  const shapes = site.outputTypes.map((output) => output.shape);
  const held = heldExtents(graph, x);
  if (held[axis] === 1) return shapes.map((shape) => ({ tensor: x.tensor, shape }));
  const tensor = reshapeTensor(graph, x.tensor, held);
  const types = sizes.map((size) => ({ type: graph.typeOf(tensor), shape: held.with(axis, size) }));
  const parts = graph.emitAll("Split", [tensor, graph.integers(sizes)], types, { axis });
  return parts.map((part, i) => ({ tensor: part, shape: shapes[i] as readonly number[] }));
};
