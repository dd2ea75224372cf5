// From the folders of runs and studies to what their report pages are made of.
import type { JsonObject } from "../base/hash.ts";
import type { Environment } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import type { Setting, Stage } from "../experiments/experiment.ts";
import { experimentNamed } from "../experiments/index.ts";
import { summarise } from "../experiments/summarise.ts";
import type { StudySummary } from "../measures/summary.ts";
import { studyReport } from "../reports/report.ts";
import type { ReportRun } from "../reports/report-input.ts";
import { runReport } from "../reports/run-report.ts";
import { studyFiles, type Verdict } from "../runs/format.ts";
import type { RunRecord, StudyRecord } from "../runs/read-run.ts";

/** The joint report of a study, as HTML. */
export function studyPage(study: StudyRecord, summary: StudySummary, verdict: Verdict): string {
  const runs = study.runs.map((run) => ({ ...run, folder: `${studyFiles.trials}/${lastName(run.folder)}` }));
  const experiment = experimentNamed(study.plan.plan.experiment);
  return studyReport({ experiment, study: study.plan, summary, verdict, runs, createEnvironment });
}

/** The report of one run, as HTML. */
export function runPage(record: RunRecord): string {
  const run: ReportRun = { ...record, folder: "." };
  const experiment = experimentNamed(record.manifest.experiment);
  return runReport({ experiment, summary: runSummary(record), run, createEnvironment });
}

/** The figures of one run alone, without the references that a study computes. */
export function runSummary({ config, evaluations }: RunRecord): StudySummary {
  const stages = config.stages as unknown as readonly Stage[];
  const setting = { name: config.setting, summary: "", stages: stages as Setting["stages"] };
  const run = { setting: config.setting, seed: config.seed, stages, evaluations };
  return summarise(experimentNamed(config.experiment), { name: config.preset, settings: [setting] }, [run]);
}

function createEnvironment(name: string, parameters: JsonObject): Environment {
  return environmentNamed(name).create(parameters);
}

function lastName(folder: string): string {
  return folder.split("/").at(-1) ?? folder;
}
