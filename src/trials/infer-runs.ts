// Asks finished runs, and planted agents, which objective they pursue: nothing is trained, and no run is touched.
import { InputError } from "../base/errors.ts";
import { hashJson } from "../base/hash.ts";
import { oneOf } from "../base/nearest.ts";
import type { DeployStage, InferStage, ReferenceAgent } from "../experiments/experiment.ts";
import { experimentNamed } from "../experiments/index.ts";
import { asJson, completeSource, openSource } from "../experiments/level-source.ts";
import type { Override } from "../experiments/overrides.ts";
import { resolveSettings } from "../experiments/plan.ts";
import { requireCount, requireDiscount, requireObjective } from "../experiments/requirements.ts";
import type { InferenceLine } from "../runs/inference-format.ts";
import { type RunRecord, readRun } from "../runs/read-run.ts";
import type { LevelSource } from "../shifts/shift.ts";
import type { TrialContext } from "./context.ts";
import { settingOf } from "./evaluate.ts";
import { type InferredLevels, prepareInference } from "./prepared-inference.ts";
import { referenceAgents } from "./reference-agents.ts";
import { NetworkActors, trainedAgents } from "./trained-agents.ts";
import type { AgentGroup } from "./watched-agent.ts";

/** How closely agents are looked at. */
export type InferenceSize = Pick<
  InferStage,
  "levels" | "episodesPerLevel" | "objectives" | "weights" | "otherDraws"
> & {
  /** Levels that N_b(training) is measured on. */
  readonly trainingLevels: number;
};

export interface InferenceRequest extends Pick<InferStage, "policies" | "checkpoints"> {
  /** Run directories. */
  readonly runs: readonly string[];
  /** Names of deployments; null for all on the deployed side. */
  readonly deployments: readonly string[] | null;
  /** Changes of the runs' deployments, as for a study. */
  readonly overrides: readonly Override[];
  /** Planted in each deployment beside the trained agents; nothing is known of their training. */
  readonly agents: readonly ReferenceAgent[];
  /** Where agents are planted when there are no runs. */
  readonly world: World | null;
  readonly size: InferenceSize;
}

/** A world for planted agents. */
export interface World {
  readonly source: LevelSource;
  readonly horizon: number;
  readonly discount: number;
}

/** What asking runs needs of its surroundings. */
export type InferenceContext = Pick<TrialContext, "fs" | "runtime" | "signal" | "onProgress">;

/** Levels that are watched once, and the agents that are watched there. */
export interface WatchedLevels {
  readonly levels: InferredLevels;
  groups(actors: NetworkActors): AgentGroup[];
}

/** Lines of every agent in every deployment; each distinct deployment is solved once. Throws Interrupted when asked to stop. */
export async function inferRuns(
  request: InferenceRequest,
  context: InferenceContext,
): Promise<InferenceLine[]> {
  const lines: InferenceLine[] = [];
  const actors = new NetworkActors(context.runtime);
  try {
    for (const { levels, groups } of watchedLevels(request, context)) {
      const prepared = await prepareInference(levels, context);
      await prepared.infer(groups(actors), (added) => lines.push(...added));
    }
    return lines;
  } finally {
    await actors.release();
  }
}

/** The distinct deployments of the runs, or the world of the planted agents, each with its agents. */
export function watchedLevels(
  request: InferenceRequest,
  { fs }: Pick<InferenceContext, "fs">,
): WatchedLevels[] {
  const { size } = request;
  const byKey = new Map<string, { levels: InferredLevels; runs: RunRecord[] }>();
  for (const { run, stages } of watchedDeployments(request, fs)) {
    for (const stage of stages) {
      const { plannerDiscount } = stage.references;
      const count = Math.min(size.levels, stage.count);
      const levels = inferredLevels(stage.name, stage, plannerDiscount, count, size);
      const key = hashJson(asJson(levels));
      const watched = byKey.get(key);
      if (watched) watched.runs.push(run);
      else byKey.set(key, { levels, runs: [run] });
    }
  }
  const planted = request.world ? [{ levels: levelsOfWorld(request.world, size), runs: [] }] : [];
  return [...byKey.values(), ...planted].map(({ levels, runs }) => ({
    levels,
    groups: (actors) => [
      ...referenceAgents(request.agents, null, levels.plannerDiscount),
      ...runs.flatMap((run) => trainedAgents(run, request, fs, actors)),
    ],
  }));
}

function levelsOfWorld(world: World, size: InferenceSize): InferredLevels {
  requireCount("horizon", world.horizon, 1);
  requireDiscount("discount", world.discount);
  const complete = { ...world, source: completeSource(world.source) };
  return inferredLevels(world.source.environment, complete, world.discount, size.levels, size);
}

/** What is watched of each run; a run that has none of the deployments that were named is passed over. */
function watchedDeployments(
  { runs, deployments, overrides }: InferenceRequest,
  fs: InferenceContext["fs"],
): { readonly run: RunRecord; readonly stages: readonly DeployStage[] }[] {
  const all = runs.map((folder) => {
    const run = readRun(fs, folder);
    const { parts = {} } = experimentNamed(run.manifest.experiment);
    const [setting] = resolveSettings([settingOf(run)], overrides, { parts });
    return { run, stages: setting!.stages.filter((stage) => stage.kind === "deploy") };
  });
  const known = [...new Set(all.flatMap(({ stages }) => stages.map(({ name }) => name)))];
  const unknown = deployments?.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new InputError("deployment", JSON.stringify(unknown), oneOf(unknown, known));
  const isWatched = ({ name, side }: DeployStage) =>
    deployments === null ? side === "deployed" : deployments.includes(name);
  const watched = all.map(({ run, stages }) => ({ run, stages: stages.filter(isWatched) }));
  const nowhere = watched.find(({ stages }) => stages.length === 0);
  if (deployments === null && nowhere) {
    const expected = "one, or its name with --deployment";
    throw new InputError(nowhere.run.folder, "no deployment on the deployed side", expected);
  }
  return watched;
}

function inferredLevels(
  name: string,
  { source, horizon, discount }: World,
  plannerDiscount: number,
  levels: number,
  { episodesPerLevel, objectives, weights, otherDraws, trainingLevels }: InferenceSize,
): InferredLevels {
  const { environment } = openSource(source);
  for (const objective of objectives ?? []) requireObjective("objectives", objective, environment);
  return {
    name,
    source,
    horizon,
    discount,
    levels,
    episodesPerLevel,
    plannerDiscount,
    objectives,
    weights,
    otherDraws,
    training: { count: trainingLevels },
  };
}
