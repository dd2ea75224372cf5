// The points of a sweep in the order of a figure that was declared beforehand.
import { tInterval } from "../base/stats.ts";
import type { Experiment, Stage } from "../experiments/experiment.ts";
import type { SearchPoint } from "../experiments/search-space.ts";
import { summarise } from "../experiments/summarise.ts";
import { claimSeeds } from "../measures/claim-seeds.ts";
import type { StudySummary } from "../measures/summary.ts";
import type { EvaluationLine } from "../runs/format.ts";
import type { PlannedPoint, SweepTrial } from "./sweep-plan.ts";
import type { RankedPoint } from "./sweep-record.ts";

/** What a sweep ranks its points by. */
export interface RankedFigure {
  /** As it was asked for ("deployed-12:trained-sampled:normalised:chests"). */
  readonly name: string;
  readonly best: "highest" | "lowest";
  /** By seed (null: without one); null where the summary has no such figure. */
  of(
    summary: StudySummary,
  ): { readonly seeds: readonly (number | null)[]; readonly perSeed: readonly number[] } | null;
}

/** A point with the rung that it has reached. */
export interface ReachedPoint {
  readonly point: SearchPoint;
  readonly plan: PlannedPoint;
  readonly rung: number;
  readonly share: number;
}

/** How the runs of a sweep ended. */
export interface SweepOutcomes {
  /** Lines of a complete run, by its configuration's hash; null for one that is not complete. */
  evaluations(trial: SweepTrial): readonly EvaluationLine[] | null;
  /** Why a run failed; null for one that did not. */
  failure(trial: SweepTrial): string | null;
}

/**
 * The points, best first. Deeper rungs stand before others, whose figures come from smaller budgets; within a rung points all of whose runs
 * are complete stand before those that lost some, and the mean over seeds decides. A seed counts where all of its runs are complete.
 */
export function rankPoints(
  experiment: Experiment,
  reached: readonly ReachedPoint[],
  figure: RankedFigure,
  outcomes: SweepOutcomes,
): RankedPoint[] {
  const sign = figure.best === "highest" ? -1 : 1;
  const rows = reached.map((one) => ({ one, row: rowOf(experiment, one, figure, outcomes) }));
  const order = ({ row: { rung, failures, mean } }: (typeof rows)[number]) => [
    mean === null ? 1 : 0,
    -rung,
    failures.length === 0 ? 0 : 1,
    sign * (mean ?? 0),
  ];
  rows.sort((one, other) => compareLists(order(one), order(other)));
  return rows.map(({ row }, index) => ({ ...row, rank: row.mean === null ? null : index + 1 }));
}

function compareLists(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at < 0 ? 0 : one[at]! - other[at]!;
}

function rowOf(
  experiment: Experiment,
  { point, plan, rung, share }: ReachedPoint,
  figure: RankedFigure,
  outcomes: SweepOutcomes,
): Omit<RankedPoint, "rank"> {
  const summary = summaryOf(experiment, plan, outcomes);
  const found = summary && figure.of(summary);
  const entries = (found?.perSeed ?? [])
    .map((value, index) => ({ value, seed: found!.seeds[index] ?? null }))
    .filter(({ value }) => Number.isFinite(value));
  const perSeed = entries.map(({ value }) => value);
  const { mean, low, high } = tInterval(perSeed, { atLeast: claimSeeds });
  return {
    values: Object.fromEntries(point.map(({ path, value }) => [path, value])),
    rung,
    share,
    seeds: entries.map(({ seed }) => seed),
    perSeed,
    mean: perSeed.length === 0 ? null : mean,
    low,
    high,
    failures: plan.trials.flatMap((trial) => {
      const error = outcomes.failure(trial);
      return error === null ? [] : [{ run: trial.name, error }];
    }),
    runs: plan.trials.map(({ name }) => name),
  };
}

/** What the complete seeds of a point say; null where there is none. */
export function summaryOf(
  experiment: Experiment,
  { trials, settings, preset }: PlannedPoint,
  outcomes: SweepOutcomes,
): StudySummary | null {
  const runs = trials.map((trial) => ({ trial, lines: outcomes.evaluations(trial) }));
  const lost = new Set(runs.filter(({ lines }) => lines === null).map(({ trial }) => trial.seed));
  const whole = runs.filter(({ trial }) => !lost.has(trial.seed));
  if (lost.has(null) || !whole.some(({ lines }) => lines !== null && lines.length > 0)) return null;
  const summarised = whole
    .map(({ trial: { config }, lines }) => ({
      setting: config.setting,
      seed: config.seed,
      stages: config.stages as unknown as readonly Stage[],
      evaluations: lines!,
    }))
    .sort((one, other) => one.seed - other.seed);
  return summarise(experiment, { name: preset, settings }, summarised);
}
