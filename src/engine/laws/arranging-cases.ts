// Random computations for the operations that rearrange elements.
import { numpy } from "@jax-js/jax";
import type { Rng } from "../../base/rng.ts";
import * as ops from "../ops.ts";
import { take, Value } from "../value.ts";
import { caseOf, type MakeCase } from "./graded.ts";
import { type LawCase, pick, type Range, randomOperand, randomShape, someAxes } from "./random.ts";

const plain: Range = [-2, 2];

/** A case on one array of random shape, whose treatment is drawn once the shape is known. */
function arranging(
  leastRank: number,
  draw: (rng: Rng, shape: readonly number[]) => (x: Value) => Value,
): MakeCase {
  return (rng) => {
    const shape = randomShape(rng, leastRank, 4);
    const x = randomOperand(rng, shape, "float32", plain);
    const treat = draw(rng, shape);
    return caseOf([x], ([value]) => treat(value), true);
  };
}

export const transpose = arranging(1, (rng, shape) => {
  const perm = shape.map((_, axis) => axis);
  rng.shuffle(perm);
  return (x) => ops.transpose(x, perm);
});

export const broadcast = arranging(0, (rng, shape) => {
  const target = [...randomShape(rng, 0, 2), ...shape];
  return (x) => ops.broadcastTo(x, target);
});

export const reshape = arranging(1, (rng, shape) => {
  const factors = shape.flatMap((extent) => (extent === 4 ? [2, 2] : [extent]));
  const merged: number[] = [];
  for (const factor of factors) {
    if (merged.length > 0 && rng.below(2) === 0) merged.push((merged.pop() as number) * factor);
    else merged.push(factor);
  }
  const target = rng.below(2) === 0 ? [...merged, 1] : merged;
  return (x) => ops.reshape(x, target);
});

export const flip = arranging(1, (rng, shape) => {
  const axes = someAxes(rng, shape.length, 1);
  return (x) => ops.flip(x, axes);
});

export const shrink = arranging(1, (rng, shape) => {
  const starts = shape.map((extent) => rng.below(extent));
  const ends = shape.map((extent, axis) => rng.between(starts[axis] + 1, extent));
  return (x) => ops.slice(x, starts, ends);
});

export const pad = arranging(1, (rng, shape) => {
  const widths = shape.map(() => [rng.below(3), rng.below(3)] as const);
  return (x) => ops.pad(x, widths);
});

export const split = arranging(1, (rng, shape) => {
  const axis = pick(rng, [...wideAxes(shape), 0]);
  const cuts = shape[axis] < 2 ? [] : [rng.between(1, shape[axis] - 1)];
  return (x) => {
    const parts = numpy
      .split(take(x), cuts, axis)
      .map((part) => ops.sum(ops.square(new Value(part)), [axis]));
    return parts.reduce((total, part) => ops.add(total, ops.mul(part, 0.3)));
  };
});

function wideAxes(shape: readonly number[]): number[] {
  return shape.flatMap((extent, axis) => (extent > 1 ? [axis] : []));
}

export function concatenate(rng: Rng): LawCase {
  const shape = randomShape(rng, 1, 3);
  const axis = rng.below(shape.length);
  const parts = Array.from({ length: rng.between(1, 3) }, () =>
    randomOperand(rng, shape.with(axis, rng.between(1, 4)), "float32", plain),
  );
  return caseOf(parts, (xs) => ops.concatenate(xs, axis), true);
}
