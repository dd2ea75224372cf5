// A single run directory -> its report.html: the same parts as a study's report, without plan and verdict.
import { type ReportPart, reportPage } from "./page.ts";
import type { RunReportInput, StudyReportInput } from "./report-input.ts";
import { configurationPart } from "./sections/configuration.ts";
import { curvesPart } from "./sections/curves.ts";
import { findingsPart } from "./sections/findings.ts";
import { headlinePart } from "./sections/headline.ts";
import { inferencePartsOf } from "./sections/inference/parts.ts";
import { levelsPart } from "./sections/levels.ts";
import { measurementsPart } from "./sections/measurements.ts";
import { objectivePart } from "./sections/objective-table.ts";
import { openingHeader } from "./sections/opening.ts";
import { filesPart, fingerprintPart, repeatPart } from "./sections/record.ts";
import { replaysPart } from "./sections/replays.ts";
import { figureTables } from "./tables.ts";
import { momentName } from "./words.ts";

type PartInput = Omit<StudyReportInput, "study" | "verdict">;

function runParts(
  input: PartInput,
  run: RunReportInput["run"],
  replays: ReportPart | null,
): readonly ReportPart[] {
  const { experiment, summary, runs } = input;
  const tables = figureTables(summary, experiment);
  const parts = [
    headlinePart(tables, experiment),
    objectivePart(tables),
    ...inferencePartsOf(input),
    replays,
    levelsPart(input),
    curvesPart(runs, summary),
    measurementsPart(summary, experiment),
    findingsPart(summary),
    configurationPart([{ name: run.config.setting, stages: run.config.stages }]),
    fingerprintPart(runs),
    filesPart(runs, []),
    repeatPart(run.manifest.command),
  ];
  return parts.filter((part) => part !== null);
}

/** The report of one run as one HTML document; throws as `studyReport` does. */
export function runReport(runInput: RunReportInput): string {
  const { run, ...rest } = runInput;
  const input: PartInput = { ...rest, runs: [run] };
  const { experiment } = input;
  const replays = replaysPart(input);
  const { config, manifest } = run;
  const header = openingHeader(
    "innergap, report of a run",
    `${experiment.title}, ${config.setting}`,
    experiment.question,
    [
      ["experiment", config.experiment],
      ["preset", config.preset],
      ["setting", config.setting],
      ["seed", String(config.seed)],
      ["status", manifest.status],
      ["started", momentName(manifest.started)],
    ],
  );
  return reportPage({
    title: `${experiment.title}, ${config.setting}, seed ${config.seed} (innergap)`,
    header,
    parts: runParts(input, run, replays?.part ?? null),
    footer: "One run is one seed: what it says about the setting is said by the study that it belongs to.",
    data: replays ? { "replay-data": replays.data } : {},
  });
}
