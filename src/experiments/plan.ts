// From a preset to the plan of a study: defaults filled in, overrides applied, everything checked before it starts.
import { InputError } from "../base/errors.ts";
import { hashJson } from "../base/hash.ts";
import { oneOf } from "../base/nearest.ts";
import { parseCloning } from "../learners/cloning-hyperparameters.ts";
import { learnerOf } from "../learners/learner.ts";
import { agentFromJson, agentPolicy } from "../policies/agents.ts";
import { parseNetwork } from "../policies/network.ts";
import { checkDisjointTraining } from "./disjoint-training.ts";
import {
  type ComputeStage,
  type DeployStage,
  type Experiment,
  isLearning,
  type LearningStage,
  type ModelStage,
  type Preset,
  type Setting,
  type SettingStage,
} from "./experiment.ts";
import { inferenceHeads, resolveInference } from "./inference-plan.ts";
import { asJson, completeSource, openSource } from "./level-source.ts";
import { applyOverrides, type Override } from "./overrides.ts";
import { requireCount, requireDiscount, requireObjective, requirePlannerDiscount } from "./requirements.ts";
import { expandSeverities } from "./severities.ts";

export { asJson, deployedLevels, openSource } from "./level-source.ts";

/** Name of the seedless setting that computes what stands beside the trained agents. */
export const referencesSetting = "references";

/**
 * The preset of that name (null: the default one), with overrides and every default; of its settings only those named, if
 * any are. Throws an InputError.
 */
export function resolvePreset(
  experiment: Experiment,
  presetName: string | null,
  overrides: readonly Override[],
  only: readonly string[] = [],
): Preset {
  const name = presetName ?? experiment.defaultPreset;
  const whole = Object.hasOwn(experiment.presets, name) ? experiment.presets[name] : undefined;
  if (!whole) {
    throw new InputError("preset", JSON.stringify(name), oneOf(name, Object.keys(experiment.presets)));
  }
  const preset = only.length === 0 ? whole : withSettings(whole, only);
  const inference = preset.inference ?? [];
  const heads = inferenceHeads(inference);
  const isOfInference = ({ path }: Override) => heads.includes(path.split(".")[0]!);
  const settings = resolveSettings(
    preset.settings,
    overrides.filter((override) => !isOfInference(override)),
    { heads, parts: experiment.parts ?? {} },
  );
  settings.forEach(checkDisjointTraining);
  const inferred = resolveInference(inference, settings, overrides.filter(isOfInference));
  return { ...preset, settings, ...(inferred.length === 0 ? {} : { inference: inferred }) };
}

/** The preset with these settings alone, and the inference that is left to do about them. */
function withSettings(preset: Preset, only: readonly string[]): Preset {
  const known = preset.settings.map(({ name }) => name);
  const unknown = only.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new InputError("setting", JSON.stringify(unknown), oneOf(unknown, known));
  const inference = (preset.inference ?? [])
    .map((stage) => ({ ...stage, settings: stage.settings.filter((name) => only.includes(name)) }))
    .filter(({ settings }) => settings.length > 0);
  return { ...preset, settings: preset.settings.filter(({ name }) => only.includes(name)), inference };
}

/** What settings are resolved with. */
interface Resolution {
  /** What else a path may begin with, for errors. */
  readonly heads?: readonly string[];
  /** The parts that model stages name. */
  readonly parts?: NonNullable<Experiment["parts"]>;
}

/** Settings with every default filled in, overrides applied and everything checked; throws an InputError. */
export function resolveSettings(
  settings: readonly Setting[],
  overrides: readonly Override[],
  { heads = [], parts = {} }: Resolution = {},
): Setting[] {
  const complete = settings.map((setting) =>
    mapStages(setting, (stage, place) =>
      stage.kind === "model" ? completeModel(stage, parts, place) : completeStage(stage),
    ),
  );
  return applyOverrides(complete, overrides, heads).map((setting) =>
    expandSeverities(
      mapStages(setting, (stage, place) =>
        stage.kind === "model" ? completeModel(stage, parts, place) : checkStage(stage, place),
      ),
    ),
  );
}

/** The stage with every parameter of its part; throws an InputError. */
function completeModel(
  stage: ModelStage,
  parts: NonNullable<Experiment["parts"]>,
  place: string,
): ModelStage {
  const part = Object.hasOwn(parts, stage.part) ? parts[stage.part] : undefined;
  if (!part) {
    throw new InputError(`${place}.part`, JSON.stringify(stage.part), oneOf(stage.part, Object.keys(parts)));
  }
  return { ...stage, parameters: part.parse(stage.parameters, place) };
}

function mapStages(setting: Setting, change: (stage: SettingStage, place: string) => SettingStage): Setting {
  const stages = setting.stages.map((stage) =>
    change(stage, `${setting.name}.${isLearning(stage) ? stage.kind : stage.name}`),
  );
  return { ...setting, stages };
}

function completeStage<Stage extends LearningStage | DeployStage>(stage: Stage): Stage {
  const source = completeSource(stage.source);
  if (stage.kind !== "train") return { ...stage, source };
  return { ...stage, source, objective: stage.objective ?? openSource(source).environment.baseObjective };
}

function checkStage<Stage extends LearningStage | DeployStage>(stage: Stage, place: string): Stage {
  const complete = completeStage(stage);
  requireCount(`${place}.horizon`, stage.horizon, 1);
  if (complete.kind === "train") {
    requireCount(`${place}.checkpointInterval`, complete.checkpointInterval, 1);
    requireObjective(`${place}.objective`, complete.objective, openSource(complete.source).environment);
    return { ...complete, ...learnerOf(complete, place).parse(complete, place) };
  }
  if (complete.kind === "clone") {
    requirePlannerDiscount(`${place}.plannerDiscount`, complete.plannerDiscount);
    const expert = agentFromJson(complete.expert, `${place}.expert`);
    agentPolicy(openSource(complete.source).environment, expert);
    return {
      ...complete,
      expert,
      cloning: parseCloning(complete.cloning, `${place}.cloning`),
      network: parseNetwork(complete.network, `${place}.network`),
    };
  }
  requireCount(`${place}.count`, complete.count, 1);
  requireCount(`${place}.replays`, complete.replays, 0);
  requireDiscount(`${place}.discount`, complete.discount);
  return complete;
}

/** Two deployments with equal keys share their levels, optima and references. */
export function deploymentKey(stage: DeployStage | ComputeStage): string {
  const { source, horizon, count, discount, references } = stage;
  return hashJson(asJson({ source, horizon, count, discount, references }));
}

/** Name of the compute stage of the first deployment with that key. */
function referenceName(setting: string, deployment: string): string {
  return `${setting}.${deployment}`;
}

/** One compute stage per distinct deployment of the settings. */
export function referenceStages(settings: readonly Setting[]): ComputeStage[] {
  const byKey = new Map<string, ComputeStage>();
  for (const setting of settings) {
    for (const stage of setting.stages) {
      if (stage.kind !== "deploy" || byKey.has(deploymentKey(stage))) continue;
      const { source, horizon, count, discount, references, replays, measures } = stage;
      const name = referenceName(setting.name, stage.name);
      byKey.set(deploymentKey(stage), {
        kind: "compute",
        name,
        source,
        horizon,
        count,
        discount,
        references,
        replays,
        measures,
      });
    }
  }
  return [...byKey.values()];
}
