// What a sweep varies, and the points that it takes from there: a grid of them, or random ones.
import { InputError } from "../base/errors.ts";
import { canonicalJson, type Json } from "../base/hash.ts";
import { Rng } from "../base/rng.ts";

/** Values listed one by one, or everything between two numbers. */
export type DimensionValues =
  | { readonly kind: "list"; readonly values: readonly Json[] }
  | {
      readonly kind: "range";
      /** Equal steps ("uniform"), equal ratios ("log"), or whole numbers ("whole"). */
      readonly scale: RangeScale;
      readonly low: number;
      readonly high: number;
      /** How many values a grid takes, both ends among them; null where only random points can be had. */
      readonly count: number | null;
    };

export const rangeScales = ["uniform", "log", "whole"] as const;
export type RangeScale = (typeof rangeScales)[number];

/** One setting that varies. */
export interface Dimension {
  /** As `--set` takes it. */
  readonly path: string;
  readonly values: DimensionValues;
}

/** One value per dimension, in their order: overrides of a plan. */
export type SearchPoint = readonly { readonly path: string; readonly value: Json }[];

/** More points than that are a mistyped range. */
export const mostPoints = 10_000;

/** Every combination; the last dimension changes fastest. Throws an InputError for a range without a count. */
export function gridPoints(dimensions: readonly Dimension[]): SearchPoint[] {
  checkDimensions(dimensions);
  const size = dimensions.reduce((product, { path, values }) => product * gridCount(path, values), 1);
  if (size > mostPoints) throw new InputError("the grid", `${size} points`, `at most ${mostPoints}`);
  return dimensions.reduce<SearchPoint[]>(
    (points, { path, values }) =>
      points.flatMap((point) => gridValues(path, values).map((value) => [...point, { path, value }])),
    [[]],
  );
}

/**
 * `count` different points, each value drawn on its own: uniformly over a list or a range, uniformly in the logarithm for "log". A point is
 * drawn from a stream that its number names, so more points begin with the same ones. Throws an InputError where there are not so many.
 */
export function randomPoints(dimensions: readonly Dimension[], count: number, seed: number): SearchPoint[] {
  checkDimensions(dimensions);
  if (!(Number.isInteger(count) && count >= 1 && count <= mostPoints)) {
    throw new InputError("random points", String(count), `a whole number from 1 to ${mostPoints}`);
  }
  const root = Rng.fromSeed(`sweep:${seed}`);
  const found = new Map<string, SearchPoint>();
  const most = 100 * count + 1000;
  for (let index = 0; index < most && found.size < count; index++) {
    const point = dimensions.map(({ path, values }) => ({
      path,
      value: drawn(values, root.fork(`${index}/${path}`)),
    }));
    const key = pointKey(point);
    if (!found.has(key)) found.set(key, point);
  }
  if (found.size === count) return [...found.values()];
  throw new InputError(
    "random points",
    `${found.size} different ones in ${most} draws`,
    `${count}: vary more, or take the grid`,
  );
}

/** Equal for points with equal values. */
export function pointKey(point: SearchPoint): string {
  return canonicalJson(point.map(({ path, value }) => [path, value]));
}

/**
 * A drawn number with six significant digits: it can be typed again, and a logarithm that rounds otherwise elsewhere gives the same
 * setting, and so the same hash.
 */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

function drawn(values: DimensionValues, rng: Rng): Json {
  const unit = rng.unit();
  if (values.kind === "list") return values.values[Math.floor(unit * values.values.length)]!;
  const { scale, low, high } = values;
  if (scale === "whole") return low + Math.floor(unit * (high - low + 1));
  return between(scale, low, high, unit);
}

/** What lies `share` of the way from low to high. */
function between(scale: RangeScale, low: number, high: number, share: number): number {
  if (scale === "whole") return Math.round(low + share * (high - low));
  if (scale === "uniform") return rounded(low + share * (high - low));
  return rounded(Math.exp(Math.log(low) + share * (Math.log(high) - Math.log(low))));
}

function gridCount(path: string, values: DimensionValues): number {
  if (values.kind === "list") return values.values.length;
  if (values.count !== null) return values.count;
  const { scale, low, high } = values;
  throw new InputError(
    `--vary ${path}`,
    `a range without a number of values`,
    `${scale}:${low}..${high}/5 for five of them, or random points`,
  );
}

function gridValues(path: string, values: DimensionValues): readonly Json[] {
  if (values.kind === "list") return values.values;
  const { scale, low, high } = values;
  const count = gridCount(path, values);
  if (count === 1) return [between(scale, low, high, 0.5)];
  return Array.from({ length: count }, (_, index) => between(scale, low, high, index / (count - 1)));
}

/** Throws an InputError for what cannot be varied: no dimension, one named twice, a value twice, a range that is none. */
export function checkDimensions(dimensions: readonly Dimension[]): void {
  if (dimensions.length === 0) throw new InputError("--vary", "nothing", "at least one setting to vary");
  const paths = dimensions.map(({ path }) => path);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw new InputError(`--vary ${twice}`, "two of them", "each setting once");
  for (const { path, values } of dimensions) {
    if (values.kind === "list") checkList(`--vary ${path}`, values.values);
    else checkRange(`--vary ${path}`, path, values);
  }
}

function checkList(place: string, values: readonly Json[]): void {
  if (values.length === 0) throw new InputError(place, "no value", "at least one");
  const keys = values.map(canonicalJson);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw new InputError(place, `${twice} twice`, "every value once");
}

function checkRange(place: string, path: string, range: Extract<DimensionValues, { kind: "range" }>): void {
  const { scale, low, high, count } = range;
  const found = `${low}..${high}`;
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
    throw new InputError(place, found, "two finite numbers, the lower one first");
  }
  if (scale === "log" && low <= 0) throw new InputError(place, found, "numbers above 0 for a log range");
  if (scale === "whole" && !(Number.isSafeInteger(low) && Number.isSafeInteger(high))) {
    throw new InputError(place, found, "whole numbers");
  }
  if (count === null) return;
  const most = scale === "whole" ? Math.min(mostPoints, high - low + 1) : mostPoints;
  if (!(Number.isInteger(count) && count >= 1 && count <= most)) {
    throw new InputError(place, `${count} values`, `a whole number from 1 to ${most}`);
  }
  checkList(place, gridValues(path, range));
}
