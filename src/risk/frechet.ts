// Probabilities that all or any of several events happen, from theirs alone: bounds, and the cases between (Frechet 1935).
import { apply, type Formula } from "./formula.ts";
import type { Dependence } from "./model.ts";
import type { Range } from "./range.ts";

/** P(all) lies in [max(0, sum - (n - 1)), min] whatever the dependence; both ends can be reached. */
export function frechetAnd(probabilities: readonly number[]): Range {
  const sum = probabilities.reduce((total, p) => total + p, 0);
  return [Math.max(0, sum - (probabilities.length - 1)), Math.min(1, ...probabilities)];
}

/** P(any) lies in [max, min(1, sum)] whatever the dependence. */
export function frechetOr(probabilities: readonly number[]): Range {
  const sum = probabilities.reduce((total, p) => total + p, 0);
  return [Math.max(0, ...probabilities), Math.min(1, sum)];
}

/**
 * P(all) or P(any) as a formula of the events' probabilities. For "unknown", `between` is a formula from 0 to 1 that says where between the
 * bounds it lies.
 */
export function eventsFormula(
  operator: "and" | "or",
  dependence: Dependence,
  of: readonly Formula[],
  between: Formula,
): Formula {
  const [zero, one]: readonly Formula[] = [number(0), number(1)];
  const product = (all: readonly Formula[]) => all.reduce((a, b) => apply("*", a, b));
  const sum = of.reduce((a, b) => apply("+", a, b));
  const [low, high] =
    operator === "and"
      ? [apply("max", zero!, apply("-", sum, number(of.length - 1))), apply("min", ...of)]
      : [apply("max", ...of), apply("min", one!, sum)];
  switch (dependence) {
    case "independent":
      if (operator === "and") return product(of);
      return apply("-", one!, product(of.map((p) => apply("-", one!, p))));
    case "comonotone":
      return operator === "and" ? high : low;
    case "countermonotone":
      return operator === "and" ? low : high;
    case "unknown":
      return apply("between", low, high, between);
  }
}

function number(value: number): Formula {
  return { kind: "number", value };
}
