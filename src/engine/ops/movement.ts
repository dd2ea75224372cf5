// Operations that rearrange elements without changing them, and the matrix product.
import { numpy } from "@jax-js/jax";
import { InputError } from "../../base/errors.ts";
import { take, Value } from "../value.ts";

/**
 * Matrix product of [..., n, k] and [..., k, m]. Leading dimensions must be equal, or absent on one side.
 * Throws an InputError when the shapes do not fit.
 */
export function matmul(a: Value, b: Value): Value {
  const [left, right] = [a.shape, b.shape];
  const fits = left.length >= 2 && right.length >= 2 && left.at(-1) === right.at(-2);
  if (!fits) throw new InputError("matmul", `[${left}] and [${right}]`, "[..., n, k] and [..., k, m]");
  return new Value(numpy.matmul(take(a), take(b)));
}

/** The axes in the order `perm`; without it, in reverse order. */
export function transpose(x: Value, perm?: readonly number[]): Value {
  return new Value(numpy.transpose(take(x), perm === undefined ? undefined : [...perm]));
}

/** The same elements in row-major order under another shape; one extent may be -1. */
export function reshape(x: Value, shape: readonly number[]): Value {
  return new Value(numpy.reshape(take(x), [...shape]));
}

/** `x` repeated to `shape` by the broadcasting rules of numpy. */
export function broadcastTo(x: Value, shape: readonly number[]): Value {
  return new Value(numpy.broadcastTo(take(x), [...shape]));
}

export function concatenate(xs: readonly Value[], axis: number): Value {
  const types = new Set(xs.map((x) => x.dtype));
  if (types.size > 1) throw new InputError("concatenate", [...types].join(" and "), "arrays of one type");
  return new Value(numpy.concatenate(xs.map(take), axis));
}

/** The block of `x` from `starts` up to, not including, `ends`; one number per axis, leading axes first. */
export function slice(x: Value, starts: readonly number[], ends: readonly number[]): Value {
  const pairs = starts.map((start, axis): [number, number] => [start, ends[axis] as number]);
  return new Value(take(x).slice(...pairs));
}

/**
 * `x` cut along an axis into parts of the given extents, which must add up to its own. Its gradient puts the parts together
 * again; that of as many slices would fill the whole with zeros for each of them.
 */
export function split(x: Value, extents: readonly number[], axis: number): readonly Value[] {
  const whole = x.shape.at(axis);
  if (extents.reduce((sum, extent) => sum + extent, 0) !== whole)
    throw new InputError("split", `parts of [${extents}]`, `extents that add up to ${whole}`);
  if (extents.length === 1) return [x];
  let end = 0;
  const cuts = extents.slice(0, -1).map((extent) => {
    end += extent;
    return end;
  });
  return numpy.split(take(x), cuts, axis).map((part) => new Value(part));
}

/** Zeros around `x`: `[before, after]` for each axis. */
export function pad(x: Value, widths: readonly (readonly [number, number])[]): Value {
  return new Value(
    numpy.pad(
      take(x),
      widths.map(([before, after]): [number, number] => [before, after]),
    ),
  );
}

/** The elements along the given axes in reverse order. */
export function flip(x: Value, axes: readonly number[]): Value {
  return new Value(numpy.flip(take(x), [...axes]));
}
