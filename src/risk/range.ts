// Interval arithmetic: which values an operator can come to where its operands lie anywhere in theirs.
import { normalDensity, normalDistribution } from "../base/normal.ts";
import type { Operator } from "./formula.ts";

/** From the least to the largest value; ends may be infinite. */
export type Range = readonly [low: number, high: number];

const anything: Range = [-Infinity, Infinity];
const bit: Range = [0, 1];

/** A range that holds all of these. */
export function hull(...ranges: readonly Range[]): Range {
  return [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))];
}

/** Sums of ends; where infinities cancel nothing is known. */
export function addRanges(a: Range, b: Range): Range {
  const [low, high] = [a[0] + b[0], a[1] + b[1]];
  return [Number.isNaN(low) ? -Infinity : low, Number.isNaN(high) ? Infinity : high];
}

export function multiplyRanges(a: Range, b: Range): Range {
  // An end that is infinite is never reached, so zero times it is zero.
  const times = (x: number, y: number) => (x === 0 || y === 0 ? 0 : x * y);
  const corners = [times(a[0], b[0]), times(a[0], b[1]), times(a[1], b[0]), times(a[1], b[1])];
  return [Math.min(...corners), Math.max(...corners)];
}

const negated = ([low, high]: Range): Range => [-high, -low];

/** The end next to 0 stays finite where 1 / x overflows: a number as small may be divided by x. */
function reciprocal([low, high]: Range): Range {
  if (low >= 0 && high > 0) return [Math.min(1 / high, Number.MAX_VALUE), low === 0 ? Infinity : 1 / low];
  if (low < 0 && high <= 0) return [high === 0 ? -Infinity : 1 / high, Math.max(1 / low, -Number.MAX_VALUE)];
  return anything;
}

const rising =
  (f: (x: number) => number) =>
  ([low, high]: Range): Range => {
    const [from, to] = [f(low), f(high)];
    return [Number.isNaN(from) ? -Infinity : from, Number.isNaN(to) ? Infinity : to];
  };

export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** A range that holds every value of the operator on operands from these ranges. Rounding is not widened for: compare with a tolerance. */
export function rangeOf(operator: Operator, operands: readonly Range[]): Range {
  const [a, b, c] = operands as readonly [Range, Range, Range];
  switch (operator) {
    case "+":
      return addRanges(a, b);
    case "-":
      return addRanges(a, negated(b));
    case "*":
      return multiplyRanges(a, b);
    case "/":
      return multiplyRanges(a, reciprocal(b));
    case "^":
      return powerRange(a, b);
    case "negate":
      return negated(a);
    case "min":
      return [Math.min(...operands.map(([low]) => low)), Math.min(...operands.map(([, high]) => high))];
    case "max":
      return [Math.max(...operands.map(([low]) => low)), Math.max(...operands.map(([, high]) => high))];
    case "between":
      return hull(a, b);
    case "clamp":
      return rangeOf("min", [rangeOf("max", [a, b]), c]);
    case "exp":
      return rising(Math.exp)(a);
    case "log":
      return rising(Math.log)(a);
    case "sqrt":
      return rising(Math.sqrt)(a);
    case "logistic":
      return rising(logistic)(a);
    case "normal_cdf":
      return rising(normalDistribution)(a);
    case "abs":
      return a[0] >= 0 ? a : a[1] <= 0 ? negated(a) : [0, Math.max(-a[0], a[1])];
    case "if":
      return a[0] > 0 || a[1] < 0 ? b : a[0] === 0 && a[1] === 0 ? c : hull(b, c);
    default:
      return comparisonRange(operator, a, b);
  }
}

function comparisonRange(operator: Operator, a: Range, b: Range): Range {
  const certain = (value: boolean): Range => (value ? [1, 1] : [0, 0]);
  switch (operator) {
    case "<":
      return a[1] < b[0] ? certain(true) : a[0] >= b[1] ? certain(false) : bit;
    case "<=":
      return a[1] <= b[0] ? certain(true) : a[0] > b[1] ? certain(false) : bit;
    case ">":
      return comparisonRange("<", b, a);
    case ">=":
      return comparisonRange("<=", b, a);
    default: {
      const isPoint = a[0] === a[1] && b[0] === b[1] && a[0] === b[0];
      if (isPoint) return certain(operator === "==");
      return a[1] < b[0] || b[1] < a[0] ? certain(operator === "!=") : bit;
    }
  }
}

