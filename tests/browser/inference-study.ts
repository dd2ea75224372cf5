// The sample study with what goal inference found of its agents: figures and tables to be tried in a browser.
import { Rng } from "../../src/base/rng.ts";
import { environmentNamed } from "../../src/environments/index.ts";
import { generateLevels, levelAt, levelHash } from "../../src/environments/levels.ts";
import type { StudyReportInput } from "../../src/reports/report-input.ts";
import type { EvaluationLine } from "../../src/runs/format.ts";
import { hoarderLines, plannerLine, wallFollowerLine } from "../support/inference-lines.ts";
import { sampleStudy } from "./sample-study.ts";

const setting = "varied";
const deployment = "deployed-12";

/** The study with that many seeds of an agent that comes to want keys, beside two agents that nobody trained. */
export function inferenceStudy(seedCount: number): StudyReportInput {
  const { input } = sampleStudy(seedCount);
  const rng = Rng.fromSeed(`inference-study-${seedCount}`);
  const definition = environmentNamed("keys-and-chests");
  const environment = definition.create({ height: 7, width: 7 });
  const distribution = definition.levels(environment, { keys: [5, 8], chests: [1, 3] });
  const watched = generateLevels(environment, distribution, rng.fork("levels"), 24);
  const levels = Array.from({ length: watched.count }, (_, index) =>
    levelHash(environment, levelAt(watched, index)),
  );
  const agent = { setting, deployment, levels };
  const evaluationsOf = (name: string, seed: number): EvaluationLine[] => {
    if (name === setting) return hoarderLines(agent, seed, rng.fork(`seed-${seed}`));
    if (name !== "references") return [];
    const alone = { ...agent, setting: "inference-deployed-12" };
    return [plannerLine(alone, rng.fork("planner")), wallFollowerLine(alone, rng.fork("walls"))];
  };
  const runs = input.runs.map((run) => ({
    ...run,
    evaluations: evaluationsOf(run.config.setting, run.config.seed),
  }));
  return { ...input, runs, watchedLevels: [watched] };
}
