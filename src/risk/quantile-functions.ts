// Quantile functions by parameters: of one distribution for all draws, or of another one at each draw.
import { normalQuantile } from "../base/normal.ts";
import { betaLowerQuantile } from "./beta-quantile.ts";
import { gammaTailQuantile } from "./gamma-quantile.ts";

/** The value with `share` in (0, 1) at or below it; parameters as `distributions.ts` takes them, not checked. */
export const quantileFunctions = {
  point: (_share: number, value: number): number => value,
  uniform: (share: number, low: number, high: number): number => low + (high - low) * share,
  normal: (share: number, mean: number, deviation: number): number =>
    mean + deviation * normalQuantile(share),
  lognormal: (share: number, mu: number, sigma: number): number =>
    Math.exp(mu + sigma * normalQuantile(share)),
  "logit-normal": (share: number, mu: number, sigma: number): number =>
    1 / (1 + Math.exp(-(mu + sigma * normalQuantile(share)))),
  triangular: (share: number, low: number, mode: number, high: number): number => {
    const width = high - low;
    return share <= (mode - low) / width
      ? low + Math.sqrt(share * width * (mode - low))
      : high - Math.sqrt((1 - share) * width * (high - mode));
  },
  exponential: (share: number, mean: number): number => -mean * Math.log1p(-share),
  bernoulli: (share: number, p: number): number => (share > 1 - p ? 1 : 0),
  beta: (share: number, a: number, b: number): number =>
    share <= 0.5 ? betaLowerQuantile(share, a, b).x : betaLowerQuantile(1 - share, b, a).rest,
  gamma: (share: number, shape: number, scale: number): number =>
    scale *
    (share <= 0.5 ? gammaTailQuantile(share, shape, "lower") : gammaTailQuantile(1 - share, shape, "upper")),
} as const;
