// The distributions that the language of risk models knows, by parameters that were checked already.
import { logBeta } from "../base/incomplete-beta.ts";
import { logGamma } from "../base/log-gamma.ts";
import { normalDensity, normalQuantile } from "../base/normal.ts";
import { betaLowerQuantile } from "./beta-quantile.ts";
import type { Distribution } from "./distribution.ts";
import { gammaTailQuantile } from "./gamma-quantile.ts";
import { quantileFunctions } from "./quantile-functions.ts";
import { QuantileTable, type TailQuantiles } from "./quantile-table.ts";

/** A shape parameter below this is not interpolated: its tail is steeper than a table of cubics follows. */
const leastTabulatedShape = 0.3;

function written(name: string, ...parameters: readonly number[]): string {
  return `${name}(${parameters.map((value) => String(Number(value.toPrecision(6)))).join(", ")})`;
}

/** One value, for certain. */
export function point(value: number): Distribution {
  return closed({
    text: written("Point", value),
    mean: value,
    deviation: 0,
    support: [value, value],
    quantile: (share) => quantileFunctions.point(share, value),
  });
}

/** All values from `low` to `high` alike. */
export function uniform(low: number, high: number): Distribution {
  const width = high - low;
  return closed({
    text: written("Uniform", low, high),
    mean: low + width / 2,
    deviation: width / Math.sqrt(12),
    support: [low, high],
    quantile: (share) => quantileFunctions.uniform(share, low, high),
  });
}

/** Of Normal(0, 1), for all normal columns: common causes take millions. */
const standardNormal = new QuantileTable({
  lower: normalQuantile,
  upper: (share) => -normalQuantile(share),
  density: normalDensity,
});

/** Normal, by mean and standard deviation. */
export function normal(mean: number, deviation: number): Distribution {
  const exact = closed({
    text: written("Normal", mean, deviation),
    mean,
    deviation,
    support: [-Infinity, Infinity],
    quantile: (share) => quantileFunctions.normal(share, mean, deviation),
  });
  const fill: Distribution["fill"] = (shares, out, count) => {
    standardNormal.fill(shares, out, count);
    for (let i = 0; i < count; i++) out[i] = mean + deviation * (out[i] as number);
  };
  return { ...exact, fill };
}

/** exp of Normal(mu, sigma). */
export function lognormal(mu: number, sigma: number): Distribution {
  const mean = Math.exp(mu + (sigma * sigma) / 2);
  return closed({
    text: written("Lognormal", mu, sigma),
    mean,
    deviation: mean * Math.sqrt(Math.expm1(sigma * sigma)),
    support: [0, Infinity],
    quantile: (share) => quantileFunctions.lognormal(share, mu, sigma),
  });
}

/** 1 / (1 + exp(-x)) of x from Normal(mu, sigma). Mean and deviation have no closed form: they are sums over 1,281 points. */
export function logitNormal(mu: number, sigma: number): Distribution {
  // The trapezoid rule over the normal number converges faster than any power of the step.
  const steps = Array.from({ length: 1281 }, (_, index) => (index - 640) / 64);
  const expectation = (f: (x: number) => number) =>
    steps.reduce((sum, z) => sum + (normalDensity(z) / 64) * f(1 / (1 + Math.exp(-(mu + sigma * z)))), 0);
  const mean = expectation((x) => x);
  const variance = expectation((x) => (x - mean) ** 2);
  return closed({
    text: written("LogitNormal", mu, sigma),
    mean,
    deviation: Math.sqrt(variance),
    support: [0, 1],
    quantile: (share) => quantileFunctions["logit-normal"](share, mu, sigma),
  });
}

/** Rising in a straight line from `low` to `mode`, falling from there to `high`. */
export function triangular(low: number, mode: number, high: number): Distribution {
  const width = high - low;
  return closed({
    text: written("Triangular", low, mode, high),
    mean: (low + mode + high) / 3,
    deviation: Math.sqrt((width * width - (mode - low) * (high - mode)) / 18),
    support: [low, high],
    quantile: (share) => quantileFunctions.triangular(share, low, mode, high),
  });
}

