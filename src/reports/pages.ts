// The pages of a study and of its runs, made from the folders on disk.
import type { JsonObject } from "../base/hash.ts";
import type { Environment } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import type { Stage } from "../experiments/experiment.ts";
import { experimentNamed } from "../experiments/index.ts";
import { summarise } from "../experiments/summarise.ts";
import { ppoDefaults } from "../learners/ppo.ts";
import type { StudySummary } from "../measures/summary.ts";
import type { FileSystem } from "../runs/file-system.ts";
import { studyFiles, type Verdict } from "../runs/format.ts";
import { type RunRecord, readRun, type StudyRecord } from "../runs/read-run.ts";
import { studyReport } from "./report.ts";
import type { ReportRun } from "./report-input.ts";
import { runReport } from "./run-report.ts";

const defaults: JsonObject = { ppo: { ...ppoDefaults } };

/** The joint report of a study, as one self-contained HTML page. */
export function studyPage(study: StudyRecord, summary: StudySummary, verdict: Verdict): string {
  return studyReport({
    experiment: experimentNamed(study.plan.plan.experiment),
    study: study.plan,
    summary,
    verdict,
    runs: study.runs.map((run) => reportRun(run, `${studyFiles.trials}/${lastName(run.folder)}`)),
    createEnvironment,
    defaults,
  });
}

/** The page of a single run; a run of references has none of its own figures beside it. */
export function runPage(fs: FileSystem, folder: string): string {
  const run = readRun(fs, folder);
  const experiment = experimentNamed(run.config.experiment);
  const stages = run.config.stages as unknown as readonly Stage[];
  const declared = stages.filter((stage) => stage.kind !== "compute");
  const { setting, seed, preset } = run.config;
  const settings = [{ name: setting, summary: "", stages: declared }];
  const summary = summarise(experiment, { name: preset, settings }, [
    { setting, seed, stages, evaluations: run.evaluations },
  ]);
  return runReport({ experiment, summary, run: reportRun(run, "."), createEnvironment, defaults });
}

function reportRun({ manifest, config, metrics, replays }: RunRecord, folder: string): ReportRun {
  return { folder, manifest, config, metrics, replays };
}

function createEnvironment(name: string, parameters: JsonObject): Environment {
  return environmentNamed(name).create(parameters);
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