function powerRange(base: Range, exponent: Range): Range {
  if (base[0] >= 0) {
    const corners = base.flatMap((x) => exponent.map((y) => x ** y)).filter((z) => !Number.isNaN(z));
    // x^y rises or falls in each of its two alone, but turns round at 1 and at 0.
    const turns = base[0] <= 1 && base[1] >= 1 ? [1] : [];
    const all = [...corners, ...turns, ...(exponent[0] <= 0 && exponent[1] >= 0 ? [1] : [])];
    return [Math.min(...all), Math.max(...all)];
  }
  const [power] = exponent;
  if (power !== exponent[1] || !Number.isInteger(power) || power < 0) return anything;
  const ends = rising((x) => x ** power)(base);
  return power % 2 === 1 ? ends : [base[1] >= 0 ? 0 : Math.min(...ends), Math.max(...ends)];
}

/**
 * Ranges of the partial derivatives of an operator in each operand, where operands lie in `operands`; one-sided where it has a
 * corner. Where the operator jumps nothing is known.
 */
export function slopesOf(operator: Operator, operands: readonly Range[]): readonly Range[] {
  const [a, b, c] = operands as readonly [Range, Range, Range];
  const one: Range = [1, 1];
  switch (operator) {
    case "+":
      return [one, one];
    case "-":
      return [one, [-1, -1]];
    case "*":
      return [b, a];
    case "/": {
      const inverse = reciprocal(b);
      if (b[0] < 0 && b[1] > 0) return [inverse, anything];
      return [inverse, negated(multiplyRanges(a, rangeOf("^", [absolute(inverse), [2, 2]])))];
    }
    case "^":
      return powerSlopes(a, b);
    case "negate":
      return [[-1, -1]];
    case "min":
    case "max":
      return operands.map((_, index) => selectionSlope(operator, operands, index));
    case "between":
      return [bit, bit, [Math.max(0, b[0] - a[1]), Math.max(0, b[1] - a[0])]];
    case "clamp":
      return clampSlopes(a, b, c);
    case "exp":
      return [rising(Math.exp)(a)];
    case "log":
      return [reciprocal([Math.max(0, a[0]), Math.max(0, a[1])])];
    case "sqrt":
      return [multiplyRanges([0.5, 0.5], reciprocal(rangeOf("sqrt", [[Math.max(0, a[0]), a[1]]])))];
    case "logistic":
      return [[0, 0.25]];
    case "normal_cdf":
      return [[0, normalDensity(0)]];
    case "abs":
      return [a[0] >= 0 ? one : a[1] <= 0 ? [-1, -1] : [-1, 1]];
    case "if":
      return [a[0] === a[1] ? [0, 0] : anything, a[0] === 0 && a[1] === 0 ? [0, 0] : bit, bit];
    default: {
      const decided = comparisonRange(operator, a, b);
      const slope: Range = decided[0] === decided[1] ? [0, 0] : anything;
      return [slope, slope];
    }
  }
}

const absolute = (range: Range) => rangeOf("abs", [range]);

function powerSlopes(base: Range, exponent: Range): readonly Range[] {
  const byBase = multiplyRanges(exponent, powerRange(base, addRanges(exponent, [-1, -1])));
  if (base[0] < 0) return [byBase, anything];
  const logarithm: Range = [Math.log(base[0]), Math.log(base[1])];
  return [byBase, multiplyRanges(powerRange(base, exponent), logarithm)];
}

/** 1 where the operand is certainly the one selected, 0 where it certainly is not. */
function selectionSlope(operator: "min" | "max", operands: readonly Range[], index: number): Range {
  const own = operands[index]!;
  const others = operands.filter((_, other) => other !== index);
  const below = (one: Range, other: Range) => one[1] < other[0];
  const isOut = (other: Range) => (operator === "min" ? below(other, own) : below(own, other));
  const isIn = (other: Range) => (operator === "min" ? below(own, other) : below(other, own));
  if (others.some(isOut)) return [0, 0];
  return others.every(isIn) ? [1, 1] : bit;
}

function clampSlopes(value: Range, low: Range, high: Range): readonly Range[] {
  const inside = value[0] >= low[1] && value[1] <= high[0];
  return [
    inside ? [1, 1] : bit,
    value[0] >= low[1] ? [0, 0] : bit,
    value[1] <= high[0] && low[1] <= high[0] ? [0, 0] : bit,
  ];
}
