// Everything that a report says about the objectives of agents, in the order of the page.
import type { InferenceLine } from "../../../runs/inference-format.ts";
import type { ReportPart } from "../../page.ts";
import { inferenceBlocks } from "./agents.ts";
import { evidencePerLevelPart } from "./evidence.ts";
import { gapPart } from "./gap.ts";
import type { LevelLookup } from "./level-lookup.ts";
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
