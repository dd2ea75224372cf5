// Operations that pick elements by integer indices.
import { numpy } from "@jax-js/jax";
import { InputError } from "../../base/errors.ts";
import { constant, take, Value } from "../value.ts";
import { cast, equal, where } from "./elementwise.ts";
import { reshape } from "./movement.ts";
import { sum } from "./reduction.ts";

function integers(name: string, indices: Value): Value {
  if (indices.dtype !== "int32") throw new InputError(name, `${indices.dtype} indices`, "int32 indices");
  return indices;
}

/** Whether each class is the indexed one; a last axis of `n` is added. */
function isIndexed(name: string, indices: Value, n: number): Value {
  const classes = constant(Int32Array.from({ length: n }, (_, index) => index));
  return equal(reshape(integers(name, indices), [...indices.shape, 1]), classes);
}

/** 1 at the indexed class, 0 at the others; a last axis of `n` is added. Indices outside 0..n-1 give zeros. float32 */
export function oneHot(indices: Value, n: number): Value {
  return cast(isIndexed("oneHot", indices, n), "float32");
}

/** The slices of `x` along `axis` at `indices`, whose axes take the place of `axis`. Indices must lie in range. */
export function gather(x: Value, indices: Value, axis: number): Value {
  return new Value(numpy.take(take(x), take(integers("gather", indices)), axis));
}

/** From x[..., n] the element at indices[...] along the last axis. Indices outside 0..n-1 give 0. */
export function takeAlongLast(x: Value, indices: Value): Value {
  const chosen = isIndexed("takeAlongLast", indices, x.shape.at(-1) as number);
  return sum(where(chosen, x, 0), [-1]);
}