/** The time to an event that comes at a steady rate, by its mean. */
export function exponential(mean: number): Distribution {
  return closed({
    text: written("Exponential", mean),
    mean,
    deviation: mean,
    support: [0, Infinity],
    quantile: (share) => quantileFunctions.exponential(share, mean),
  });
}

/** Values with their probabilities, which sum to 1; values ascending. */
export function discrete(values: readonly number[], probabilities: readonly number[]): Distribution {
  const mean = values.reduce((sum, value, index) => sum + value * probabilities[index]!, 0);
  const variance = values.reduce((sum, value, index) => sum + (value - mean) ** 2 * probabilities[index]!, 0);
  const ends = new Float64Array(values.length);
  probabilities.forEach((probability, index) => {
    ends[index] = probability + (index > 0 ? ends[index - 1]! : 0);
  });
  const last = values.length - 1;
  const odds = values.map((value, index) => `${value}: ${Number(probabilities[index]!.toPrecision(6))}`);
  return closed({
    text: `Discrete(${odds.join(", ")})`,
    mean,
    deviation: Math.sqrt(variance),
    support: [values[0]!, values[last]!],
    quantile: (share) => {
      let place = 0;
      while (place < last && share > ends[place]!) place++;
      return values[place]!;
    },
  });
}

/** 1 with probability `p`, else 0. */
export function bernoulli(p: number): Distribution {
  return closed({
    text: written("Bernoulli", p),
    mean: p,
    deviation: Math.sqrt(p * (1 - p)),
    support: [p < 1 ? 0 : 1, p > 0 ? 1 : 0],
    quantile: (share) => quantileFunctions.bernoulli(share, p),
  });
}

/** Beta(a, b): what is believed of a probability after a - 1 successes and b - 1 failures, all values having been alike before. */
export function beta(a: number, b: number): Distribution {
  const [whole, constant] = [a + b, logBeta(a, b)];
  return tabulated(
    {
      text: written("Beta", a, b),
      mean: a / whole,
      deviation: Math.sqrt((a * b) / (whole + 1)) / whole,
      support: [0, 1],
    },
    {
      lower: (share) => betaLowerQuantile(share, a, b).x,
      upper: (share) => betaLowerQuantile(share, b, a).rest,
      density: (x) => Math.exp(power(a - 1, Math.log(x)) + power(b - 1, Math.log1p(-x)) - constant),
    },
    Math.min(a, b),
  );
}

/** Gamma, by shape and scale: mean shape * scale. */
export function gamma(shape: number, scale: number): Distribution {
  const constant = logGamma(shape) + Math.log(scale);
  return tabulated(
    {
      text: written("Gamma", shape, scale),
      mean: shape * scale,
      deviation: Math.sqrt(shape) * scale,
      support: [0, Infinity],
    },
    {
      lower: (share) => scale * gammaTailQuantile(share, shape, "lower"),
      upper: (share) => scale * gammaTailQuantile(share, shape, "upper"),
      density: (x) => Math.exp(power(shape - 1, Math.log(x / scale)) - x / scale - constant),
    },
    shape,
  );
}

/** exponent * log, where 0 times an infinite logarithm is the logarithm of 1. */
function power(exponent: number, log: number): number {
  return exponent === 0 ? 0 : exponent * log;
}

type Described = Omit<Distribution, "fill" | "quantile">;

/** With a quantile function that is fast as it is. */
function closed(described: Omit<Distribution, "fill">): Distribution {
  return {
    ...described,
    fill: (shares, out, count) => {
      for (let i = 0; i < count; i++) out[i] = described.quantile(shares[i] as number);
    },
  };
}

/** With a quantile function that is searched for: by table where its least shape parameter allows. */
function tabulated(described: Described, tails: TailQuantiles, leastShape: number): Distribution {
  const table = new QuantileTable(tails);
  const exact = closed({ ...described, quantile: (share) => table.exact(share) });
  if (leastShape < leastTabulatedShape) return exact;
  return { ...exact, fill: (shares, out, count) => table.fill(shares, out, count) };
}
