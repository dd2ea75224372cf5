// What the wrong answers of a function add up to, worked out per cell instead of per question.
import { cellCount, isOne } from "./language.ts";

/** A number per cell and label, and its sum over all cells that a function answers wrongly. */
export class MistakeTally {
  /** Sum for the function that always answers 0. */
  base = 0;
  /** What answering 1 in a cell adds to that. [256] */
  readonly change = new Float64Array(cellCount);
  /** Cells that something was added in. */
  readonly touched: number[] = [];
  readonly #known = new Uint8Array(cellCount);

  add(cell: number, label: number, value: number): void {
    if (this.#known[cell] === 0) this.touched.push(cell);
    this.#known[cell] = 1;
    if (label === 1) this.base += value;
    this.change[cell]! += label === 1 ? -value : value;
  }
}

/** The sum for one function. */
export function sumOver({ base, change, touched }: MistakeTally, table: Uint32Array): number {
  let sum = base;
  for (let k = 0; k < touched.length; k++) {
    const cell = touched[k] as number;
    if (isOne(table, cell)) sum += change[cell] as number;
  }
  return sum;
}
