// Convolution and the largest of each window, on maps [batch, channels, height, width].
import { lax } from "@jax-js/jax";
import { InputError } from "../../base/errors.ts";
import { constant, take, Value } from "../value.ts";
import { add, cast, less, maximum, mul, stopGradient, sub } from "./elementwise.ts";
import { broadcastTo, matmul, pad, reshape, slice, split, transpose } from "./movement.ts";

/** Along one axis. */
export interface WindowOptions {
  /** From one window to the next; 1 by default. */
  readonly stride?: number;
  /**
   * `same`, the default, pads to ceil(extent / stride) windows, with the one more of an odd number behind (XLA's and
   * TensorFlow's rule); `valid` has no padding; a pair is padding before and after.
   */
  readonly padding?: "same" | "valid" | readonly [before: number, after: number];
}

export interface ConvolutionOptions extends WindowOptions {
  /** Added to every element of an output channel. [outputs] */
  readonly bias?: Value;
  /**
   * How it is computed: `windows` convolves, `matrix` multiplies whole maps by the kernel laid out as one matrix; without it
   * the matrix is taken where windows move by more than one and it is at most `largestMatrix` times as large as what they read.
   */
  readonly route?: "windows" | "matrix";
}

/**
 * Up to here one large matrix product beats strided windows, whose gradient has zeros put between its elements (measured on
 * 13 x 13: an 8 x 8 kernel of stride 4, where the factor is 2.6). With a stride of 1 windows win on 4 x 4 too, at 1.8.
 */
const largestMatrix = 4;

/** The windows along one axis. */
interface Windows {
  readonly extent: number;
  readonly window: number;
  readonly stride: number;
  readonly before: number;
  readonly after: number;
  /** How many there are. */
  readonly count: number;
}

function windowsAlong(place: string, extent: number, window: number, options: WindowOptions): Windows {
  const { stride = 1, padding = "same" } = options;
  if (!Number.isInteger(stride) || stride < 1) throw new InputError(place, `stride ${stride}`, "at least 1");
  const [before, after] = paddingOf(extent, window, stride, padding);
  const padded = extent + before + after;
  if (before < 0 || after < 0 || window < 1 || window > padded) {
    const found = `a window of ${window} on ${extent} with padding ${before} and ${after}`;
    throw new InputError(place, found, "padding of at least 0 and a window that fits");
  }
  return { extent, window, stride, before, after, count: Math.floor((padded - window) / stride) + 1 };
}

function paddingOf(
  extent: number,
  window: number,
  stride: number,
  padding: NonNullable<WindowOptions["padding"]>,
): readonly [number, number] {
  if (padding === "valid") return [0, 0];
  if (padding !== "same") return padding;
  const missing = Math.max(0, (Math.ceil(extent / stride) - 1) * stride + window - extent);
  return [Math.floor(missing / 2), Math.ceil(missing / 2)];
}

/** Shape of what a convolution or a pooling with this window gives. [outputs, height, width] */
export function windowedShape(
  [height, width]: readonly [number, number],
  window: number,
  outputs: number,
  options: WindowOptions = {},
): [number, number, number] {
  const count = (extent: number) => windowsAlong("window", extent, window, options).count;
  return [outputs, count(height), count(width)];
}

/**
 * y[n, o, p, q] = bias[o] + sum over c, a, b of x[n, c, stride p + a - before, stride q + b - before] kernel[o, c, a, b], zero
 * outside of x: cross-correlation, as neural networks call convolution. x: [batch, channels, height, width]; kernel:
 * [outputs, channels, window height, window width]. Throws an InputError when the shapes do not fit.
 */
export function convolution(x: Value, kernel: Value, options: ConvolutionOptions = {}): Value {
  const [batch, channels, height, width] = maps("convolution", x);
  const [outputs, expected, tall, wide] = maps("convolution kernel", kernel);
  if (channels !== expected) {
    throw new InputError("convolution", `${channels} channels`, `the ${expected} of the kernel`);
  }
  const rows = windowsAlong("convolution", height, tall, options);
  const columns = windowsAlong("convolution", width, wide, options);
  const factor = (height * width) / (tall * wide);
  const cheap = rows.stride > 1 && factor <= largestMatrix;
  const route = options.route ?? (cheap ? "matrix" : "windows");
  if (route === "matrix") {
    const flat = matmul(reshape(x, [batch, channels * height * width]), asMatrix(kernel, rows, columns));
    const spread = [outputs, rows.count * columns.count];
    const { bias } = options;
    const repeated =
      bias && reshape(broadcastTo(reshape(bias, [outputs, 1]), spread), [spread[0] * spread[1]]);
    return reshape(repeated ? add(flat, repeated) : flat, [batch, outputs, rows.count, columns.count]);
  }
  const padding = [rows, columns].map(({ before, after }): [number, number] => [before, after]);
  const strides = [rows.stride, columns.stride];
  const convolved = new Value(lax.convGeneralDilated(take(x), take(kernel), strides, padding));
  return options.bias ? add(convolved, reshape(options.bias, [outputs, 1, 1])) : convolved;
}

