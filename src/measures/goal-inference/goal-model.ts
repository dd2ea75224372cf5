// All hypotheses about all agents on one set of levels: what each would do in every state.
import { InputError } from "../../base/errors.ts";
import { type Environment, eventWeights, type Objective } from "../../environments/environment.ts";
import type { FiniteMdp } from "../../environments/finite-mdp.ts";
import { type LevelSet, levelAt } from "../../environments/levels.ts";
import { nothingToGain } from "../competence.ts";
import { starcDistances } from "../reward-distance/reward-distances.ts";
import { type Form, formsOf } from "./forms.ts";
import { type Candidate, type ModelSettings, otherObjectives } from "./hypotheses.ts";
import { mergedCandidates, type ObjectiveForm, sameRewards } from "./merging.ts";
import { type SolvedLevel, SolvedLevels } from "./solved-levels.ts";

export interface BuildOptions {
  /** Called after each level of two passes: `total` is twice the number of levels. */
  readonly onLevel?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** Levels solved before; without one, what is solved lives as long as the model. */
  readonly cache?: SolvedLevels;
}

/** Objectives on a set of levels, and how each form of pursuit values their actions. Made by `buildGoalModel`. */
export class GoalModel {
  readonly levels: LevelSet;
  /** The levels enumerated, in their order. */
  readonly mdps: readonly FiniteMdp[];
  readonly candidates: readonly Candidate[];
  readonly others: readonly Objective[];
  /** The candidates' objectives, then the others. */
  readonly objectives: readonly Objective[];
  readonly forms: readonly Form[];
  readonly settings: ModelSettings;
  /**
   * Candidates (by index) that no decision on these levels can tell apart; each candidate is in one group. Members share
   * the likelihood of the first.
   */
  readonly groups: readonly (readonly number[])[];
  readonly #distances: number[][][] = [];
  readonly #solved: readonly SolvedLevel[];
  /** [objectives][forms] */
  readonly #tables: readonly (readonly ObjectiveForm[])[];

  constructor(
    levels: LevelSet,
    candidates: readonly Candidate[],
    others: readonly Objective[],
    settings: ModelSettings,
    solved: readonly SolvedLevel[],
    tables: readonly (readonly ObjectiveForm[])[],
  ) {
    this.levels = levels;
    this.mdps = solved.map(({ mdp }) => mdp);
    this.candidates = candidates;
    this.others = others;
    this.objectives = [...candidates.map(({ objective }) => objective), ...others];
    this.forms = formsOf(settings);
    this.settings = settings;
    this.#solved = solved;
    this.#tables = tables;
    this.groups = mergedCandidates(solved, tables.slice(0, candidates.length));
  }

  /**
   * STARC distances between the members of a group, on all levels; computed when first asked for.
   * [members][members]
   */
  mergedDistances(group: number): readonly (readonly number[])[] {
    const known = this.#distances[group];
    if (known) return known;
    const objectives = this.groups[group].map((member) => this.objectives[member]);
    const distances = starcDistances(this.mdps, objectives, this.settings.discount);
    this.#distances[group] = distances;
    return distances;
  }

  /**
   * Writes A(s, .) of one form of an objective to out[offset ...]: choices are softmax(rationality x A) before lapses.
   * All 0 where the objective has nothing to say.
   */
  actionValues(
    objective: number,
    form: number,
    level: number,
    state: number,
    out: Float64Array,
    offset = 0,
  ): void {
    const { actions } = this.mdps[level];
    const { weights, scale, advantages } = this.#tables[objective][form];
    const table = advantages[level];
    if (table !== undefined) {
      for (let a = 0; a < actions; a++) out[offset + a] = table[state * actions + a] / scale;
      return;
    }
    const values = out.subarray(offset, offset + actions);
    const heading =
      this.forms[form].pursuit === "reactive" &&
      this.#solved[level].approach.actionValues(state, weights, values);
    if (!heading) values.fill(0);
  }
}

/**
 * Enumerates and solves every level for every candidate and every *other* objective, in all forms. Memory: 16 bytes per
 * state, objective and form with a table. Throws an InputError for no levels, no candidates, and levels with too many
 * states; the signal's reason once it is aborted.
 */
