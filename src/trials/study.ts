// A study: fixes the plan, runs its trials side by side, and writes what they say together.
import { InputError } from "../base/errors.ts";
import { levelSetHash } from "../environments/levels.ts";
import { claimSeeds, evaluateCheck } from "../experiments/checks.ts";
import type { Experiment, Preset, Stage } from "../experiments/experiment.ts";
import { experimentNamed } from "../experiments/index.ts";
import { inferenceSettings, isInference } from "../experiments/inference-plan.ts";
import type { Override } from "../experiments/overrides.ts";
import {
  asJson,
  deployedLevels,
  referenceStages,
  referencesSetting,
  resolvePreset,
} from "../experiments/plan.ts";
import { summarise } from "../experiments/summarise.ts";
import { inferenceVerdict } from "../experiments/summarise-inference.ts";
import { learnerOf } from "../learners/learner.ts";
import type { StudySummary } from "../measures/summary.ts";
import type { FileSystem } from "../runs/file-system.ts";
import { formatVersion, type RunConfig, type StudyPlan, studyFiles, type Verdict } from "../runs/format.ts";
import { readStudy, readStudyPlan, type StudyRecord } from "../runs/read-run.ts";
import { configHash, planHash } from "../runs/records.ts";
import { openStudy, type StudyStore, studyFolderName } from "../runs/study-store.ts";
import type { StageProgress } from "./context.ts";
import type { StudyEvent, TrialId } from "./progress.ts";
import type { TrialOutcome } from "./trial.ts";

export interface StudyRequest {
  readonly experiment: string;
  /** Null for the experiment's default. */
  readonly preset: string | null;
  /** Null for the preset's. */
  readonly seeds: readonly number[] | null;
  /** Names of the settings to run; all of the preset's where there are none. */
  readonly settings?: readonly string[];
  /** Folder that new studies are made in. */
  readonly out: string;
  /** Study folder to go on with; its stored plan is followed. */
  readonly resume: string | null;
  readonly workers: number;
  /** Engine threads of each trial. */
  readonly threads: number;
  readonly overrides: readonly Override[];
  /** The command that makes the study again. */
  readonly command: string;
}

/** A trial as it travels to the process that runs it. */
export interface TrialTask {
  readonly config: RunConfig;
  readonly folder: string;
  readonly command: string;
}

/** What a study is handed: a disk, a way to run trials side by side, and a writer of reports. */
export interface StudyServices {
  readonly fs: FileSystem;
  /** Answers in the order of the tasks. Rejects with the first trial that failed, after the others have stopped. */
  runTrials(
    tasks: readonly TrialTask[],
    workers: number,
    onProgress: (task: number, progress: StageProgress | TrialFinished) => void,
    signal: AbortSignal,
  ): Promise<readonly TrialOutcome[]>;
  report(study: StudyRecord, summary: StudySummary, verdict: Verdict): string;
}

/** How one trial ended. */
export interface TrialFinished {
  readonly finished: "complete" | "interrupted" | "failed";
  readonly error: string | null;
}

export interface StudyResult {
  readonly folder: string;
  readonly status: "complete" | "interrupted";
  readonly plan: StudyPlan;
  readonly verdict: Verdict;
  readonly summary: StudySummary;
  /** Path of the joint report; empty while the study is interrupted. */
  readonly report: string;
  readonly notices: readonly string[];
}

/** Runs a study, or goes on with one. Interrupted by its signal, it leaves every trial where it can be taken up. */
export async function runStudy(
  request: StudyRequest,
  services: StudyServices,
  onEvent: (event: StudyEvent) => void,
  signal: AbortSignal,
  experiment: Experiment = experimentNamed(request.experiment),
): Promise<StudyResult> {
  const plan =
    request.resume === null
      ? makePlan(experiment, request)
      : storedPlan(request.resume, request, services.fs);
  const folder = request.resume ?? `${request.out}/${newFolderName(plan)}`;
  const store = openStudy(services.fs, folder, plan);
  try {
    const outcomes = await runTrials(store, request, services, onEvent, signal);
    const study = readStudy(services.fs, folder);
    const { summary, verdict } = judgeStudy(experiment, study);
    const status = outcomes.every((outcome) => outcome.status === "complete") ? "complete" : "interrupted";
    const notices = outcomes.flatMap((outcome) => outcome.notices);
    if (status === "interrupted") return { folder, status, plan, verdict, summary, report: "", notices };
    store.writeResult(verdict, services.report(study, summary, verdict));
    const report = `${folder}/${studyFiles.report}`;
    onEvent({ kind: "done", folder, report });
    return { folder, status, plan, verdict, summary, report, notices };
  } finally {
    store.release();
  }
}

