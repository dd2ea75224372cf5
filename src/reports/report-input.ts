// What a report is made of: the plan, the figures, the verdict and the records of the runs, all as plain values.
import type { JsonObject } from "../base/hash.ts";
import type { Environment } from "../environments/environment.ts";
import type { LevelSet } from "../environments/levels.ts";
import type { Experiment } from "../experiments/experiment.ts";
import type { StudySummary } from "../measures/summary.ts";
import type {
  EvaluationLine,
  MetricsLine,
  ReplayFile,
  RunConfig,
  RunManifest,
  StudyPlan,
  Verdict,
} from "../runs/format.ts";

/** One run directory, as far as a report shows it. */
export interface ReportRun {
  /** Path relative to the report, with forward slashes: "trials/varied-s0", or "." beside the report. */
  readonly folder: string;
  readonly manifest: RunManifest;
  readonly config: RunConfig;
  readonly metrics: readonly MetricsLine[];
  readonly replays: readonly ReplayFile[];
  /** Of them a page shows what goal inference found; the others are in the summary. */
  readonly evaluations?: readonly EvaluationLine[];
}

/** The parts of an experiment that a report reads. */
export type ReportedExperiment = Pick<
  Experiment,
  | "name"
  | "title"
  | "question"
  | "columns"
  | "objectives"
  | "baseObjective"
  | "headline"
  | "measures"
  | "figures"
  | "environment"
  | "claims"
  | "reach"
>;

export interface StudyReportInput {
  readonly experiment: ReportedExperiment;
  readonly study: StudyPlan;
  readonly summary: StudySummary;
  readonly verdict: Verdict;
  readonly runs: readonly ReportRun[];
  /** Makes the world of a replay again; throws on worlds that are not known. */
  readonly createEnvironment: (name: string, parameters: JsonObject) => Environment;
  /** Levels that agents were watched on, beside those that the stages name by source and count. */
  readonly watchedLevels?: readonly LevelSet[];
}

/** A single run: no joint plan and no verdict of its own. */
export interface RunReportInput extends Omit<StudyReportInput, "study" | "verdict" | "runs"> {
  readonly run: ReportRun;
}
