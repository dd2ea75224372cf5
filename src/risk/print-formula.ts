// A formula's tree to its text, with no more parentheses than it needs.
import { type Formula, type Infix, infixLevels, negationLevel } from "./formula.ts";

const primaryLevel = 6;

/** Text that `parseFormula` reads as the same tree. */
export function printFormula(formula: Formula): string {
  if (formula.kind === "number") return String(formula.value);
  if (formula.kind === "name") return formula.name;
  const { operator, operands } = formula;
  if (operator === "negate") return `-${atLeast(negationLevel, operands[0]!)}`;
  if (!(operator in infixLevels)) return `${operator}(${operands.map(printFormula).join(", ")})`;
  const [left, right] = operands as readonly [Formula, Formula];
  const level = infixLevels[operator as Infix];
  if (operator === "^") return `${atLeast(primaryLevel, left)} ^ ${atLeast(negationLevel, right)}`;
  // Sums and products bind to the left; a comparison takes no other on either side.
  const leftLevel = level === infixLevels["<"] ? level + 1 : level;
  return `${atLeast(leftLevel, left)} ${operator} ${atLeast(level + 1, right)}`;
}

function atLeast(level: number, formula: Formula): string {
  const text = printFormula(formula);
  return levelOf(formula) >= level ? text : `(${text})`;
}

function levelOf(formula: Formula): number {
  if (formula.kind !== "apply") return primaryLevel;
  if (formula.operator === "negate") return negationLevel;
  return formula.operator in infixLevels ? infixLevels[formula.operator as Infix] : primaryLevel;
}
