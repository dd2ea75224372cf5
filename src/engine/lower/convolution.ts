// Lowering of convolutions, and of the windows that pooling reads.
import { InputError } from "../../base/errors.ts";
import { blockedConvolution } from "./blocked-convolution.ts";
import { pointwise } from "./elementwise.ts";
import type { GraphBuilder } from "./graph.ts";
import { castTensor, expand, type Lazy, reshapeTensor } from "./lazy.ts";
import { integerParam, integersParam, outputShape, outputType, pairsParam, type SingleRule } from "./rule.ts";

/** ONNX Runtime convolves along up to three axes. */
const mostAxes = 3;

/**
 * Cross-correlation of [batch, channels, ...extents] with [outputs, channels, ...window]: one Conv. Both gradients come
 * through here as well: the one by the input strides within the window (`lhsDilation`), which are zeros put between the
 * elements; the one by the kernel has batch and channels swapped.
 */
export const conv: SingleRule = (site, inputs) => {
  const { graph } = site;
  const shape = outputShape(site);
  const axes = shape.length - 2;
  if (integerParam(site, "vmapDims") !== 0 || axes < 1 || axes > mostAxes || outputType(site) !== "float32") {
    const found = `${outputType(site)}[${shape}], ${integerParam(site, "vmapDims")} mapped axes`;
    throw new InputError("lowering conv", found, "float32, one to three axes to convolve along, none mapped");
  }
  const [x, kernel] = inputs.map((input) => expand(graph, input)) as [string, string];
  const spread = integersParam(site, "lhsDilation");
  const padding = pairsParam(site, "padding");
  const apart = withZerosBetween(graph, x, spread);
  const pads = padding.map(([before, after], i) => [before, after - (spread[i] as number) + 1] as const);
  const cut = cropped(graph, apart, pads);
  const sizes = {
    strides: [...integersParam(site, "strides")],
    dilations: [...integersParam(site, "rhsDilation")],
    pads: [0, 1].flatMap((end) => pads.map((pair) => Math.max(0, pair[end] as number))),
  };
  const block = graph.channelBlock;
  if (block !== undefined && axes === 2)
    return { tensor: blockedConvolution(graph, block, cut, kernel, { ...sizes, shape }), shape };
  const attributes = { ...sizes, kernel_shape: [...graph.shapeOf(kernel).slice(2)] };
  return { tensor: graph.emit("Conv", [cut, kernel], { type: "float32", shape }, attributes), shape };
};

/** `spread - 1` zeros behind every element along the last axes; those behind the last one are for the caller to take off. */
function withZerosBetween(graph: GraphBuilder, x: string, spread: readonly number[]): string {
  if (spread.every((factor) => factor === 1)) return x;
  const shape = graph.shapeOf(x);
  const kept = shape.slice(0, shape.length - spread.length);
  const extents = shape.slice(kept.length);
  const single = reshapeTensor(graph, x, [...kept, ...extents.flatMap((extent) => [extent, 1])]);
  const widths = [...kept.map(() => 0), ...spread.flatMap((factor) => [0, factor - 1])];
  const wide = padded(
    graph,
    single,
    widths.map((after) => [0, after]),
  );
  return reshapeTensor(graph, wide, [...kept, ...extents.map((extent, i) => extent * (spread[i] as number))]);
}

type Widths = readonly (readonly [before: number, after: number])[];

