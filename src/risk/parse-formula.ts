// The text of a formula to its tree, or an error that points to the column.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { apply, type Formula, type FunctionName, functions, type Infix, infixLevels } from "./formula.ts";

/** Longer formulas are better split into named quantities; this also bounds how deep a tree can be. */
export const longestFormula = 4000;
const deepest = 100;

/**
 * Reads a formula: numbers, names, + - * / ^ and comparisons, parentheses, and the functions of `functions`. ^ binds tightest and to the
 * right, then the minus sign, products, sums, comparisons (of which one side cannot be another). Throws an InputError at `place`
 * that tells the column.
 */
export function parseFormula(text: string, place: string): Formula {
  if (text.length > longestFormula) {
    throw new InputError(place, `a formula of ${text.length} characters`, `one of at most ${longestFormula}`);
  }
  return new Parser(text, place).whole();
}

/** The text around a column, with a mark where it is. */
export function spotted(text: string, column: number): string {
  const at = column - 1;
  const [from, to] = [Math.max(0, at - 30), Math.min(text.length, at + 20)];
  const shown = `${from > 0 ? "..." : ""}${text.slice(from, at)}▸${text.slice(at, to)}${to < text.length ? "..." : ""}`;
  return `column ${column}: ${shown.replaceAll(/\s/g, " ")}`;
}

interface Token {
  readonly kind: "number" | "name" | "sign" | "end";
  readonly text: string;
  /** From 1. */
  readonly column: number;
}

const patterns = [
  ["number", /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ["name", /[A-Za-z_][A-Za-z0-9_]*/y],
  ["sign", /<=|>=|==|!=|[-+*/^<>(),]/y],
] as const;
const space = /\s*/y;

class Parser {
  readonly #text: string;
  readonly #place: string;
  #end = 0;
  #depth = 0;
  #token: Token;

  constructor(text: string, place: string) {
    this.#text = text;
    this.#place = place;
    this.#token = this.#read();
  }

  whole(): Formula {
    const formula = this.#comparison();
    if (this.#token.kind !== "end") throw this.#unexpected("an operator, or the end of the formula");
    return formula;
  }

  #read(): Token {
    space.lastIndex = this.#end;
    space.exec(this.#text);
    const start = space.lastIndex;
    const column = start + 1;
    if (start >= this.#text.length) return { kind: "end", text: "", column };
    for (const [kind, pattern] of patterns) {
      pattern.lastIndex = start;
      const match = pattern.exec(this.#text);
      if (match) {
        this.#end = pattern.lastIndex;
        return { kind, text: match[0], column };
      }
    }
    const character = String.fromCodePoint(this.#text.codePointAt(start)!);
    throw this.#error(JSON.stringify(character), column, "a number, a name, an operator or a parenthesis");
  }

  #next(): Token {
    const token = this.#token;
    this.#token = this.#read();
    return token;
  }

  #takes(sign: string): boolean {
    const sees = this.#sees(sign);
    if (sees) this.#next();
    return sees;
  }

  #sees(sign: string): boolean {
    return this.#token.kind === "sign" && this.#token.text === sign;
  }

  #infix(level: number): Infix | null {
    const { kind, text } = this.#token;
    return kind === "sign" && text in infixLevels && infixLevels[text as Infix] === level
      ? (text as Infix)
      : null;
  }

  #comparison(): Formula {
    const left = this.#chain(infixLevels["+"]);
    const operator = this.#infix(infixLevels["<"]);
    if (operator === null) return left;
    this.#next();
    const right = this.#chain(infixLevels["+"]);
    if (this.#infix(infixLevels["<"]) !== null) {
      throw this.#unexpected("no second comparison: min(a < b, b < c) says that both hold");
    }
    return apply(operator, left, right);
  }

  /** Sums of products: both bind to the left. */
  #chain(level: 2 | 3): Formula {
    const part = () => (level === 2 ? this.#chain(3) : this.#signed());
    let left = part();
    for (let operator = this.#infix(level); operator !== null; operator = this.#infix(level)) {
      this.#next();
      left = apply(operator, left, part());
    }
    return left;
  }

  #signed(): Formula {
    const { column } = this.#token;
    if (++this.#depth > deepest) {
      throw this.#error("parentheses and signs", column, `at most ${deepest} inside each other`);
    }
    const formula = this.#takes("-") ? apply("negate", this.#signed()) : this.#power();
    this.#depth--;
    return formula;
  }

  #power(): Formula {
    const base = this.#primary();
    return this.#takes("^") ? apply("^", base, this.#signed()) : base;
  }

  #primary(): Formula {
    if (this.#takes("(")) {
      const inner = this.#comparison();
      if (!this.#takes(")")) throw this.#unexpected("an operator or )");
      return inner;
    }
    if (this.#token.kind === "number") return this.#number();
    if (this.#token.kind !== "name") throw this.#unexpected("a number, a name or (");
    const { text, column } = this.#next();
    if (this.#sees("(")) return this.#call(text, column);
    if (Object.hasOwn(functions, text)) throw this.#error(text, column, `its arguments: ${text}(...)`);
    return { kind: "name", name: text, column };
  }

  #number(): Formula {
    const { text, column } = this.#next();
    const value = Number(text);
    if (!Number.isFinite(value)) throw this.#error(text, column, "a number below 1.8e308");
    if (this.#token.kind === "name" && this.#token.column === column + text.length) {
      throw this.#unexpected("an operator between a number and a name");
    }
    return { kind: "number", value };
  }

  #call(name: string, column: number): Formula {
    if (!Object.hasOwn(functions, name)) {
      throw this.#error(`the function ${name}`, column, oneOf(name, Object.keys(functions)));
    }
    const [least, most] = functions[name as FunctionName];
    this.#next();
    const operands: Formula[] = [];
    if (!this.#takes(")")) {
      do operands.push(this.#comparison());
      while (this.#takes(","));
      if (!this.#takes(")")) throw this.#unexpected("an operator, a comma or )");
    }
    if (operands.length < least || operands.length > most) {
      const expected = least === most ? `${least}` : `${least} to ${most}`;
      throw this.#error(`${name} of ${operands.length} arguments`, column, expected);
    }
    return apply(name as FunctionName, ...operands);
  }

  #unexpected(expected: string): InputError {
    const { kind, text, column } = this.#token;
    return this.#error(kind === "end" ? "the end of the formula" : JSON.stringify(text), column, expected);
  }

  #error(found: string, column: number, expected: string): InputError {
    return new InputError(this.#place, `${found} at ${spotted(this.#text, column)}`, expected);
  }
}
