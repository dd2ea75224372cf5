// Linear scales of charts: round ticks, their labels, and positions in per cent of the chart's width or height.
import { formatCompact, formatNumber } from "../numbers.ts";

export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  readonly labels: readonly string[];
}

/** A step of 1, 2, 2.5 or 5 times a power of ten that gives at most `count` intervals over `span`. */
function roundStep(span: number, count: number): number {
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= raw * (1 - 1e-12)) ?? 10;
  return factor * power;
}

function tickLabels(ticks: readonly number[], step: number): readonly string[] {
  const largest = Math.max(...ticks.map(Math.abs));
  const [unit, suffix] = largest >= 1e6 ? [1e6, " M"] : largest >= 1e4 ? [1e3, " k"] : [1, ""];
  let digits = 0;
  for (let shifted = step / unit; digits < 20 && !isWhole(shifted); shifted *= 10) digits++;
  return ticks.map((tick) => (tick === 0 ? "0" : formatNumber(tick / unit, digits) + suffix));
}

/** Whether a positive number is whole but for rounding; nothing below one half is. */
function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) <= 1e-6 * value;
}

/**
 * A scale from the least to the greatest finite value given, with ticks at round values in between, `count` + 1 at
 * most. Values without extent get one of their own size; no values at all give [0, 1].
 */
export function linearScale(values: readonly number[], count = 4): Scale {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) [low, high] = [0, 1];
  if (high - low <= 1e-9 * Math.max(Math.abs(low), Math.abs(high))) {
    const half = Math.abs(low) / 2 || 0.5;
    [low, high] = [low - half, high + half];
  }
  const step = roundStep(high - low, count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  return { low, high, ticks, labels: tickLabels(ticks, step) };
}

/**
 * A scale of decimal logarithms, from the least to the greatest finite one given, with ticks at powers of ten, and at 2 and 5 times these
 * where there are few; labels are the numbers themselves.
 */
export function logarithmicScale(logarithms: readonly number[]): Scale {
  const { low, high } = linearScale(logarithms);
  const factors = high - low < 2.5 ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let power = Math.floor(low); power <= high; power++) {
    for (const factor of factors) {
      const tick = power + Math.log10(factor);
      if (tick >= low - 1e-9 && tick <= high + 1e-9) ticks.push(tick);
    }
  }
  return {
    low,
    high,
    ticks,
    labels: ticks.map((tick) => formatCompact(Number((10 ** tick).toPrecision(6)))),
  };
}

/** Where a value lies between `from` (the scale's low end) and `to` (its high end), with two decimals. */
export function position(scale: Scale, value: number, from: number, to: number): number {
  const share = (value - scale.low) / (scale.high - scale.low);
  return Math.round((from + share * (to - from)) * 100) / 100;
}
