// Values of a computation under construction: jax-js arrays without their reference counting.
import { type Array as JaxArray, type DType as JaxDType, numpy } from "@jax-js/jax";
import { InputError } from "../base/errors.ts";
import { type DType, sizeOf, type TensorData } from "./tensor.ts";

/** Key under which the engine itself reaches the jax-js array of a value; of no use outside the engine's folder. */
export const held = Symbol("held");

/** One array in a traced computation. It can be used any number of times, and never needs freeing. */
export class Value {
  readonly [held]: JaxArray;

  constructor(array: JaxArray) {
    this[held] = array;
  }

  get shape(): readonly number[] {
    return this[held].shape;
  }

  get dtype(): DType {
    return checkedDType(this[held].dtype);
  }
}

/** What every operation accepts: a number stands for a scalar of the other operand's type. */
export type Operand = Value | number;

function checkedDType(dtype: JaxDType): DType {
  if (dtype === numpy.float32) return "float32";
  if (dtype === numpy.int32) return "int32";
  if (dtype === numpy.bool) return "bool";
  throw new InputError("element type", String(dtype), "float32, int32 or bool");
}

/** The jax-js name of an element type. */
export function jaxDType(dtype: DType): JaxDType {
  if (dtype === "float32") return numpy.float32;
  return dtype === "int32" ? numpy.int32 : numpy.bool;
}

/**
 * A fresh reference to the array of a value. jax-js operations consume what they are given, so every one
 * that the engine calls gets a reference of its own.
 */
export function take(value: Value): JaxArray {
  return value[held].ref;
}

let created: JaxArray[] | undefined;

/**
 * Runs a function and then frees the constants that it made. jax-js keeps constants in memory of its own, which the
 * garbage collector does not see.
 */
export function freeingConstants<T>(body: () => T): T {
  const outer = created;
  const mine: JaxArray[] = [];
  created = mine;
  try {
    return body();
  } finally {
    created = outer;
    for (const array of mine) array.dispose();
  }
}

function remember(array: JaxArray): Value {
  created?.push(array);
  return new Value(array);
}

/** A jax-js array with the given contents; the caller owns it. */
export function jaxArray(data: TensorData, shape: readonly number[], dtype: DType): JaxArray {
  if (data.length !== sizeOf(shape)) {
    throw new InputError("constant", `${data.length} numbers`, `${sizeOf(shape)} for shape [${shape}]`);
  }
  if (dtype === "float32")
    return numpy.array(Float32Array.from(data), { shape: [...shape], dtype: numpy.float32 });
  const integers = numpy.array(Int32Array.from(data), { shape: [...shape], dtype: numpy.int32 });
  return dtype === "int32" ? integers : numpy.notEqual(integers, 0);
}

/**
 * A constant array. A number becomes a scalar, or fills `shape` where one is given. Without `dtype`, numbers and
 * Float32Array are float32, Int32Array is int32 and Uint8Array is bool. Throws an InputError when the number of
 * elements does not fit the shape.
 */
export function constant(value: number | TensorData, shape?: readonly number[], dtype?: DType): Value {
  if (typeof value === "number") return filled(value, shape ?? [], dtype ?? "float32");
  return remember(jaxArray(value, shape ?? [value.length], dtype ?? naturalDType(value)));
}

function filled(value: number, shape: readonly number[], dtype: DType): Value {
  if (dtype === "int32" && !Number.isInteger(value))
    throw new InputError("constant", String(value), "an integer");
  const content = dtype === "bool" ? value !== 0 : value;
  return remember(numpy.full([...shape], content, { dtype: jaxDType(dtype) }));
}

function naturalDType(data: TensorData): DType {
  if (data instanceof Float32Array) return "float32";
  return data instanceof Int32Array ? "int32" : "bool";
}

/** Two operands as values of one type. Throws an InputError for two different types: conversions are written out. */
export function alike(name: string, a: Operand, b: Operand): readonly [Value, Value] {
  if (typeof a === "number" && typeof b === "number") return [constant(a), constant(b)];
  if (typeof a === "number") return [constant(a, [], (b as Value).dtype), b as Value];
  if (typeof b === "number") return [a, constant(b, [], a.dtype)];
  if (a.dtype !== b.dtype)
    throw new InputError(name, `${a.dtype} and ${b.dtype}`, "operands of one type (use cast)");
  return [a, b];
}
