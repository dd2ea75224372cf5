// Random computations for convolutions and for the windows of pooling.
import { lax } from "@jax-js/jax";
import type { Rng } from "../../base/rng.ts";
import * as ops from "../ops.ts";
import { take, Value } from "../value.ts";
import { caseOf } from "./graded.ts";
import { type LawCase, type Range, randomOperand, randomShape } from "./random.ts";

const plain: Range = [-2, 2];

/** Mostly few, and now and then about as many as runtimes take together: less than one block, one, more than one. */
function count(rng: Rng): number {
  return rng.below(5) === 0 ? rng.between(7, 18) : rng.between(1, 3);
}

/** Any strides, padding (negative too) and dilations along one or two axes, with both gradients. */
export function conv(rng: Rng): LawCase {
  const axes = rng.between(1, 2);
  const drawn = Array.from({ length: axes }, () => {
    const [window, dilation, spread] = [rng.between(1, 3), rng.between(1, 2), rng.between(1, 2)];
    const reach = (window - 1) * dilation + 1;
    const extent = rng.between(1, 6);
    // jax-js has no gradient where a window may lie wholly in the padding.
    const pads: [number, number] = [
      rng.between(0, Math.min(2, reach - 1)),
      rng.between(0, Math.min(2, reach - 1)),
    ];
    const missing = Math.max(0, reach - ((extent - 1) * spread + 1 + pads[0] + pads[1]));
    const before = Math.min(missing, reach - 1 - pads[0]);
    pads[0] += before;
    pads[1] += missing - before;
    const spare = (extent - 1) * spread + 1 + pads[0] + pads[1] - reach;
    if (spare > 0 && extent > 1 && rng.below(3) === 0) pads[rng.below(2)] -= 1;
    return { window, dilation, spread, extent, pads, stride: rng.between(1, 3) };
  });
  const [batch, channels, outputs] = [count(rng), count(rng), count(rng)] as const;
  const x = randomOperand(rng, [batch, channels, ...drawn.map(({ extent }) => extent)], "float32", plain);
  const kernel = randomOperand(
    rng,
    [outputs, channels, ...drawn.map(({ window }) => window)],
    "float32",
    plain,
  );
  const strides = drawn.map(({ stride }) => stride);
  const padding = drawn.map(({ pads }) => pads);
  const dilations = {
    lhsDilation: drawn.map(({ spread }) => spread),
    rhsDilation: drawn.map(({ dilation }) => dilation),
  };
  const apply = ([left, right]: Value[]) =>
    new Value(lax.convGeneralDilated(take(left), take(right), strides, padding, dilations));
  return caseOf([x, kernel], apply, true);
}

/** Sums and extremes over windows along the last axes. */
export function pool(rng: Rng): LawCase {
  const windows = rng.between(1, 2);
  const kept = randomShape(rng, 0, 2);
  const window = Array.from({ length: windows }, () => rng.between(1, 3));
  const extents = window.map((extent) => extent + rng.below(4));
  const strides = window.map(() => rng.between(1, 3));
  const x = randomOperand(rng, [...kept, ...extents], "float32", plain);
  const largest = rng.below(2) === 0;
  return caseOf(
    [x],
    ([value]) => {
      const read = new Value(lax.reduceWindow(take(value), (found) => found, window, strides));
      const folded = window.map((_, i) => kept.length + windows + i);
      return largest ? ops.max(read, folded) : ops.sum(ops.square(read), folded);
    },
    true,
  );
}
