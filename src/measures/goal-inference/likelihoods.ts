// How likely the decisions are under every hypothesis that has an objective, level by level.
import { ChoiceTally } from "./choice-tally.ts";
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

/** The log likelihood of every level's decisions in every cell. */
export function likelihoodsOf(model: GoalModel, record: DecisionRecord): Likelihoods {
  const objectives = distinctObjectives(model);
  const cells = cellsOf(model);
  const levels = model.levels.count;
  const logs = new Float64Array(objectives.length * cells.length * levels);
  const tally = new ChoiceTally(record, model.mdps[0].actions, levels);
  let at = 0;
  for (const objective of objectives) {
    for (const [form, { rationalities }] of model.forms.entries()) {
      valuesAt(model, objective, form, record, tally.values);
      tally.useValues();
      for (const rationality of rationalities) {
        tally.choose(rationality);
        for (const lapse of model.settings.lapses) {
          tally.score(lapse, logs, at);
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
