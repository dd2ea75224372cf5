// Quantiles of the gamma distribution, by Newton's method on the logarithm.
import { logIncompleteGamma } from "../base/incomplete-gamma.ts";
import { logGamma } from "../base/log-gamma.ts";
import { normalQuantile } from "../base/normal.ts";

/**
 * The x with `share` of Gamma(shape, scale 1) below it ("lower") or above it ("upper"), for shares up to 1/2. Both tails are log-concave
 * in log x, so that Newton's steps come from one side without passing the answer.
 */
export function gammaTailQuantile(share: number, shape: number, tail: "lower" | "upper"): number {
  if (!(share > 0)) return share === 0 ? (tail === "lower" ? 0 : Infinity) : Number.NaN;
  const target = Math.log(share);
  const direction = tail === "lower" ? 1 : -1;
  const farthest = 50 / shape + 10 / Math.sqrt(shape);
  let log = startOf(share, shape, direction);
  for (let step = 0; step < 200; step++) {
    if (log < -700) return 0;
    const x = Math.exp(log);
    const found = logIncompleteGamma(shape, x)[tail];
    const slope = direction * Math.exp(shape * log - x - logGamma(shape) - found);
    const move = (target - found) / slope;
    log += Number.isFinite(move) ? Math.max(-farthest, Math.min(2, move)) : (target - found) / shape;
    if (!(Math.abs(move) > 1e-13 * (1 + Math.abs(log)))) break;
  }
  return Math.exp(log);
}

/** Wilson and Hilferty's cube where it is positive, else the leading term of the lower tail. */
function startOf(share: number, shape: number, direction: 1 | -1): number {
  const spread = 1 / (9 * shape);
  const cube = 1 - spread + direction * normalQuantile(share) * Math.sqrt(spread);
  if (shape >= 1 && cube > 0.1) return Math.log(shape) + 3 * Math.log(cube);
  const leading = (Math.log(share) + logGamma(shape + 1)) / shape;
  return direction > 0 ? Math.min(leading, Math.log(shape)) : Math.log(shape);
}
