// By which parameters each distribution of the language can be given, and what these must keep to.
import { InputError } from "../base/errors.ts";
import { normalQuantile } from "../base/normal.ts";
import type { Distribution } from "./distribution.ts";
import {
  bernoulli,
  beta,
  exponential,
  gamma,
  logitNormal,
  lognormal,
  normal,
  point,
  triangular,
  uniform,
} from "./distributions.ts";
import { quantileFunctions } from "./quantile-functions.ts";
import type { Range } from "./range.ts";
import { shown } from "./read-object.ts";

/** A number with the place where it stands. */
export interface Parameter {
  readonly value: number;
  readonly place: string;
}

export type Parameters = Readonly<Record<string, Parameter>>;

/** How all values of a distribution go with a parameter while the others, and the shares, stay. */
export type Order = "rising" | "falling" | "unclear";

/** One set of parameters. */
export interface Form {
  /** In the order in which a list gives them, each with where it moves the values. */
  readonly orders: readonly (readonly [name: string, order: Order])[];
  /** Checks them, and turns them into those that the family is made from. Throws an InputError at the one that is wrong. */
  canonical(parameters: Parameters): readonly number[];
}

export interface Family {
  /** The first is the one that a list gives. */
  readonly forms: readonly Form[];
  make(...canonical: readonly number[]): Distribution;
  /** The value at a share, without a distribution being made. */
  quantile(share: number, ...canonical: readonly number[]): number;
  /** All values that there can be, where the parameters of the first form lie in these ranges; of no other form does it depend on them. */
  support(parameters: readonly Range[]): Range;
}

/** How far from the median the 5 % and 95 % points of a normal distribution lie, in deviations. */
const z95 = normalQuantile(0.95);
const [leastShape, largestShape] = [1e-3, 1e5];

function within({ value, place }: Parameter, low: number, high: number): number {
  if (value >= low && value <= high) return value;
  throw new InputError(place, shown(value), `a number from ${low} to ${high}`);
}

function positive({ value, place }: Parameter): number {
  if (value > 0) return value;
  throw new InputError(place, shown(value), "a number above 0");
}

function inside({ value, place }: Parameter): number {
  if (value > 0 && value < 1) return value;
  throw new InputError(place, shown(value), "a number between 0 and 1, the ends left out");
}

function above(lower: Parameter, upper: Parameter): void {
  if (!(upper.value > lower.value)) {
    throw new InputError(upper.place, shown(upper.value), `a number above ${lower.value}`);
  }
}

const shape = (parameter: Parameter) => within(parameter, leastShape, largestShape);
/** Deviation on a scale of logarithms: beyond 20 nothing finite is left. */
const logDeviation = (parameter: Parameter) => within(parameter, 1e-9, 20);

/** Location and deviation on a transformed scale, from the 5 % and 95 % points there. */
function fromPoints(low: number, high: number): readonly [location: number, deviation: number] {
  return [(low + high) / 2, (high - low) / (2 * z95)];
}

const logOdds = (p: number) => Math.log(p / (1 - p));
const byPoints = [
  ["p5", "unclear"],
  ["p95", "unclear"],
] as const;
const byMoments = [
  ["mean", "unclear"],
  ["sd", "unclear"],
] as const;
const byLogarithm: Form = {
  orders: [
    ["mu", "rising"],
    ["sigma", "unclear"],
  ],
  canonical: ({ mu, sigma }) => [within(mu!, -200, 200), logDeviation(sigma!)],
};
const everything = (): Range => [-Infinity, Infinity];
const positives = (): Range => [0, Infinity];
const shares = (): Range => [0, 1];

/** From the least of the first to the largest of the last. */
function spanned(parameters: readonly Range[]): Range {
  return [parameters[0]![0], parameters.at(-1)![1]];
}

