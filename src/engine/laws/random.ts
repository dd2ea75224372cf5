// Random shapes and arrays for the laws of runtimes, fixed by a random stream.
import type { Rng } from "../../base/rng.ts";
import { broadcastTo, reshape, transpose, type Value, type Values } from "../ops.ts";
import { type DType, sizeOf, type Tensor } from "../tensor.ts";

export type Range = readonly [low: number, high: number];

/** A computation with the numbers that it is tried on. */
export interface LawCase {
  readonly inputs: Readonly<Record<string, Tensor>>;
  compute(inputs: Values): Values;
}

/** Extents between 1 and 5. */
export function randomShape(rng: Rng, leastRank: number, greatestRank: number): number[] {
  return Array.from({ length: rng.between(leastRank, greatestRank) }, () => rng.between(1, 5));
}

export function randomTensor(rng: Rng, shape: readonly number[], dtype: DType, range: Range): Tensor {
  const [low, high] = range;
  const length = sizeOf(shape);
  if (dtype === "float32") {
    return { dtype, shape, data: Float32Array.from({ length }, () => low + (high - low) * rng.unit()) };
  }
  if (dtype === "int32")
    return { dtype, shape, data: Int32Array.from({ length }, () => rng.between(low, high)) };
  return { dtype, shape, data: Uint8Array.from({ length }, () => rng.below(2)) };
}

/** An input, and how an array of the wanted shape is made of it. */
export interface Operand {
  readonly tensor: Tensor;
  view(input: Value): Value;
}

/**
 * An array of `shape` that reaches the operation under test as the arrays of real programs do: as it is, broadcast from
 * fewer elements, transposed, or with axes of extent 1 added and gone again.
 */
export function randomOperand(rng: Rng, shape: readonly number[], dtype: DType, range: Range): Operand {
  const whole = (extents: readonly number[]) => randomTensor(rng, extents, dtype, range);
  const disguise = rng.below(4);
  if (disguise === 0) {
    const held = shape.map((extent) => (rng.below(2) === 0 ? 1 : extent)).slice(rng.below(shape.length + 1));
    return { tensor: whole(held), view: (input) => broadcastTo(input, shape) };
  }
  if (disguise === 1) {
    const perm = shape.map((_, axis) => axis);
    rng.shuffle(perm);
    const source: number[] = [];
    perm.forEach((axis, i) => {
      source[axis] = shape[i];
    });
    return { tensor: whole(source), view: (input) => transpose(input, perm) };
  }
  if (disguise === 2) {
    const widened = shape.flatMap((extent) => (rng.below(2) === 0 ? [1, extent] : [extent]));
    return { tensor: whole(widened), view: (input) => reshape(input, shape) };
  }
  return { tensor: whole(shape), view: (input) => input };
}

/** Two shapes that broadcast together. */
export function broadcastPair(rng: Rng): readonly [number[], number[]] {
  const full = randomShape(rng, 0, 3);
  const part = () =>
    full.map((extent) => (rng.below(3) === 0 ? 1 : extent)).slice(rng.below(full.length + 1));
  return rng.below(2) === 0 ? [full, part()] : [part(), full];
}

/** A random selection of at least `least` of the axes, in order. */
export function someAxes(rng: Rng, rank: number, least: number): number[] {
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  rng.shuffle(axes);
  return axes.slice(0, rng.between(Math.min(least, rank), rank)).sort((a, b) => a - b);
}

export function pick<T>(rng: Rng, options: readonly T[]): T {
  return options[rng.below(options.length)] as T;
}
