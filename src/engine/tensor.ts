// Arrays as they enter and leave the engine.

/** Element types the engine computes with; `bool` is held as bytes. */
export type DType = "float32" | "int32" | "bool";

export type TensorData = Float32Array | Int32Array | Uint8Array;

/** A dense row-major array. */
export interface Tensor {
  readonly dtype: DType | "uint8";
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/**
 * What a traced function takes: shape and type. A `storage` of uint8 means that callers hand over bytes, which the
 * program itself converts to `dtype` as its first act (observations travel as bytes: a quarter of the memory).
 */
export interface TensorSpec {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly storage?: "uint8";
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}
