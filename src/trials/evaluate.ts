// Puts the policy of a finished run into other worlds: the run itself stays as it is.
import { InputError } from "../base/errors.ts";
import {
  type DeployStage,
  type Experiment,
  isLearning,
  type LearningStage,
  type Setting,
} from "../experiments/experiment.ts";
import { experimentNamed } from "../experiments/index.ts";
import type { Override } from "../experiments/overrides.ts";
import { referenceStages, referencesSetting, resolveSettings } from "../experiments/plan.ts";
import { severityOf } from "../experiments/severities.ts";
import { summarise } from "../experiments/summarise.ts";
import type { StudySummary } from "../measures/summary.ts";
import { readCheckpoint } from "../runs/checkpoints.ts";
import type { EvaluationLine } from "../runs/format.ts";
import { type RunRecord, readRun } from "../runs/read-run.ts";
import { runComputeStage } from "./compute-stage.ts";
import type { StageContext, TrialContext } from "./context.ts";
import { runDeployStage } from "./deploy-stage.ts";

export interface EvaluationRequest {
  /** A run directory with a trained policy. */
  readonly run: string;
  /** Checkpoint to evaluate, by its step; null for the last one. */
  readonly step: number | null;
  /** Deployments to play; null for all of the run's. */
  readonly deployments: readonly string[] | null;
  /** Changes of the deployments, as for a study (`deployed-12.source.levels.keys=[3,3]`). */
  readonly overrides: readonly Override[];
}

export interface EvaluationResult {
  readonly experiment: Experiment;
  readonly step: number;
  readonly summary: StudySummary;
  readonly lines: readonly EvaluationLine[];
}

/** Plays the run's deployments, changed as asked for, with their references computed anew. */
export async function evaluateRun(
  request: EvaluationRequest,
  context: Pick<TrialContext, "fs" | "runtime" | "signal" | "onProgress">,
): Promise<EvaluationResult> {
  const run = readRun(context.fs, request.run);
  const experiment = experimentNamed(run.manifest.experiment);
  const [setting] = resolveSettings([settingOf(run)], request.overrides, {
    parts: experiment.parts ?? {},
  }) as [Setting];
  const train = setting.stages.find(isLearning) as LearningStage;
  const deployments = chosenDeployments(setting, request.deployments);
  const step = chosenStep(run, request.step);
  const checkpoint = readCheckpoint(context.fs, request.run, step);
  const seed = run.config.seed;
  const played = await collect(experiment, seed, context, async (stageContext) => {
    for (const stage of deployments) {
      await runDeployStage(stage, { stage: train, parameters: checkpoint.model }, stageContext);
    }
  });
  const shown = { ...setting, stages: [train, ...deployments] };
  const stages = referenceStages([shown]);
  const references = await collect(experiment, 0, context, async (stageContext) => {
    for (const stage of stages) await runComputeStage(stage, stageContext);
  });
  const summary = summarise(experiment, { name: run.config.preset, settings: [shown] }, [
    { setting: setting.name, seed, stages: shown.stages, evaluations: played },
    { setting: referencesSetting, seed: 0, stages, evaluations: references },
  ]);
  return { experiment, step, summary, lines: [...played, ...references] };
}

/** The setting of a run as it was resolved; throws an InputError for one that trains nothing. */
export function settingOf({ folder, config }: RunRecord): Setting {
  const stages = config.stages as unknown as Setting["stages"];
  if (!stages.some(isLearning)) {
    throw new InputError(
      folder,
      `the setting "${config.setting}", which trains nothing`,
      "a run with a trained policy",
    );
  }
  return { name: config.setting, summary: "", stages };
}

function chosenDeployments(setting: Setting, names: readonly string[] | null): DeployStage[] {
  const all = setting.stages.filter((stage) => stage.kind === "deploy");
  // A series goes by the name of the deployment that it leads to.
  const isNamed = (stage: DeployStage, name: string) =>
    stage.name === name || severityOf(stage.name).swept === name;
  const known = all.map(({ name }) => name);
  const unknown = names?.find((name) => !all.some((stage) => isNamed(stage, name)));
  if (unknown !== undefined)
    throw new InputError("deployment", JSON.stringify(unknown), `one of ${known.join(", ")}`);
  return all.filter((stage) => names?.some((name) => isNamed(stage, name)) ?? true);
}

function chosenStep({ folder, checkpoints }: RunRecord, step: number | null): number {
  const chosen = step ?? checkpoints.at(-1);
  if (chosen !== undefined && checkpoints.includes(chosen)) return chosen;
  throw new InputError(
    folder,
    step === null ? "no checkpoint" : `no checkpoint ${step}`,
    `one of ${checkpoints.join(", ")}`,
  );
}

/** Runs stages whose lines are kept in memory; replays are not kept. */
async function collect(
  experiment: Experiment,
  seed: number,
  context: Pick<TrialContext, "runtime" | "signal" | "onProgress">,
  work: (context: StageContext) => Promise<void>,
): Promise<EvaluationLine[]> {
  const lines: EvaluationLine[] = [];
  const store = {
    appendEvaluations: (added: readonly EvaluationLine[]) => lines.push(...added),
    writeReplay: () => {},
  };
  await work({ ...context, experiment, config: { seed }, store });
  return lines;
}