function padded(graph: GraphBuilder, x: string, widths: Widths): string {
  if (widths.every(([before, after]) => before === 0 && after === 0)) return x;
  const type = graph.typeOf(x);
  const shape = graph.shapeOf(x).map((extent, axis) => extent + sum(widths[axis] as readonly number[]));
  const amounts = [...widths.map(([before]) => before), ...widths.map(([, after]) => after)];
  return graph.emit("Pad", [x, graph.integers(amounts), graph.scalar(type, 0)], { type, shape });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** What is left where padding along the last axes is negative. */
function cropped(graph: GraphBuilder, x: string, pads: Widths): string {
  const shape = graph.shapeOf(x);
  const first = shape.length - pads.length;
  const bounds = pads.map(([before, after], i) => ({
    start: Math.max(0, -before),
    end: (shape[first + i] as number) - Math.max(0, -after),
    step: 1,
  }));
  return stepped(graph, x, bounds);
}

interface Bounds {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** Every `step`-th element from `start` up to, not including, `end`, along the last axes. */
function stepped(graph: GraphBuilder, x: string, bounds: readonly Bounds[]): string {
  const full = graph.shapeOf(x);
  const first = full.length - bounds.length;
  const cut = bounds.flatMap(({ start, end, step }, i) =>
    start > 0 || end < (full[first + i] as number) || step > 1 ? [i] : [],
  );
  if (cut.length === 0) return x;
  const shape = [...full];
  for (const i of cut) {
    const { start, end, step } = bounds[i] as Bounds;
    shape[first + i] = Math.ceil((end - start) / step);
  }
  const lists = [
    cut.map((i) => (bounds[i] as Bounds).start),
    cut.map((i) => (bounds[i] as Bounds).end),
    cut.map((i) => first + i),
    cut.map((i) => (bounds[i] as Bounds).step),
  ];
  const operands = [x, ...lists.map((list) => graph.integers(list))];
  return graph.emit("Slice", operands, { type: graph.typeOf(x), shape });
}

/** All places in a window, the last axis fastest. */
function places(window: readonly number[]): number[][] {
  return window.reduce<number[][]>(
    (found, extent) =>
      found.flatMap((place) => Array.from({ length: extent }, (_, offset) => [...place, offset])),
    [[]],
  );
}

/** Windows along the last axes: [...kept, ...windows, ...window]. One strided slice for each place in the window. */
export const pool: SingleRule = (site, inputs) => {
  const { graph } = site;
  const shape = outputShape(site);
  const window = integersParam(site, "window");
  const strides = integersParam(site, "strides");
  const x = expand(graph, inputs[0] as Lazy);
  const first = graph.shapeOf(x).length - window.length;
  const counts = shape.slice(first, first + window.length);
  const type = graph.typeOf(x);
  const slices = places(window).map((place) => {
    const bounds = place.map((start, i) => spanOf(start, counts[i] as number, strides[i] as number));
    return reshapeTensor(graph, stepped(graph, x, bounds), [...shape.slice(0, first), ...counts, 1]);
  });
  const listed = { type, shape: [...shape.slice(0, first), ...counts, slices.length] };
  const axis = first + window.length;
  const joined = slices.length === 1 ? (slices[0] as string) : graph.emit("Concat", slices, listed, { axis });
  return { tensor: reshapeTensor(graph, joined, shape), shape };
};

function spanOf(start: number, count: number, step: number): Bounds {
  return { start, end: start + (count - 1) * step + 1, step };
}

/** The transpose of `pool`: every element of every window is added to the element that it was read from. */
export const poolTranspose: SingleRule = (site, inputs) => {
  const { graph } = site;
  const shape = outputShape(site);
  const window = integersParam(site, "window");
  const strides = integersParam(site, "strides");
  const type = outputType(site);
  const first = shape.length - window.length;
  const kept = shape.slice(0, first);
  const x = castTensor(graph, expand(graph, inputs[0] as Lazy), type);
  const counts = graph.shapeOf(x).slice(first, first + window.length);
  const all = places(window);
  const listed = reshapeTensor(graph, x, [...kept, ...counts, all.length]);
  const part = { type, shape: [...kept, ...counts, 1] };
  const sizes = graph.integers(all.map(() => 1));
  const axis = first + window.length;
  const parts =
    all.length === 1
      ? [listed]
      : graph.emitAll(
          "Split",
          [listed, sizes],
          all.map(() => part),
          { axis },
        );
  const terms = all.map((place, index) => {
    const one = reshapeTensor(graph, parts[index] as string, [...kept, ...counts]);
    const apart = withZerosBetween(graph, one, strides);
    const widths = place.map((before, i) => {
      const reach = (counts[i] as number) * (strides[i] as number);
      return [before, (shape[first + i] as number) - before - reach] as const;
    });
    const cut = cropped(
      graph,
      apart,
      widths.map(([, after]) => [0, Math.min(0, after)] as const),
    );
    const full = [
      ...kept.map(() => [0, 0] as const),
      ...widths.map(([before, after]) => [before, Math.max(0, after)] as const),
    ];
    return { tensor: padded(graph, cut, full), shape };
  });
  return terms.reduce((total, term) => pointwise(graph, "Add", [total, term], type));
};