export async function buildGoalModel(
  levels: LevelSet,
  candidates: readonly Candidate[],
  settings: ModelSettings,
  { onLevel, signal, cache = new SolvedLevels() }: BuildOptions = {},
): Promise<GoalModel> {
  if (levels.count === 0) throw new InputError("levels", "none", "at least one");
  if (candidates.length === 0) throw new InputError("candidates", "none", "at least one objective");
  const { environment } = levels;
  const solved = Array.from({ length: levels.count }, (_, index) =>
    cache.of(environment, levelAt(levels, index)),
  );
  const mdps = solved.map(({ mdp }) => mdp);
  const { seed, otherDraws } = settings;
  const others = otherObjectives(environment, candidates, eventsThatHappen(mdps), seed, otherDraws);
  const objectives = [...candidates.map(({ objective }) => objective), ...others];
  const solver = new Solver(mdps, objectives, settings);
  let done = 0;
  for (const pass of ["measure", "solve"] as const) {
    for (const level of solved) {
      solver[pass](level);
      onLevel?.(++done, 2 * levels.count);
      // Whoever waits for the model may want to draw progress, or to stop it.
      await new Promise((resume) => setTimeout(resume));
      signal?.throwIfAborted();
    }
  }
  return new GoalModel(levels, candidates, others, settings, solved, solver.tables(environment, objectives));
}

/** Names of the events that play on at least one of the levels can bring about. */
export function eventsThatHappen(mdps: readonly FiniteMdp[]): string[] {
  const [first] = mdps;
  const { events } = first.environment;
  return events.filter((_, event) =>
    mdps.some(({ eventVectors }) =>
      eventVectors.some((count, index) => count > 0 && index % events.length === event),
    ),
  );
}

/** An objective to be solved, and what is known of it so far. */
interface Task {
  /** Its largest weight is 1 or -1, so that scaled copies are solved alike to the last bit. */
  readonly unit: Objective;
  /** By discount: the mean over levels of V*(start) - V_random(start). */
  readonly ranges: Map<number, number>;
  /** [forms][levels] */
  readonly advantages: Float32Array[][];
}

/** Solves objectives level by level: first their ranges, then their tables, whose soft forms depend on the ranges. */
class Solver {
  readonly #forms: readonly Form[];
  readonly #levels: number;
  /** By objective; objectives whose rewards are proportional share one. */
  readonly #tasks: readonly Task[];

  constructor(mdps: readonly FiniteMdp[], objectives: readonly Objective[], settings: ModelSettings) {
    this.#forms = formsOf(settings);
    this.#levels = mdps.length;
    const tasks: Task[] = [];
    this.#tasks = objectives.map((objective) => {
      const known = tasks.find(({ unit }) => sameRewards(mdps, unit, objective));
      if (known) return known;
      const unit = unitObjective(mdps[0].environment, objective);
      const task = { unit, ranges: new Map<number, number>(), advantages: this.#forms.map(() => []) };
      tasks.push(task);
      return task;
    });
  }

  measure(level: SolvedLevel): void {
    const discounts = new Set(
      this.#forms.filter(({ pursuit }) => pursuit !== "reactive").map(({ discount }) => discount),
    );
    for (const { unit, ranges } of new Set(this.#tasks)) {
      for (const discount of discounts) {
        const gain = level.planner(unit, discount).start - level.randomValue(unit, discount);
        ranges.set(discount, (ranges.get(discount) ?? 0) + gain / this.#levels);
      }
    }
  }

  solve(level: SolvedLevel): void {
    for (const { unit, ranges, advantages } of new Set(this.#tasks)) {
      for (const [index, { pursuit, noise, discount, rationalities }] of this.#forms.entries()) {
        const range = ranges.get(discount) ?? 0;
        if (pursuit === "reactive" || range < nothingToGain) continue;
        const solved =
          noise === "soft-optimal"
            ? level.soft(unit, discount, rationalities[0] / range)
            : level.planner(unit, discount);
        advantages[index].push(solved.advantages);
      }
    }
  }

  /** [objectives][forms] */
  tables(environment: Environment, objectives: readonly Objective[]): ObjectiveForm[][] {
    return this.#tasks.map(({ unit, ranges, advantages }, index) =>
      this.#forms.map((form, at) => ({
        form,
        unit,
        weights: eventWeights(environment, objectives[index]),
        scale: ranges.get(form.discount) ?? 0,
        advantages: advantages[at],
      })),
    );
  }
}

/** The objective with its largest weight scaled to 1 or -1. */
function unitObjective(environment: Environment, objective: Objective): Objective {
  const weights = eventWeights(environment, objective);
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const entries = environment.events.map((event, index) => [event, weights[index] / (largest || 1)]);
  return { ...objective, weights: Object.fromEntries(entries) };
}
