// From a preset to the plan of a study: defaults filled in, overrides applied, everything checked before it starts.
import { InputError } from "../base/errors.ts";
import { hashJson, type Json, type JsonObject } from "../base/hash.ts";
import { oneOf } from "../base/nearest.ts";
import { Rng } from "../base/rng.ts";
import type { Environment, LevelDistribution } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels, type LevelSet } from "../environments/levels.ts";
import { parsePpo } from "../learners/ppo.ts";
import { parseNetwork } from "../policies/network.ts";
import type { LevelSource } from "../shifts/shift.ts";
import type { ComputeStage, DeployStage, Experiment, Preset, Setting, TrainStage } from "./experiment.ts";
import { applyOverrides, type Override } from "./overrides.ts";

/** Name of the seedless setting that computes what stands beside the trained agents. */
export const referencesSetting = "references";

/** The preset of that name (null: the default one), with overrides and every default; throws an InputError. */
export function resolvePreset(
  experiment: Experiment,
  presetName: string | null,
  overrides: readonly Override[],
): Preset {
  const name = presetName ?? experiment.defaultPreset;
  const preset = Object.hasOwn(experiment.presets, name) ? experiment.presets[name] : undefined;
  if (!preset) {
    throw new InputError("preset", JSON.stringify(name), oneOf(name, Object.keys(experiment.presets)));
  }
  return { ...preset, settings: resolveSettings(preset.settings, overrides) };
}

/** Settings with every default filled in, overrides applied and everything checked; throws an InputError. */
export function resolveSettings(settings: readonly Setting[], overrides: readonly Override[]): Setting[] {
  const complete = settings.map((setting) => mapStages(setting, completeStage));
  return applyOverrides(complete, overrides).map((setting) => mapStages(setting, checkStage));
}

function mapStages<Stage extends TrainStage | DeployStage>(
  setting: Setting,
  change: (stage: TrainStage | DeployStage, place: string) => Stage,
): Setting {
  const stages = setting.stages.map((stage) =>
    change(stage, `${setting.name}.${stage.kind === "train" ? "train" : stage.name}`),
  );
  return { ...setting, stages };
}

/** The world and generator of a source; throws an InputError on parameters that they refuse. */
export function openSource(source: LevelSource): {
  environment: Environment;
  distribution: LevelDistribution;
} {
  const definition = environmentNamed(source.environment);
  const environment = definition.create(source.parameters);
  return { environment, distribution: definition.levels(environment, source.levels) };
}

function completeStage<Stage extends TrainStage | DeployStage>(stage: Stage): Stage {
  const { environment, distribution } = openSource(stage.source);
  const source = { ...stage.source, parameters: environment.parameters, levels: distribution.parameters };
  return { ...stage, source };
}

function checkStage<Stage extends TrainStage | DeployStage>(stage: Stage, place: string): Stage {
  const complete = completeStage(stage);
  requireCount(`${place}.horizon`, stage.horizon, 1);
  if (complete.kind === "train") {
    requireCount(`${place}.checkpointInterval`, complete.checkpointInterval, 1);
    return {
      ...complete,
      ppo: parsePpo(complete.ppo, `${place}.ppo`),
      network: parseNetwork(complete.network, `${place}.network`),
    };
  }
  requireCount(`${place}.count`, complete.count, 1);
  requireCount(`${place}.replays`, complete.replays, 0);
  if (!(complete.discount > 0 && complete.discount <= 1)) {
    throw new InputError(`${place}.discount`, String(complete.discount), "a number above 0 and at most 1");
  }
  return complete;
}

function requireCount(place: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new InputError(place, String(value), `a whole number of at least ${least}`);
  }
}

/** The levels of a deployment: the same for every seed, policy and study, fixed by source and count alone. */
export function deployedLevels(source: LevelSource, count: number): LevelSet {
  const { environment, distribution } = openSource(source);
  const rng = Rng.fromSeed("deployed-levels").fork(hashJson(asJson(source)));
  return generateLevels(environment, distribution, rng, count);
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

/** A stage as the JSON it is stored as. */
export function asJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as { [key: string]: Json };
}
