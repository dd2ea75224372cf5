// Run directories -> report.html: one self-contained page that answers the study's question and shows its evidence.
import { element, fragment } from "../drawing/markup.ts";
import { studyFiles } from "../runs/format.ts";
import { type ReportPart, reportPage } from "./page.ts";
import type { StudyReportInput } from "./report-input.ts";
import { checksPart, evidencePart } from "./sections/checks.ts";
import { claimsPart } from "./sections/claims.ts";
import { configurationPart } from "./sections/configuration.ts";
import { curvesPart } from "./sections/curves.ts";
import { diagramPart } from "./sections/diagram.ts";
import { figuresPart } from "./sections/figures.ts";
import { findingsPart } from "./sections/findings.ts";
import { headlinePart } from "./sections/headline.ts";
import { inferencePartsOf } from "./sections/inference/parts.ts";
import { levelsPart } from "./sections/levels.ts";
import { measurementsPart } from "./sections/measurements.ts";
import { objectivePart } from "./sections/objective-table.ts";
import { answerPart, openingHeader } from "./sections/opening.ts";
import { filesPart, fingerprintPart, planPart, repeatPart } from "./sections/record.ts";
import { replaysPart } from "./sections/replays.ts";
import { trainingCostPart } from "./sections/training-cost.ts";
import { figureTables } from "./tables.ts";
import { counted, momentName } from "./words.ts";

/** Parts in the order of the page; what has nothing to show is left out. */
function studyParts(input: StudyReportInput, replays: ReportPart | null): readonly ReportPart[] {
  const { experiment, study, summary, verdict, runs } = input;
  const tables = figureTables(summary, experiment);
  const parts = [
    answerPart(verdict, study.plan.seeds.length),
    headlinePart(tables, experiment),
    objectivePart(tables),
    diagramPart(input),
    ...inferencePartsOf(input),
    figuresPart(experiment, summary),
    checksPart(verdict),
    claimsPart(experiment),
    replays,
    levelsPart(input),
    curvesPart(runs, summary),
    trainingCostPart(runs),
    measurementsPart(summary, experiment),
    evidencePart(verdict),
    findingsPart(summary),
    configurationPart(study.plan.settings),
    planPart(study),
    fingerprintPart(runs),
    filesPart(runs, [studyFiles.plan, studyFiles.verdict]),
    repeatPart(study.command),
  ];
  return parts.filter((part) => part !== null);
}

/**
 * The joint report of a study as one HTML document: no network, no file beside it, every text escaped. Throws where a
 * replay cannot have happened in its world (see `replayMoments`).
 */
export function studyReport(input: StudyReportInput): string {
  const { experiment, study, verdict } = input;
  const replays = replaysPart(input);
  const header = openingHeader("innergap, report of a study", experiment.title, study.plan.question, [
    ["experiment", study.plan.experiment],
    ["preset", study.plan.preset],
    ["seeds", String(study.plan.seeds.length)],
    ["plan fixed", momentName(study.created)],
    ["plan hash", study.planHash.slice(0, 12)],
  ]);
  return reportPage({
    title: `${experiment.title}: ${verdict.look ? "a look" : "a study"} (innergap)`,
    header,
    parts: studyParts(input, replays?.part ?? null),
    footer: fragment(
      element(
        "p",
        {},
        `innergap, ${counted(input.runs.length, "run")}. Objectives, normalised values and all other words mean what docs/definitions.md says.`,
      ),
    ),
    data: replays ? { "replay-data": replays.data } : {},
  });
}
