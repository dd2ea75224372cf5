// `innergap report`: tables, verdict and report.html once more, from what lies on disk.
import { join } from "node:path";
import { experimentNamed } from "../experiments/index.ts";
import type { StudySummary } from "../measures/summary.ts";
import { studyTableText } from "../reports/table-text.ts";
import { disk } from "../runs/disk.ts";
import { runFiles, studyFiles, type Verdict } from "../runs/format.ts";
import { readRun, readStudy } from "../runs/read-run.ts";
import { openStudy } from "../runs/study-store.ts";
import { judgeStudy } from "../trials/study.ts";
import type { Execute } from "./command.ts";
import { placeNamed } from "./folders.ts";
import { assertedExitCode, printOutcome } from "./outcome.ts";
import { runSummary, studyPage } from "./report-pages.ts";
import type { Terminal } from "./terminal.ts";

/** What one folder says; a single run has no verdict. */
interface Reported {
  readonly folder: string;
  readonly complete: boolean;
  readonly summary: StudySummary;
  readonly verdict: Verdict | null;
  /** Path of the page; null where there is none yet. */
  readonly report: string | null;
}

export const execute: Execute = async (args, terminal) => {
  const reported = args.texts("run").map((word) => {
    const { folder, kind } = placeNamed(word);
    return kind === "study" ? reportStudy(folder, terminal) : reportRun(folder, terminal);
  });
  const [first, ...others] = reported;
  terminal.record({ kind: "done", result: others.length === 0 ? first! : { reports: reported } });
  const verdicts = reported.flatMap(({ verdict }) => (verdict === null ? [] : [verdict]));
  return assertedExitCode(verdicts, args.flag("assert"));
};

/** Writes verdict and page of a complete study; shows an unfinished one as far as it is. */
function reportStudy(folder: string, terminal: Terminal): Reported {
  const study = readStudy(disk, folder);
  const { summary, verdict } = judgeStudy(experimentNamed(study.plan.plan.experiment), study);
  const complete = study.verdict !== null;
  const report = complete ? join(folder, studyFiles.report) : null;
  if (complete) {
    const store = openStudy(disk, folder, study.plan);
    try {
      store.writeResult(verdict, studyPage(study, summary, verdict));
    } finally {
      store.release();
    }
  } else {
    terminal.say(`${folder} is not complete: these are its figures so far, and no page is written`);
  }
  printOutcome({ summary, verdict, report }, terminal);
  return { folder, complete, summary, verdict, report };
}

/** A run's page is sealed with the run when it completes, so it is only pointed to. */
function reportRun(folder: string, terminal: Terminal): Reported {
  const run = readRun(disk, folder);
  const summary = runSummary(run);
  const complete = run.manifest.status === "complete";
  const report = complete ? join(folder, runFiles.report) : null;
  const experiment = experimentNamed(summary.experiment);
  terminal.print(studyTableText(summary, experiment, { width: terminal.width, color: terminal.color }));
  if (report !== null) terminal.print(report);
  return { folder, complete, summary, verdict: null, report };
}
