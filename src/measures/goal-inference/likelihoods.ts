// How likely the decisions are under every hypothesis that has an objective, level by level.
import type { DecisionRecord } from "./decision-record.ts";
import type { GoalModel } from "./goal-model.ts";

/** One way of pursuing an objective, to the last number. */
export interface Cell {
  /** Index into `model.forms`. */
  readonly form: number;
  readonly rationality: number;
  readonly lapse: number;
  /** Log prior probability within an objective. */
  readonly logPrior: number;
}

/** All cells: by form, then by rationality, then by lapse. */
export function cellsOf({ forms, settings: { lapses } }: GoalModel): readonly Cell[] {
  return forms.flatMap(({ rationalities, share }, form) => {
    const logPrior = Math.log(share / (rationalities.length * lapses.length));
    return rationalities.flatMap((rationality) =>
      lapses.map((lapse): Cell => ({ form, rationality, lapse, logPrior })),
    );
  });
}

/** Objectives that have a likelihood of their own: the first candidate of each group, then the others. */
export function distinctObjectives({ groups, candidates, others }: GoalModel): readonly number[] {
  return [...groups.map(([first]) => first), ...others.map((_, index) => candidates.length + index)];
}

export interface Likelihoods {
  readonly model: GoalModel;
  /** Indices into `model.objectives`. */
  readonly objectives: readonly number[];
  readonly cells: readonly Cell[];
  readonly levels: number;
  /** Log likelihood of a level's decisions. [objectives, cells, levels] */
  readonly logs: Float64Array;
}

/** Probabilities are multiplied this many at a time before a logarithm is taken: with lapses none is below lapse/|A|. */
const factorsPerLogarithm = 16;

/** The log likelihood of every level's decisions in every cell. */
export function likelihoodsOf(model: GoalModel, record: DecisionRecord): Likelihoods {
  const objectives = distinctObjectives(model);
  const cells = cellsOf(model);
  const levels = model.levels.count;
  const logs = new Float64Array(objectives.length * cells.length * levels);
  const tally = new Tally(record, model.mdps[0].actions, levels);
  let at = 0;
  for (const objective of objectives) {
    for (const [form, { rationalities }] of model.forms.entries()) {
      tally.look(model, objective, form);
      for (const rationality of rationalities) {
        tally.choose(rationality);
        for (const lapse of model.settings.lapses) {
          if (lapse === 0) tally.addWithoutLapses(rationality, logs, at);
          else tally.addWithLapses(lapse, logs, at);
          at += levels;
        }
      }
    }
  }
  return { model, objectives, cells, levels, logs };
}

/** A(s, .) at every decision of a record. [count, actions] */
export function valuesAt(
  model: GoalModel,
  objective: number,
  form: number,
  { level, state, count }: Pick<DecisionRecord, "level" | "state" | "count">,
  out: Float64Array,
): void {
  const { actions } = model.mdps[0];
  for (let row = 0; row < count; row++) {
    model.actionValues(objective, form, level[row], state[row], out, row * actions);
  }
}

/** What one form makes of a record's decisions; its arrays serve all forms in turn. */
class Tally {
  /** A(s, .). [count, actions] */
  readonly #values: Float64Array;
  /** A of the chosen action less the best A. [count] */
  readonly #loss: Float64Array;
  /** Sum over actions of exp(rationality x (A - best A)). [count] */
  readonly #sums: Float64Array;
  /** Probability of the chosen action before lapses. [count] */
  readonly #chosen: Float64Array;
  /** Decisions of level l are bounds[l] ... bounds[l + 1]. [levels + 1] */
  readonly #bounds: Int32Array;

  constructor(
    readonly record: DecisionRecord,
    readonly actions: number,
    readonly levels: number,
  ) {
    const { count, level } = record;
    this.#values = new Float64Array(count * actions);
    this.#loss = new Float64Array(count);
    this.#sums = new Float64Array(count);
    this.#chosen = new Float64Array(count);
    this.#bounds = new Int32Array(levels + 1);
    for (let row = 0; row < count; row++) this.#bounds[level[row] + 1]++;
    for (let l = 0; l < levels; l++) this.#bounds[l + 1] += this.#bounds[l];
  }

  look(model: GoalModel, objective: number, form: number): void {
    const { record, actions } = this;
    const values = this.#values;
    valuesAt(model, objective, form, record, values);
    for (let row = 0; row < record.count; row++) {
      const first = row * actions;
      let best = -Infinity;
      for (let a = first; a < first + actions; a++) if (values[a] > best) best = values[a];
      for (let a = first; a < first + actions; a++) values[a] -= best;
      this.#loss[row] = values[first + record.action[row]];
    }
  }

  choose(rationality: number): void {
    const { actions } = this;
    const values = this.#values;
    for (let row = 0; row < this.record.count; row++) {
      let sum = 0;
      for (let a = row * actions; a < (row + 1) * actions; a++) sum += Math.exp(rationality * values[a]);
      this.#sums[row] = sum;
      this.#chosen[row] = Math.exp(rationality * this.#loss[row]) / sum;
    }
  }

  /** Log of (1 - lapse) p + lapse/|A|, summed by level to logs[at ...]. */
  addWithLapses(lapse: number, logs: Float64Array, at: number): void {
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

  /** The same for lapse 0, from logarithms throughout: p may be too small for a number. */
  addWithoutLapses(rationality: number, logs: Float64Array, at: number): void {
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