/** All families but discrete, whose parameters are lists. */
export const families: Readonly<Record<string, Family>> = {
  point: {
    forms: [{ orders: [["value", "rising"]], canonical: ({ value }) => [value!.value] }],
    make: (value) => point(value!),
    quantile: (share, value) => quantileFunctions.point(share, value!),
    support: spanned,
  },
  uniform: {
    forms: [
      {
        orders: [
          ["low", "rising"],
          ["high", "rising"],
        ],
        canonical: ({ low, high }) => {
          above(low!, high!);
          return [low!.value, high!.value];
        },
      },
    ],
    make: (low, high) => uniform(low!, high!),
    quantile: (share, low, high) => quantileFunctions.uniform(share, low!, high!),
    support: spanned,
  },
  normal: {
    forms: [
      {
        orders: [
          ["mean", "rising"],
          ["sd", "unclear"],
        ],
        canonical: ({ mean, sd }) => [mean!.value, positive(sd!)],
      },
      {
        orders: byPoints,
        canonical: ({ p5, p95 }) => {
          above(p5!, p95!);
          return fromPoints(p5!.value, p95!.value);
        },
      },
    ],
    make: (mean, deviation) => normal(mean!, deviation!),
    quantile: (share, mean, deviation) => quantileFunctions.normal(share, mean!, deviation!),
    support: everything,
  },
  lognormal: {
    forms: [
      byLogarithm,
      {
        orders: byPoints,
        canonical: ({ p5, p95 }) => {
          above(p5!, p95!);
          return fromPoints(Math.log(positive(p5!)), Math.log(p95!.value));
        },
      },
      {
        orders: byMoments,
        canonical: ({ mean, sd }) => {
          const variance = Math.log1p((positive(sd!) / positive(mean!)) ** 2);
          return [Math.log(mean!.value) - variance / 2, Math.sqrt(variance)];
        },
      },
    ],
    make: (mu, sigma) => lognormal(mu!, sigma!),
    quantile: (share, mu, sigma) => quantileFunctions.lognormal(share, mu!, sigma!),
    support: positives,
  },
  "logit-normal": {
    forms: [
      byLogarithm,
      {
        orders: byPoints,
        canonical: ({ p5, p95 }) => {
          const [low, high] = [inside(p5!), inside(p95!)];
          above(p5!, p95!);
          return fromPoints(logOdds(low), logOdds(high));
        },
      },
    ],
    make: (mu, sigma) => logitNormal(mu!, sigma!),
    quantile: (share, mu, sigma) => quantileFunctions["logit-normal"](share, mu!, sigma!),
    support: shares,
  },
  beta: {
    forms: [
      {
        orders: [
          ["a", "rising"],
          ["b", "falling"],
        ],
        canonical: ({ a, b }) => [shape(a!), shape(b!)],
      },
      {
        orders: [
          ["mean", "rising"],
          ["concentration", "unclear"],
        ],
        canonical: ({ mean, concentration }) => {
          const [share, whole] = [inside(mean!), positive(concentration!)];
          const [a, b] = [share * whole, (1 - share) * whole];
          if (a < leastShape || b < leastShape || a > largestShape || b > largestShape) {
            const { value, place } = concentration!;
            throw new InputError(
              place,
              shown(value),
              `one with both shape parameters from ${leastShape} to ${largestShape}`,
            );
          }
          return [a, b];
        },
      },
      {
        // Jeffreys' prior, half a success and half a failure, is added.
        orders: [
          ["successes", "rising"],
          ["failures", "falling"],
        ],
        canonical: ({ successes, failures }) => [
          within(successes!, 0, largestShape - 1) + 0.5,
          within(failures!, 0, largestShape - 1) + 0.5,
        ],
      },
    ],
    make: (a, b) => beta(a!, b!),
    quantile: (share, a, b) => quantileFunctions.beta(share, a!, b!),
    support: shares,
  },
  triangular: {
    forms: [
      {
        orders: [
          ["low", "rising"],
          ["mode", "rising"],
          ["high", "rising"],
        ],
        canonical: ({ low, mode, high }) => {
          above(low!, high!);
          return [low!.value, within(mode!, low!.value, high!.value), high!.value];
        },
      },
    ],
    make: (low, mode, high) => triangular(low!, mode!, high!),
    quantile: (share, low, mode, high) => quantileFunctions.triangular(share, low!, mode!, high!),
    support: spanned,
  },
  exponential: {
    forms: [
      { orders: [["mean", "rising"]], canonical: ({ mean }) => [positive(mean!)] },
      { orders: [["rate", "falling"]], canonical: ({ rate }) => [1 / positive(rate!)] },
    ],
    make: (mean) => exponential(mean!),
    quantile: (share, mean) => quantileFunctions.exponential(share, mean!),
    support: positives,
  },
  gamma: {
    forms: [
      {
        orders: [
          ["shape", "rising"],
          ["scale", "rising"],
        ],
        canonical: ({ shape: a, scale }) => [shape(a!), positive(scale!)],
      },
      {
        orders: byMoments,
        canonical: ({ mean, sd }) => {
          const scale = positive(sd!) ** 2 / positive(mean!);
          return [shape({ value: mean!.value / scale, place: sd!.place }), scale];
        },
      },
    ],
    make: (a, scale) => gamma(a!, scale!),
    quantile: (share, a, scale) => quantileFunctions.gamma(share, a!, scale!),
    support: positives,
  },
  bernoulli: {
    forms: [{ orders: [["p", "rising"]], canonical: ({ p }) => [within(p!, 0, 1)] }],
    make: (p) => bernoulli(p!),
    quantile: (share, p) => quantileFunctions.bernoulli(share, p!),
    support: shares,
  },
};
