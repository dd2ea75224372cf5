// The inference stages of a preset: tied to the deployments that they watch, checked, and named as settings.
import { InputError } from "../base/errors.ts";
import { hashJson } from "../base/hash.ts";
import { oneOf } from "../base/nearest.ts";
import { agentPolicy } from "../policies/agents.ts";
import { type DeployStage, type InferStage, isLearning, type Setting } from "./experiment.ts";
import { asJson, completeSource, openSource } from "./level-source.ts";
import { applyOverrides, type Override } from "./overrides.ts";
import { requireCount, requireDiscount, requireObjective } from "./requirements.ts";

/** Setting that the lines of reference agents stand under. */
export const referenceAgentsSetting = "reference-agents";

/** A seedless setting that asks what agents pursue. */
export interface InferenceSetting {
  readonly name: string;
  readonly stages: readonly [InferStage];
}

/** One setting per stage, `inference-<deployment>`; a second one of that name ends in -2. */
export function inferenceSettings(stages: readonly InferStage[]): InferenceSetting[] {
  const seen = new Map<string, number>();
  return stages.map((stage) => {
    const times = (seen.get(stage.name) ?? 0) + 1;
    seen.set(stage.name, times);
    return { name: `inference-${stage.name}${times === 1 ? "" : `-${times}`}`, stages: [stage] };
  });
}

/** Whether a setting of a plan asks what agents pursue. */
export function isInference(setting: { readonly stages: readonly { readonly kind?: unknown }[] }): boolean {
  return setting.stages.some(({ kind }) => kind === "infer");
}

/** What a path of `--set` may begin with to mean inference stages. */
export function inferenceHeads(stages: readonly InferStage[]): string[] {
  return stages.length === 0 ? [] : ["infer", ...inferenceSettings(stages).map(({ name }) => name)];
}

/**
 * The stages with what they watch, every default and the overrides of `inferenceHeads`, checked against the resolved
 * settings; throws an InputError.
 */
export function resolveInference(
  stages: readonly InferStage[],
  settings: readonly Setting[],
  overrides: readonly Override[],
): InferStage[] {
  checkDisjoint(stages);
  const tied = stages.map((stage) => completed(tiedToDeployment(stage, settings)));
  return applyOverrides(inferenceSettings(tied), overrides).map(({ name, stages: [stage] }) => {
    const complete = completed(stage);
    checkInference(name, complete, settings);
    return complete;
  });
}

/** With every default of its worlds filled in, so that each can be changed. */
function completed(stage: InferStage): InferStage {
  const training = { ...stage.training, source: completeSource(stage.training.source) };
  return { ...stage, source: completeSource(stage.source), training };
}

/** Levels, horizon and discount of the deployment that the stage is named after, where its settings have one. */
function tiedToDeployment(stage: InferStage, settings: readonly Setting[]): InferStage {
  const watched = settings
    .filter(({ name }) => stage.settings.includes(name))
    .flatMap(({ stages }) => stages)
    .filter((other): other is DeployStage => other.kind === "deploy" && other.name === stage.name)
    .map(({ source, horizon, discount }) => ({ source, horizon, discount }));
  if (new Set(watched.map((one) => hashJson(asJson(one)))).size > 1) {
    throw new InputError(
      `inference-${stage.name}`,
      `deployments ${JSON.stringify(stage.name)} that differ among ${stage.settings.join(", ")}`,
      "one, or an inference stage for each setting",
    );
  }
  return { ...stage, ...watched[0] };
}

function checkInference(place: string, stage: InferStage, settings: readonly Setting[]): void {
  requireCount(`${place}.horizon`, stage.horizon, 1);
  requireCount(`${place}.levels`, stage.levels, 1);
  requireCount(`${place}.episodesPerLevel`, stage.episodesPerLevel, 1);
  requireCount(`${place}.training.horizon`, stage.training.horizon, 1);
  requireCount(`${place}.training.count`, stage.training.count, 1);
  requireCount(`${place}.otherDraws`, stage.otherDraws, 0);
  requireDiscount(`${place}.discount`, stage.discount);
  requireDiscount(`${place}.plannerDiscount`, stage.plannerDiscount);
  if (stage.weights) {
    requireCount(`${place}.weights.points`, stage.weights.points, 1);
    requireCount(`${place}.weights.levels`, stage.weights.levels, 1);
  }
  checkSettings(`${place}.settings`, stage, settings);
  const { environment } = openSource(stage.source);
  for (const name of stage.objectives ?? []) requireObjective(`${place}.objectives`, name, environment);
  // Making the policy is what refuses objectives and actions that the world does not have; nothing is solved yet.
  for (const { training, deployed } of stage.agents) {
    agentPolicy(openSource(stage.training.source).environment, training);
    agentPolicy(environment, deployed);
  }
  const names = stage.agents.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new InputError(`${place}.agents`, `"${twice}" twice`, "every name once");
}

/** Stages of one name answer for different agents, or nobody could tell their lines apart. */
function checkDisjoint(stages: readonly InferStage[]): void {
  const seen = new Set<string>();
  for (const { name, settings, agents } of stages) {
    for (const agent of [...settings, ...agents.map((one) => `${referenceAgentsSetting} ${one.name}`)]) {
      const key = JSON.stringify([name, agent]);
      if (seen.has(key)) throw new InputError(`inference-${name}`, `${agent} twice`, "every agent once");
      seen.add(key);
    }
  }
}

function checkSettings(place: string, stage: InferStage, settings: readonly Setting[]): void {
  const trained = settings.filter(({ stages }) => stages.some(isLearning));
  const known = trained.map(({ name }) => name);
  const unknown = stage.settings.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new InputError(place, JSON.stringify(unknown), oneOf(unknown, known));
}
