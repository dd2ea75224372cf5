// Training on levels that no deployment of the setting has.
import { Rng } from "../base/rng.ts";
import type { Environment } from "../environments/environment.ts";
import { generateLevels } from "../environments/levels.ts";
import {
  type DisjointDistribution,
  disjointFrom,
  type NamedLevels,
  requireDisjoint,
} from "../shifts/disjoint.ts";
import { fixedLevels } from "../shifts/level-mixture.ts";
import type { Setting, Stage, TrainStage } from "./experiment.ts";
import { deployedLevels, openSource } from "./level-source.ts";

/**
 * The levels that a training draws from, without those of all the deployments among the stages. Throws an InputError that names the
 * first fixed level of the training's mixture that a deployment has, too.
 */
export function disjointTraining(
  { source }: TrainStage,
  stages: readonly Stage[],
  place: string,
): { environment: Environment; distribution: DisjointDistribution } {
  const { environment, distribution } = openSource(source);
  const deployed = stages.flatMap((stage): NamedLevels[] =>
    stage.kind === "deploy" ? [{ name: stage.name, levels: deployedLevels(stage.source, stage.count) }] : [],
  );
  if (source.mixture && "levels" in source.mixture) {
    const fixed = fixedLevels(environment, source.mixture.levels);
    requireDisjoint(fixed, deployed, `${place}.source.mixture.levels`);
  }
  const sets = deployed.map(({ levels }) => levels);
  return { environment, distribution: disjointFrom(environment, distribution, sets, `${place}.source`) };
}

/** Refuses a training that keeps the deployed levels out and is left with none; throws as `disjointTraining` does. */
export function checkDisjointTraining(setting: Setting): void {
  for (const stage of setting.stages) {
    if (stage.kind !== "train" || !stage.disjoint) continue;
    const { environment, distribution } = disjointTraining(stage, setting.stages, `${setting.name}.train`);
    generateLevels(environment, distribution, Rng.fromSeed("plan"), 1);
  }
}
