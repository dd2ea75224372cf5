// A formula as a tree: numbers, names of quantities, and operators on them.

/** Operators written between their operands, with how tightly they bind; comparisons give 1 or 0. */
export const infixLevels = {
  "<": 1,
  "<=": 1,
  ">": 1,
  ">=": 1,
  "==": 1,
  "!=": 1,
  "+": 2,
  "-": 2,
  "*": 3,
  "/": 3,
  "^": 5,
} as const;
/** Between a product and a power: -2 ^ 2 is -(2 ^ 2). */
export const negationLevel = 4;

/** Functions with the least and the largest number of their arguments. */
export const functions = {
  min: [2, 100],
  max: [2, 100],
  exp: [1, 1],
  log: [1, 1],
  sqrt: [1, 1],
  abs: [1, 1],
  logistic: [1, 1],
  normal_cdf: [1, 1],
  clamp: [3, 3],
  if: [3, 3],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

export type Infix = keyof typeof infixLevels;
export type FunctionName = keyof typeof functions;
/** "between" has no text of its own: between(low, high, share) is where unknown dependence may lie, low <= high. */
export type Operator = Infix | FunctionName | "negate" | "between";

export interface NumberFormula {
  readonly kind: "number";
  /** Finite and not negative: what is negative is a negation. */
  readonly value: number;
}

export interface NameFormula {
  readonly kind: "name";
  readonly name: string;
  /** Where it begins in the text, from 1. */
  readonly column: number;
}

export interface AppliedFormula {
  readonly kind: "apply";
  readonly operator: Operator;
  readonly operands: readonly Formula[];
}

export type Formula = NumberFormula | NameFormula | AppliedFormula;

export function apply(operator: Operator, ...operands: readonly Formula[]): AppliedFormula {
  return { kind: "apply", operator, operands };
}

/** A number of either sign. */
export function constant(value: number): Formula {
  return value < 0 ? apply("negate", { kind: "number", value: -value }) : { kind: "number", value };
}

/** All names in a formula, from left to right, repetitions included. */
export function namesIn(formula: Formula): NameFormula[] {
  const names: NameFormula[] = [];
  const open: Formula[] = [formula];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === "name") names.push(next);
    else if (next.kind === "apply") open.push(...next.operands.toReversed());
  }
  return names;
}

/** Number of numbers, names and operators. */
export function sizeOf(formula: Formula): number {
  let size = 0;
  const open: Formula[] = [formula];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    size++;
    if (next.kind === "apply") open.push(...next.operands);
  }
  return size;
}