function newFolderName({ plan, created }: StudyPlan): string {
  return studyFolderName(plan.experiment, plan.preset, new Date(created), crypto.randomUUID().slice(0, 6));
}

/** Everything that is fixed before the first run: settings with all defaults, levels by hash, thresholds, when to stop. */
export function makePlan(experiment: Experiment, request: StudyRequest): StudyPlan {
  const preset = resolvePreset(experiment, request.preset, request.overrides, request.settings);
  const seeds = request.seeds ?? preset.seeds;
  const repeated = seeds.find((seed, index) => seeds.indexOf(seed) !== index);
  if (repeated !== undefined) throw new InputError("seeds", `${repeated} twice`, "every seed once");
  if (seeds.length === 0) throw new InputError("seeds", "none", "at least one");
  const stages: Stage[] = referenceStages(preset.settings);
  const references = stages.length === 0 ? [] : [{ name: referencesSetting, stages }];
  const inference = inferenceSettings(
    (preset.inference ?? []).map((stage) => ({ ...stage, seeds: stage.seeds ?? seeds })),
  );
  const settings = [...preset.settings, ...references, ...inference];
  const plan: StudyPlan["plan"] = {
    experiment: experiment.name,
    preset: preset.name,
    question: experiment.question,
    hypothesis: experiment.hypothesis,
    refutedBy: experiment.refutedBy,
    stopRule: "after the listed trials, whatever they show",
    thresholds: Object.fromEntries(experiment.checks.map(({ name, threshold }) => [name, threshold])),
    seeds,
    settings: settings.map((setting) => ({
      name: setting.name,
      ...("seeded" in setting && setting.seeded === false ? { seeded: false } : {}),
      stages: setting.stages.map(asJson),
    })),
    levelHashes: hashLevels(preset),
  };
  const created = new Date().toISOString();
  return {
    format: formatVersion,
    kind: "study",
    created,
    command: request.command,
    planHash: planHash(plan),
    plan,
  };
}

function hashLevels(preset: Preset): Record<string, string> {
  const deployed = preset.settings.flatMap(({ name, stages }) =>
    stages.flatMap((stage) =>
      stage.kind === "deploy" ? [[`${name}/${stage.name}`, stage.source, stage.count] as const] : [],
    ),
  );
  const inferred = inferenceSettings(preset.inference ?? []).flatMap(({ name, stages: [stage] }) => [
    [`${name}/${stage.name}`, stage.source, stage.levels] as const,
    [`${name}/trained-on`, stage.training.source, stage.training.count] as const,
  ]);
  return Object.fromEntries(
    [...deployed, ...inferred].map(([name, source, count]) => [
      name,
      levelSetHash(deployedLevels(source, count)),
    ]),
  );
}

function storedPlan(folder: string, request: StudyRequest, fs: FileSystem): StudyPlan {
  const stored = readStudyPlan(fs, folder);
  if (!stored) throw new InputError(folder, "no study", `a study folder with ${studyFiles.plan}`);
  if (stored.plan.experiment !== request.experiment) {
    throw new InputError(folder, `a study of ${stored.plan.experiment}`, `one of ${request.experiment}`);
  }
  const changes = [...request.overrides, ...(request.settings ?? [])];
  if (changes.length > 0 || request.seeds !== null || request.preset !== null) {
    throw new InputError(
      "--resume",
      "preset, seeds or settings beside it",
      "none: a study goes on with the plan that was fixed when it began",
    );
  }
  return stored;
}

async function runTrials(
  store: StudyStore,
  request: StudyRequest,
  services: StudyServices,
  onEvent: (event: StudyEvent) => void,
  signal: AbortSignal,
): Promise<readonly TrialOutcome[]> {
  const phases = trialPhases(store.plan.plan).map((trials) =>
    trials.map((id) => ({ id, task: trialTask(store, id, request) })),
  );
  onEvent({
    kind: "plan",
    folder: store.folder,
    trials: phases.flat().map(({ id, task }) => ({ ...id, totalSteps: trainingSteps(task.config) })),
  });
  const outcomes: TrialOutcome[] = [];
  for (const trials of phases) {
    if (outcomes.some(({ status }) => status !== "complete")) break;
    const ended = await services.runTrials(
      trials.map(({ task }) => task),
      request.workers,
      (index, progress) => {
        const { id } = trials[index]!;
        if ("finished" in progress)
          onEvent({ kind: "finished", ...id, status: progress.finished, error: progress.error });
        else onEvent({ kind: "progress", ...id, ...progress });
      },
      signal,
    );
    outcomes.push(...ended);
  }
  return outcomes;
}

