// Operations that fold axes away, and the normalisations built on them.
import type { Array as JaxArray } from "@jax-js/jax";
import { InputError } from "../../base/errors.ts";
import { constant, take, Value } from "../value.ts";
import { add, equal, exp, log, mul, reciprocal, stopGradient, sub } from "./elementwise.ts";
import { reshape } from "./movement.ts";

type Fold = (x: JaxArray, axes: number[]) => JaxArray;

/** Axes counted from the front; all of them when none are named. */
function frontAxes(x: Value, axes: readonly number[] | undefined): number[] {
  const rank = x.shape.length;
  return (axes ?? x.shape.map((_, axis) => axis)).map((axis) => {
    const front = axis < 0 ? axis + rank : axis;
    if (front < 0 || front >= rank)
      throw new InputError("reduction", `axis ${axis}`, `an axis of [${x.shape}]`);
    return front;
  });
}

function reduce(x: Value, axes: readonly number[] | undefined, keepDims: boolean, fold: Fold): Value {
  const folded = frontAxes(x, axes);
  const result = new Value(fold(take(x), folded));
  if (!keepDims) return result;
  return reshape(
    result,
    x.shape.map((extent, axis) => (folded.includes(axis) ? 1 : extent)),
  );
}

/** Sum over the given axes, by default all. */
export function sum(x: Value, axes?: readonly number[], keepDims = false): Value {
  return reduce(x, axes, keepDims, (array, folded) => array.sum(folded));
}

/** Arithmetic mean over the given axes, by default all. */
export function mean(x: Value, axes?: readonly number[], keepDims = false): Value {
  if (x.dtype !== "float32") throw new InputError("mean", x.dtype, "float32");
  const count = frontAxes(x, axes).reduce((product, axis) => product * (x.shape[axis] as number), 1);
  return mul(sum(x, axes, keepDims), 1 / count);
}

/** Largest element over the given axes, by default all; equal largest ones share the gradient. */
export function max(x: Value, axes?: readonly number[], keepDims = false): Value {
  return reduce(x, axes, keepDims, (array, folded) => array.max(folded));
}

/** Smallest element over the given axes, by default all; equal smallest ones share the gradient. */
export function min(x: Value, axes?: readonly number[], keepDims = false): Value {
  return reduce(x, axes, keepDims, (array, folded) => array.min(folded));
}

/** `x` less its largest element along the last axis, which keeps the exponentials finite. */
function shifted(x: Value): Value {
  return sub(x, stopGradient(max(x, [-1], true)));
}

/** exp(x) / sum(exp(x)) along the last axis. */
export function softmax(x: Value): Value {
  const weights = exp(shifted(x));
  return mul(weights, reciprocal(sum(weights, [-1], true)));
}

/** Logarithm of the softmax along the last axis. */
export function logSoftmax(x: Value): Value {
  const centred = shifted(x);
  return sub(centred, log(sum(exp(centred), [-1], true)));
}

/** log(sum(exp(x))) along the last axis, which is folded away. */
export function logSumExp(x: Value): Value {
  const largest = stopGradient(max(x, [-1], true));
  const folded = log(sum(exp(sub(x, largest)), [-1]));
  return add(folded, reshape(largest, x.shape.slice(0, -1)));
}

/** Index of the largest element along the last axis, the first of equal ones; int32. */
export function argmax(x: Value): Value {
  const count = x.shape.at(-1) as number;
  const fromEnd = constant(Int32Array.from({ length: count }, (_, index) => count - index));
  const isLargest = new Value(take(equal(x, max(x, [-1], true))).astype(take(fromEnd).dtype));
  return sub(count, max(mul(isLargest, fromEnd), [-1]));
}
