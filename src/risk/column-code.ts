// Formulas to straight-line code on columns: one pass over a block of draws for each operator.
import { columnOperators } from "./column-operators.ts";
import type { Formula } from "./formula.ts";

/** Draws that are worked out at a time: a few columns of these stay in the processor's nearest memory. */
export const blockSize = 512;

/** Works out the first `count` entries of some column from others. */
export type ColumnInstruction = (count: number) => void;

/** Columns by name, with what is needed on the way to them. */
export class ColumnCode {
  readonly #columns = new Map<string, Float64Array>();
  readonly #constants = new Map<number, Float64Array>();
  /** For what has no name, by how many are needed beside each other. */
  readonly #temporary: Float64Array[] = [];

  /** The column of that name, made when it is first asked for. [blockSize] */
  column(name: string): Float64Array {
    let column = this.#columns.get(name);
    if (!column) {
      column = new Float64Array(blockSize);
      this.#columns.set(name, column);
    }
    return column;
  }

  /** Instructions, in order, that leave the values of `formula` in the column `name`. */
  compile(formula: Formula, name: string): readonly ColumnInstruction[] {
    const code: ColumnInstruction[] = [];
    const from = this.#operand(formula, 0, code);
    const to = this.column(name);
    code.push((count) => {
      for (let i = 0; i < count; i++) to[i] = from[i] as number;
    });
    return code;
  }

  #operand(formula: Formula, depth: number, code: ColumnInstruction[]): Float64Array {
    if (formula.kind === "name") return this.column(formula.name);
    if (formula.kind === "number") return this.#constant(formula.value);
    const operands = formula.operands.map((operand, index) => this.#operand(operand, depth + index, code));
    // Operators go entry by entry, so the result may take the place of the first operand.
    this.#temporary[depth] ??= new Float64Array(blockSize);
    const out = this.#temporary[depth];
    const operate = columnOperators[formula.operator];
    code.push((count) => operate(out, operands, count));
    return out;
  }

  #constant(value: number): Float64Array {
    let column = this.#constants.get(value);
    if (!column) {
      column = new Float64Array(blockSize).fill(value);
      this.#constants.set(value, column);
    }
    return column;
  }
}
