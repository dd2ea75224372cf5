// What each operator does to columns of numbers.
import type { Operator } from "./formula.ts";
import { normalShares } from "./normal-shares.ts";
import { logistic } from "./range.ts";

type Column = Float64Array;
/** Writes the first `count` results to `out`, which may be one of the operands. */
export type ColumnOperator = (out: Column, operands: readonly Column[], count: number) => void;

/** One loop for each function, so that each is compiled for its own. */
const unary =
  (f: (x: number) => number): ColumnOperator =>
  (out, [a], count) => {
    for (let i = 0; i < count; i++) out[i] = f(a![i] as number);
  };

const folded =
  (f: (x: number, y: number) => number): ColumnOperator =>
  (out, [first, ...rest], count) => {
    for (let i = 0; i < count; i++) {
      let value = first![i] as number;
      for (const other of rest) value = f(value, other[i] as number);
      out[i] = value;
    }
  };

export const columnOperators: Readonly<Record<Operator, ColumnOperator>> = {
  "+": (out, [a, b], count) => {
    for (let i = 0; i < count; i++) out[i] = (a![i] as number) + (b![i] as number);
  },
  "-": (out, [a, b], count) => {
    for (let i = 0; i < count; i++) out[i] = (a![i] as number) - (b![i] as number);
  },
  "*": (out, [a, b], count) => {
    for (let i = 0; i < count; i++) out[i] = (a![i] as number) * (b![i] as number);
  },
  "/": (out, [a, b], count) => {
    for (let i = 0; i < count; i++) out[i] = (a![i] as number) / (b![i] as number);
  },
  "^": (out, [a, b], count) => {
    for (let i = 0; i < count; i++) out[i] = (a![i] as number) ** (b![i] as number);
  },
  "<": (out, [a, b], count) => {
    for (let i = 0; i < count; i++) out[i] = (a![i] as number) < (b![i] as number) ? 1 : 0;
  },
  "<=": (out, [a, b], count) => {
    for (let i = 0; i < count; i++) out[i] = (a![i] as number) <= (b![i] as number) ? 1 : 0;
  },
  ">": (out, [a, b], count) => {
    for (let i = 0; i < count; i++) out[i] = (a![i] as number) > (b![i] as number) ? 1 : 0;
  },
  ">=": (out, [a, b], count) => {
    for (let i = 0; i < count; i++) out[i] = (a![i] as number) >= (b![i] as number) ? 1 : 0;
  },
  "==": (out, [a, b], count) => {
    for (let i = 0; i < count; i++) out[i] = a![i] === b![i] ? 1 : 0;
  },
  "!=": (out, [a, b], count) => {
    for (let i = 0; i < count; i++) out[i] = a![i] === b![i] ? 0 : 1;
  },
  if: (out, [condition, then, otherwise], count) => {
    for (let i = 0; i < count; i++) out[i] = (condition![i] === 0 ? otherwise![i] : then![i]) as number;
  },
  clamp: (out, [value, low, high], count) => {
    for (let i = 0; i < count; i++) {
      out[i] = Math.min(Math.max(value![i] as number, low![i] as number), high![i] as number);
    }
  },
  between: (out, [low, high, share], count) => {
    for (let i = 0; i < count; i++) {
      const from = low![i] as number;
      out[i] = from + (share![i] as number) * ((high![i] as number) - from);
    }
  },
  negate: (out, [a], count) => {
    for (let i = 0; i < count; i++) out[i] = -(a![i] as number);
  },
  normal_cdf: (out, [a], count) => normalShares(a!, out, count),
  exp: unary(Math.exp),
  log: unary(Math.log),
  sqrt: unary(Math.sqrt),
  abs: unary(Math.abs),
  logistic: unary(logistic),
  min: folded(Math.min),
  max: folded(Math.max),
};
