// What is read from maps in ONNX Runtime's own layout, [batch, channels / block, height, width, block], without undoing it.
import type { GraphBuilder } from "./graph.ts";
import { permuteTensor, reshapeTensor } from "./lazy.ts";

/** ONNX Runtime's operators on that layout. It brings them in by itself only where kernels are constants; ours are trained. */
export const blockedDomain = "com.microsoft.nchwc";

/** Of maps: [batch, channels, height, width], whatever the layout. */
export type Extents = readonly [number, number, number, number];

const type = "float32";

/** Maps into blocks; the channels are whole blocks. */
export function intoBlocks(graph: GraphBuilder, maps: string): string {
  return graph.emit("ReorderInput", [maps], { type, shape: graph.shapeOf(maps) }, {}, blockedDomain);
}

/** Maps out of blocks. */
export function outOfBlocks(graph: GraphBuilder, maps: string): string {
  const shape = graph.shapeOf(maps);
  return graph.emit(
    "ReorderOutput",
    [maps],
    { type, shape },
    { channels: shape[1] as number },
    blockedDomain,
  );
}

/** Sums over the batch and all places. [channels] */
export function channelSums(graph: GraphBuilder, block: number, maps: string): string {
  const [batch, channels, height, width] = graph.shapeOf(maps) as Extents;
  const [blocks, places] = [channels / block, height * width];
  const sum = (x: string, axis: number) => {
    const shape = graph.shapeOf(x).toSpliced(axis, 1);
    return graph.emit("ReduceSum", [x, graph.integers([axis])], { type, shape }, { keepdims: 0 });
  };
  // Over the first axis, and over a middle one: two sums for which ONNX Runtime has fast loops.
  const one = sum(reshapeTensor(graph, maps, [batch, channels * places]), 0);
  return reshapeTensor(graph, sum(reshapeTensor(graph, one, [blocks, places, block]), 1), [channels]);
}

/** As [batch, height, width, channels]. */
export function channelsLast(graph: GraphBuilder, block: number, maps: string): string {
  const [batch, channels, height, width] = graph.shapeOf(maps) as Extents;
  const listed = reshapeTensor(graph, maps, [batch, channels / block, height, width, block]);
  return reshapeTensor(graph, permuteTensor(graph, listed, [0, 2, 3, 1, 4]), [
    batch,
    height,
    width,
    channels,
  ]);
}

/** The maps that [batch, height, width, channels] are, in blocks. */
export function fromChannelsLast(graph: GraphBuilder, block: number, x: string): string {
  const [batch, height, width, channels] = graph.shapeOf(x) as Extents;
  const listed = reshapeTensor(graph, x, [batch, height, width, channels / block, block]);
  return reshapeTensor(graph, permuteTensor(graph, listed, [0, 3, 1, 2, 4]), [
    batch,
    channels,
    height,
    width,
  ]);
}

/**
 * Equal parts of the maps along the batch, each with channels and batch exchanged: [channels, batch / parts, height, width]
 * with so many of the batch in a block. Every part has whole blocks.
 */
export function exchanged(
  graph: GraphBuilder,
  block: number,
  maps: string,
  parts: number,
): readonly string[] {
  const [batch, channels, height, width] = graph.shapeOf(maps) as Extents;
  const each = batch / parts;
  const [rows, blocks, places] = [each / block, channels / block, height * width];
  return splitTensor(graph, maps, 0, parts).map((part) => {
    // To ONNX Runtime the rows of a block are the channels here, and all that is in a row is places.
    const turned = intoBlocks(graph, reshapeTensor(graph, part, [rows, block, blocks * places, block]));
    const listed = reshapeTensor(graph, turned, [rows, blocks, places, block, block]);
    const first = permuteTensor(graph, listed, [1, 3, 0, 2, 4]);
    return reshapeTensor(graph, first, [channels, each, height, width]);
  });
}

/** A matrix with a row for each element of a map, [channels x height x width, columns], with its rows as they lie in blocks. */
export function rowsIntoBlocks(
  graph: GraphBuilder,
  block: number,
  matrix: string,
  [, channels, height, width]: Extents,
): string {
  return rowsMoved(graph, matrix, [channels / block, block, height * width]);
}

/** The inverse of `rowsIntoBlocks`. */
export function rowsOutOfBlocks(
  graph: GraphBuilder,
  block: number,
  matrix: string,
  [, channels, height, width]: Extents,
): string {
  return rowsMoved(graph, matrix, [channels / block, height * width, block]);
}

function rowsMoved(graph: GraphBuilder, matrix: string, rows: readonly number[]): string {
  const shape = graph.shapeOf(matrix);
  const listed = reshapeTensor(graph, matrix, [...rows, shape[1] as number]);
  return reshapeTensor(graph, permuteTensor(graph, listed, [0, 2, 1, 3]), shape);
}

/** Equal parts along one axis. */
export function splitTensor(graph: GraphBuilder, x: string, axis: number, parts: number): readonly string[] {
  if (parts === 1) return [x];
  const shape = graph.shapeOf(x);
  const each = (shape[axis] as number) / parts;
  const sizes = new Array<number>(parts).fill(each);
  const part = { type: graph.typeOf(x), shape: shape.with(axis, each) };
  return graph.emitAll(
    "Split",
    [x, graph.integers(sizes)],
    sizes.map(() => part),
    { axis },
  );
}
