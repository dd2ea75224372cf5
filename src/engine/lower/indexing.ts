// Lowering of element lookup by integer indices.
import type { GraphBuilder } from "./graph.ts";
import { broadcastShape, castTensor, expand, type Lazy, permuteTensor, reshapeTensor } from "./lazy.ts";
import { integerParam, integersParam, outputShape, type SingleRule, type Site } from "./rule.ts";

/** Indices must lie in range: ONNX Runtime reports one that does not, jax-js reads something else. */
export const gather: SingleRule = (site, inputs) => {
  const [x, ...indices] = inputs as readonly [Lazy, ...Lazy[]];
  return indices.length === 1 ? gatherSlices(site, x, indices[0] as Lazy) : gatherPoints(site, x, indices);
};

/** One index: slices along one axis, whose place the axes of the indices take. */
function gatherSlices(site: Site, x: Lazy, index: Lazy): Lazy {
  const { graph } = site;
  const axis = integersParam(site, "axis")[0] as number;
  const shape = x.shape.toSpliced(axis, 1, ...index.shape);
  const inputs = [expand(graph, x), expand(graph, index)];
  const tensor = graph.emit("Gather", inputs, { type: graph.typeOf(x.tensor), shape }, { axis });
  return {
    tensor: moveAxes(graph, tensor, axis, index.shape.length, integerParam(site, "outDim")),
    shape: outputShape(site),
  };
}

/** Several indices: together they name a point on as many axes. */
function gatherPoints(site: Site, x: Lazy, indices: readonly Lazy[]): Lazy {
  const { graph } = site;
  const axes = integersParam(site, "axis");
  const rest = x.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
  const leading = permuteTensor(graph, expand(graph, x), [...axes, ...rest]);
  const points = broadcastShape(indices.map((index) => index.shape));
  const columns = indices.map((index) => {
    const wide = expand(graph, { tensor: castTensor(graph, index.tensor, "int64"), shape: points });
    return reshapeTensor(graph, wide, [...points, 1]);
  });
  const listed = { type: "int64", shape: [...points, axes.length] } as const;
  const coordinates = graph.emit("Concat", columns, listed, { axis: points.length });
  const shape = [...points, ...rest.map((axis) => x.shape[axis] as number)];
  const tensor = graph.emit("GatherND", [leading, coordinates], { type: graph.typeOf(x.tensor), shape });
  return {
    tensor: moveAxes(graph, tensor, 0, points.length, integerParam(site, "outDim")),
    shape: outputShape(site),
  };
}

/** Moves a run of `count` axes that starts at `from`, so that it starts at `to`. */
function moveAxes(graph: GraphBuilder, tensor: string, from: number, count: number, to: number): string {
  const all = graph.shapeOf(tensor).map((_, axis) => axis);
  const run = all.splice(from, count);
  all.splice(to, 0, ...run);
  return permuteTensor(graph, tensor, all);
}
