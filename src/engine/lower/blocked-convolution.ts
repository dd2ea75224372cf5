// Convolution in ONNX Runtime's own layout: [batch, channels / block, height, width, block], "NCHWc".
import { sizeOf } from "../tensor.ts";
import { blockedDomain, type Extents, intoBlocks, splitTensor } from "./blocked-forms.ts";
import type { GraphBuilder } from "./graph.ts";
import { permuteTensor, reshapeTensor } from "./lazy.ts";

/** Bytes of a kernel that stay in a core's own cache while all maps go past them. */
const cachedBytes = 1 << 19;

/** More parts than this cost more as operations than they save. */
const mostParts = 64;

export interface ConvolutionSizes {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Before each axis, then after each; at least 0. */
  readonly pads: readonly number[];
  /** Of the result: [batch, outputs, height, width]. */
  readonly shape: readonly number[];
}

/**
 * Cross-correlation of [batch, channels, height, width] with [outputs, channels, window height, window width]. Channels, and
 * outputs, are rounded up to whole blocks. A large kernel, as the maps are when it is the kernel's own gradient that is
 * computed, is cut along the channels into parts that stay in the cache, and the results are added up.
 */
export function blockedConvolution(
  graph: GraphBuilder,
  block: number,
  x: string,
  kernel: string,
  { strides, dilations, pads, shape }: ConvolutionSizes,
): string {
  const [outputs, channels, ...window] = graph.shapeOf(kernel) as Extents;
  const [batch, , ...counts] = shape as Extents;
  const rows = roundedUp(outputs, block);
  // Fewer channels than a block are read as they lie.
  const few = channels < block;
  const parts = few ? 1 : partsOf(Math.ceil(channels / block), rows * block * sizeOf(window) * 4);
  // Zeros around are told apart at every border, and where there are few windows most of them are at one.
  const bordered = !few && counts.some((count, axis) => count < (window[axis] as number));
  const laid = few ? x : blockedMaps(graph, block, x);
  const split = splitTensor(graph, laid, 1, parts);
  const maps = bordered ? split.map((part) => withBorder(graph, block, part, pads)) : split;
  const kernels = blockedKernel(graph, block, kernel, few, parts);
  const attributes = {
    strides: [...strides],
    dilations: [...dilations],
    kernel_shape: window,
    pads: bordered ? pads.map(() => 0) : [...pads],
  };
  const result = { type: "float32", shape: [batch, rows, ...counts] } as const;
  const total = maps.reduce((sum, part, i) => {
    const operands = [part, kernels[i] as string, ...(sum === "" ? [] : ["", sum])];
    return graph.emit("Conv", operands, result, attributes, blockedDomain);
  }, "");
  return graph.emit(
    "ReorderOutput",
    [total],
    { type: "float32", shape },
    { channels: outputs },
    blockedDomain,
  );
}

/** Zeros around blocked maps. */
function withBorder(graph: GraphBuilder, block: number, x: string, pads: readonly number[]): string {
  const [rows, channels, height, width] = graph.shapeOf(x) as Extents;
  const [top = 0, left = 0, bottom = 0, right = 0] = pads;
  const listed = reshapeTensor(graph, x, [rows, channels / block, height, width, block]);
  const amounts = graph.integers([0, 0, top, left, 0, 0, 0, bottom, right, 0]);
  const shape = [rows, channels / block, top + height + bottom, left + width + right, block];
  const type = "float32";
  const wide = graph.emit("Pad", [listed, amounts, graph.scalar(type, 0)], { type, shape });
  return reshapeTensor(graph, wide, [rows, channels, shape[2] as number, shape[3] as number]);
}

/** Into how many parts so many blocks of channels are cut. */
function partsOf(blocks: number, bytesOfBlock: number): number {
  const together = Math.max(1, Math.floor(cachedBytes / bytesOfBlock));
  for (let parts = 1; parts <= Math.min(blocks, mostParts); parts++)
    if (blocks % parts === 0 && blocks / parts <= together) return parts;
  return 1;
}

function roundedUp(extent: number, block: number): number {
  return Math.ceil(extent / block) * block;
}

/** [rows, channels, height, width], the channels in blocks; zeros where the last block is not full. */
function blockedMaps(graph: GraphBuilder, block: number, x: string): string {
  const [rows, channels, height, width] = graph.shapeOf(x) as Extents;
  const full = roundedUp(channels, block);
  const shape = [rows, full, height, width];
  const type = "float32";
  const filled =
    full === channels
      ? x
      : graph.emit(
          "Pad",
          [x, graph.integers([0, 0, 0, 0, 0, full - channels, 0, 0]), graph.scalar(type, 0)],
          { type, shape },
        );
  return intoBlocks(graph, filled);
}

/**
 * Kernels [outputs, channels, height, width] as [outputs / block, channels / block, height, width, channel, output], or where
 * the channels are few as [outputs / block, channels, height, width, output]; cut along the channels.
 */
function blockedKernel(
  graph: GraphBuilder,
  block: number,
  kernel: string,
  few: boolean,
  parts: number,
): readonly string[] {
  const [outputs, channels, height, width] = graph.shapeOf(kernel) as Extents;
  const places = height * width;
  const rows = roundedUp(outputs, block);
  const byOutput = blockedMaps(graph, block, permuteTensor(graph, kernel, [1, 0, 2, 3]));
  if (few) {
    const listed = reshapeTensor(graph, byOutput, [channels, rows / block, places, block]);
    const turned = permuteTensor(graph, listed, [1, 0, 2, 3]);
    return [reshapeTensor(graph, turned, [rows, channels, height, width])];
  }
  const full = roundedUp(channels, block);
  const missing = full - channels;
  const type = "float32";
  const filled =
    missing === 0
      ? byOutput
      : graph.emit("Pad", [byOutput, graph.integers([0, 0, 0, 0, missing, 0, 0, 0]), graph.scalar(type, 0)], {
          type,
          shape: [full, rows, height, width],
        });
  const each = full / parts;
  // Cut first, so that every part is still in the cache when it is convolved with.
  return splitTensor(graph, filled, 0, parts).map((part) => {
    const listed = reshapeTensor(graph, part, [each / block, block, rows / block, places, block]);
    const turned = permuteTensor(graph, listed, [2, 0, 3, 1, 4]);
    return reshapeTensor(graph, turned, [rows, each, height, width]);
  });
}
