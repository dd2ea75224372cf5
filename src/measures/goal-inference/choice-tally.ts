// The likelihood of a record's decisions under noisy choice: the loop in which goal inference spends its time.
import type { DecisionRecord } from "./decision-record.ts";

/** Probabilities are multiplied this many at a time before a logarithm is taken: with lapses none is below lapse/|A|. */
const factorsPerLogarithm = 16;

/**
 * Scores decisions under one table of action values after the other: write `values`, call `useValues`, then `choose` for
 * each rationality and `score` for each lapse. Allocates only at its construction.
 */
export class ChoiceTally {
  /** A(s, .) of each decision, for the caller to fill; changed by `useValues`. [count, actions] */
  readonly values: Float64Array;
  /** A of the chosen action less the best A. [count] */
  readonly #loss: Float64Array;
  /** Sum over actions of exp(rationality x (A - best A)). [count] */
  readonly #sums: Float64Array;
  /** Probability of the chosen action before lapses. [count] */
  readonly #chosen: Float64Array;
  /** Decisions of level l are bounds[l] ... bounds[l + 1]. [levels + 1] */
  readonly #bounds: Int32Array;
  #rationality = 0;

  constructor(
    readonly record: DecisionRecord,
    readonly actions: number,
    readonly levels: number,
  ) {
    const { count, level } = record;
    this.values = new Float64Array(count * actions);
    this.#loss = new Float64Array(count);
    this.#sums = new Float64Array(count);
    this.#chosen = new Float64Array(count);
    this.#bounds = new Int32Array(levels + 1);
    for (let row = 0; row < count; row++) this.#bounds[level[row] + 1]++;
    for (let l = 0; l < levels; l++) this.#bounds[l + 1] += this.#bounds[l];
  }

  /** Takes the values as they are now. */
  useValues(): void {
    const { record, actions, values } = this;
    for (let row = 0; row < record.count; row++) {
      const first = row * actions;
      let best = -Infinity;
      for (let a = first; a < first + actions; a++) if (values[a] > best) best = values[a];
      for (let a = first; a < first + actions; a++) values[a] -= best;
      this.#loss[row] = values[first + record.action[row]];
    }
  }

  /** Boltzmann choice on the values at that rationality. */
  choose(rationality: number): void {
    const { actions, values } = this;
    this.#rationality = rationality;
    for (let row = 0; row < this.record.count; row++) {
      let sum = 0;
      for (let a = row * actions; a < (row + 1) * actions; a++) sum += Math.exp(rationality * values[a]);
      this.#sums[row] = sum;
      this.#chosen[row] = Math.exp(rationality * this.#loss[row]) / sum;
    }
  }

  /** Writes the sum of log((1 - lapse) p + lapse/|A|) over the decisions of each level to logs[at ...]. [levels] */
  score(lapse: number, logs: Float64Array, at: number): void {
    if (lapse === 0) this.#scoreWithoutLapses(logs, at);
    else this.#scoreWithLapses(lapse, logs, at);
  }

  #scoreWithLapses(lapse: number, logs: Float64Array, at: number): void {
    const willed = 1 - lapse;
    const uniform = lapse / this.actions;
    const chosen = this.#chosen;
    for (let level = 0; level < this.levels; level++) {
      const end = this.#bounds[level + 1];
      let log = 0;
      for (let row = this.#bounds[level]; row < end; ) {
        const stop = Math.min(end, row + factorsPerLogarithm);
        let product = 1;
        for (; row < stop; row++) product *= willed * chosen[row] + uniform;
        log += Math.log(product);
      }
      logs[at + level] = log;
    }
  }

  /** From logarithms throughout: without lapses p may be too small for a number. */
  #scoreWithoutLapses(logs: Float64Array, at: number): void {
    const rationality = this.#rationality;
    const sums = this.#sums;
    const loss = this.#loss;
    for (let level = 0; level < this.levels; level++) {
      const end = this.#bounds[level + 1];
      let log = 0;
      for (let row = this.#bounds[level]; row < end; ) {
        const stop = Math.min(end, row + factorsPerLogarithm);
        let product = 1;
        for (; row < stop; row++) {
          product *= sums[row];
          log += rationality * loss[row];
        }
        log -= Math.log(product);
      }
      logs[at + level] = log;
    }
  }
}