function maps(place: string, x: Value): readonly [number, number, number, number] {
  if (x.shape.length !== 4) throw new InputError(place, `[${x.shape}]`, "an array of four axes");
  return x.shape as unknown as [number, number, number, number];
}

/** The matrix [channels x height x width, outputs x rows x columns] that does to a flat map what the kernel does. */
function asMatrix(kernel: Value, rows: Windows, columns: Windows): Value {
  const [outputs, channels] = kernel.shape as [number, number];
  const across = laidOut(kernel, columns);
  // [outputs, channels, window rows, columns, width] -> [outputs, channels, columns, width, rows, height]
  const both = laidOut(transpose(across, [0, 1, 3, 4, 2]), rows);
  const sides = [channels * rows.extent * columns.extent, outputs * rows.count * columns.count];
  return reshape(transpose(both, [1, 5, 3, 0, 4, 2]), sides);
}

/**
 * [..., window] -> [..., count, extent]: for every window the row that holds its elements at their places and zeros
 * elsewhere. A row that is `stride` longer than needed, repeated and cut into rows of the right length, moves by `stride`
 * from each to the next.
 */
function laidOut(kernel: Value, { extent, window, stride, before, count }: Windows): Value {
  const kept = kernel.shape.slice(0, -1);
  const none = kept.map((): readonly [number, number] => [0, 0]);
  const length = Math.max(before + extent, (count - 1) * stride + window);
  const row = pad(kernel, [...none, [0, length + stride - window]]);
  const repeated = broadcastTo(reshape(row, [...kept, 1, length + stride]), [
    ...kept,
    count,
    length + stride,
  ]);
  const run = reshape(repeated, [...kept, count * (length + stride)]);
  const moved = reshape(lastAxis(run, 0, count * length), [...kept, count, length]);
  return lastAxis(moved, before, before + extent);
}

function lastAxis(x: Value, start: number, end: number): Value {
  const kept = x.shape.slice(0, -1);
  return slice(x, [...kept.map(() => 0), start], [...kept, end]);
}

/** Below anything that a network computes. */
const lowest = -3e38;

/**
 * The largest element of every window of `window` x `window`; padding never counts. Along height first and then along
 * width; of equal elements the one that comes first has the gradient. x: [batch, channels, height, width]
 */
export function maxPool(x: Value, window: number, options: WindowOptions = {}): Value {
  const [, , height, width] = maps("maxPool", x);
  const rows = windowsAlong("maxPool", height, window, options);
  const columns = windowsAlong("maxPool", width, window, options);
  // Channels last, so that whole runs of them are compared and copied at once.
  const places = transpose(x, [0, 2, 3, 1]);
  return transpose(largestAlong(largestAlong(places, 1, rows), 2, columns), [0, 3, 1, 2]);
}

/**
 * Along one axis of [batch, height, width, channels], cut into pieces of one stride; element `a` of a window is in piece
 * a / stride behind the window's first.
 */
function largestAlong(x: Value, axis: number, windows: Windows): Value {
  const { extent, window, stride, before, count } = windows;
  const pieces = count + Math.ceil(window / stride) - 1;
  const missing = pieces * stride - before - extent;
  const within = missing < 0 ? cut(x, axis, 0, extent + missing) : x;
  const after = Math.max(0, missing);
  const widths = x.shape.map((_, other): readonly [number, number] =>
    other === axis ? [before, after] : [0, 0],
  );
  // Zeros and a border of numbers below all others: jax-js 0.1.25 joins repeated numbers to an array wrongly.
  const padded = before + after === 0 ? within : add(pad(within, widths), border(windows, after, axis));
  const cells = reshape(padded, padded.shape.toSpliced(axis, 1, pieces, stride));
  const turns = split(cells, new Array<number>(stride).fill(1), axis + 1);
  const parts = Array.from({ length: window }, (_, place) => {
    const from = Math.floor(place / stride);
    const turn = reshape(turns[place % stride] as Value, x.shape.with(axis, pieces));
    return cut(turn, axis, from, from + count);
  });
  return parts.reduce(larger);
}

/**
 * The larger of two, the first of equals. The added terms are zero and vanish in lowering; what is left of them is a gradient
 * of one product and one difference, cheaper than two choices by a condition.
 */
function larger(first: Value, second: Value): Value {
  const [a, b] = [stopGradient(first), stopGradient(second)];
  const taken = cast(less(a, b), "float32");
  const change = sub(first, a);
  return add(maximum(a, b), add(change, mul(taken, sub(sub(second, b), change))));
}

/** 0 on the map, and lower than everything on the padding; to be added along one axis of a map. */
function border({ extent, before }: Windows, after: number, axis: number): Value {
  const length = before + extent + after;
  const numbers = Float32Array.from({ length }, (_, i) => (i < before || i >= before + extent ? lowest : 0));
  return constant(numbers, axis === 1 ? [length, 1, 1] : [length, 1]);
}

function cut(x: Value, axis: number, start: number, end: number): Value {
  if (start === 0 && end === x.shape[axis]) return x;
  return slice(
    x,
    x.shape.map((_, other) => (other === axis ? start : 0)),
    x.shape.with(axis, end),
  );
}
