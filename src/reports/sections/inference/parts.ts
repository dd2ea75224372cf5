// Everything that a report says about the objectives of agents, in the order of the page.
import type { InferenceLine } from "../../../runs/inference-format.ts";
import type { ReportPart } from "../../page.ts";
import type { StudyReportInput } from "../../report-input.ts";
import { inferenceBlocks } from "./agents.ts";
import { evidencePerLevelPart } from "./evidence.ts";
import { gapPart } from "./gap.ts";
import { type LevelLookup, levelLookup, stageLevels } from "./level-lookup.ts";
import { overTrainingPart } from "./over-training.ts";
import { weightsPart } from "./weights.ts";
import { whichObjectivePart } from "./which-objective.ts";

/** The parts for all lines of a study or a run; none where nothing was inferred. */
export function inferenceParts(lines: readonly InferenceLine[], lookup: LevelLookup): readonly ReportPart[] {
  const blocks = inferenceBlocks(lines);
  const parts = [
    whichObjectivePart(blocks),
    gapPart(blocks),
    overTrainingPart(blocks),
    evidencePerLevelPart(blocks, lookup),
    weightsPart(blocks),
  ];
  return parts.filter((part) => part !== null);
}

/** The parts for the records of the runs; levels are drawn from the deployments of their stages. */
export function inferencePartsOf({
  runs,
  watchedLevels = [],
}: Pick<StudyReportInput, "runs" | "watchedLevels">): readonly ReportPart[] {
  const lines = runs.flatMap(({ evaluations = [] }) =>
    evaluations.filter((line): line is InferenceLine => line.kind === "inference"),
  );
  const stages = () => runs.flatMap(({ config }) => config.stages);
  return inferenceParts(
    lines,
    levelLookup(() => [...watchedLevels, ...stageLevels(stages())]),
  );
}
