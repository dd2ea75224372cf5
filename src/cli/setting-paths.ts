// The paths that `--set` takes: every setting of a preset once, under the shortest path that means it.
import type { Json, JsonObject } from "../base/hash.ts";
import type { Stage } from "../experiments/experiment.ts";

export interface SettingPath {
  readonly path: string;
  readonly value: Json;
}

/** Settings with their stages, those that infer included. */
interface ListedSetting {
  readonly name: string;
  readonly stages: readonly Stage[];
}

interface Leaf {
  readonly setting: string;
  /** "train", "clone", or the name of the deployment or model. */
  readonly stage: string;
  readonly deployment: boolean;
  readonly inner: string;
  readonly value: Json;
}

/**
 * Where all settings agree the setting's name is left out, and where all deployments agree `deploy.` stands for them;
 * a path that is shorter than it could be changes all that it covers.
 */
export function settingPaths(settings: readonly ListedSetting[]): readonly SettingPath[] {
  const leaves = settings.flatMap(leavesOf);
  const stages = settings.flatMap((setting) => setting.stages);
  const count = (isMeant: (stage: Stage) => boolean) => stages.filter(isMeant).length;
  const paths = new Map<string, Json>();
  for (const leaf of leaves) {
    const alike = (one: Leaf) => one.inner === leaf.inner && one.deployment === leaf.deployment;
    const everywhere = leaves.filter(alike);
    const sameStage = everywhere.filter((one) => one.stage === leaf.stage);
    if (
      leaf.deployment &&
      agree(
        everywhere,
        count((stage) => stage.kind === "deploy"),
      )
    )
      paths.set(`deploy.${leaf.inner}`, leaf.value);
    else if (
      agree(
        sameStage,
        count((stage) => headOf(stage) === leaf.stage),
      )
    )
      paths.set(`${leaf.stage}.${leaf.inner}`, leaf.value);
    else paths.set(`${leaf.setting}.${leaf.stage}.${leaf.inner}`, leaf.value);
  }
  return [...paths].map(([path, value]) => ({ path, value }));
}

/** Whether all stages that a path stands for have the setting, with the same value: stages of other worlds have others. */
function agree(leaves: readonly Leaf[], stages: number): boolean {
  return leaves.length === stages && new Set(leaves.map((leaf) => JSON.stringify(leaf.value))).size === 1;
}

/** What a path to a stage begins with. */
function headOf(stage: Stage): string {
  return stage.kind === "deploy" || stage.kind === "model" ? stage.name : stage.kind;
}

function leavesOf(setting: ListedSetting): Leaf[] {
  return setting.stages.flatMap((stage) => {
    const deployment = stage.kind === "deploy";
    const name = headOf(stage);
    const leaves =
      stage.kind === "model"
        ? plainLeaves(stage.parameters, [])
        : plainLeaves(stage as unknown as JsonObject, ["kind", "name"]);
    return leaves.map(([inner, value]) => ({
      setting: setting.name,
      stage: name,
      deployment,
      inner,
      value,
    }));
  });
}

/** Scalars and lists of them by dotted path; what a stage is and what it is called (`fixed`) are no settings. */
function plainLeaves(node: JsonObject, fixed: readonly string[], prefix = ""): [string, Json][] {
  return Object.entries(node).flatMap(([key, value]): [string, Json][] => {
    if (prefix === "" && fixed.includes(key)) return [];
    const path = `${prefix}${key}`;
    if (Array.isArray(value) && value.some((item) => typeof item === "object")) return [];
    if (value === null || typeof value !== "object" || Array.isArray(value)) return [[path, value]];
    return plainLeaves(value as JsonObject, fixed, `${path}.`);
  });
}