/**
 * First references, since every figure needs them, then seed by seed, so that an interrupted study has whole seeds; and
 * when all of these are complete, what is inferred of the agents that they trained.
 */
function trialPhases(plan: StudyPlan["plan"]): TrialId[][] {
  const inference = plan.settings.filter(isInference);
  const computed = plan.settings.filter(isComputedOnce);
  const seeded = plan.settings.filter((setting) => !isInference(setting) && !isComputedOnce(setting));
  const first = [
    ...computed.map(({ name }) => ({ setting: name, seed: null })),
    ...plan.seeds.flatMap((seed) => seeded.map(({ name }) => ({ setting: name, seed }))),
  ];
  const second = inference.map(({ name }) => ({ setting: name, seed: null }));
  return second.length === 0 ? [first] : [first, second];
}

/** References, and settings in which no chance plays a part. */
function isComputedOnce({ name, seeded }: StudyPlan["plan"]["settings"][number]): boolean {
  return name === referencesSetting || seeded === false;
}

function trialTask(store: StudyStore, { setting, seed }: TrialId, request: StudyRequest): TrialTask {
  const { experiment, preset, settings } = store.plan.plan;
  const { stages } = settings.find(({ name }) => name === setting)!;
  const identity = { experiment, preset, setting, seed: seed ?? 0, stages };
  const config: RunConfig = {
    format: formatVersion,
    ...identity,
    threads: request.threads,
    hash: configHash(identity),
  };
  return { config, folder: store.trialFolder(setting, seed), command: store.plan.command };
}

function trainingSteps({ stages }: RunConfig): number {
  return (stages as unknown as readonly Stage[]).reduce(
    (sum, stage) => sum + (stage.kind === "train" ? learnerOf(stage).totalSteps(stage) : 0),
    0,
  );
}

/** The figures of a study as far as it has come, and what they say; from the study folder alone. */
export function judgeStudy(
  experiment: Experiment,
  study: StudyRecord,
): { summary: StudySummary; verdict: Verdict } {
  const { plan, planHash } = study.plan;
  const summary = summarise(
    experiment,
    { name: plan.preset, settings: settingsOf(experiment, plan) },
    study.runs.map(({ config, evaluations, metrics }) => ({
      setting: config.setting,
      seed: config.seed,
      stages: config.stages as unknown as readonly Stage[],
      evaluations,
      metrics,
    })),
  );
  // Only what the plan fixed counts, at the thresholds that it fixed: checks that came later judge later studies.
  const checks = experiment.checks
    .filter(({ name }) => Object.hasOwn(plan.thresholds, name))
    .map((check) => evaluateCheck({ ...check, threshold: plan.thresholds[check.name]! }, summary));
  const inference = inferenceVerdict(summary.inference ?? []);
  const verdict: Verdict = {
    format: formatVersion,
    kind: "verdict",
    experiment: plan.experiment,
    preset: plan.preset,
    planHash,
    look: plan.seeds.length < claimSeeds,
    statements: experiment.conclude(summary, checks),
    checks,
    ...(inference.length === 0 ? {} : { inference }),
    // Where no agent acted in a world, nothing was there to be an optimiser.
    optimiserEvidence: experiment.environment === null ? {} : notMeasured,
  };
  return { summary, verdict };
}

/** The entries of the optimiser evidence (docs/definitions.md); null says "not measured". */
const notMeasured: Verdict["optimiserEvidence"] = {
  pursuit: null,
  "sensitivity to revaluation": null,
  "gain from thinking": null,
  retargetability: null,
  "search found inside": null,
};

function settingsOf(experiment: Experiment, plan: StudyPlan["plan"]): Preset["settings"] {
  const declared = experiment.presets[plan.preset]?.settings ?? [];
  return plan.settings
    .filter((setting) => setting.name !== referencesSetting && !isInference(setting))
    .map(({ name, seeded = true, stages }) => ({
      name,
      seeded,
      summary: declared.find((setting) => setting.name === name)?.summary ?? "",
      stages: stages as unknown as Preset["settings"][number]["stages"],
    }));
}
