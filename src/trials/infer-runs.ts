// Asks finished runs, and planted agents, which objective they pursue: nothing is trained, and no run is touched.
import { InputError } from "../base/errors.ts";
import { hashJson } from "../base/hash.ts";
import type { DeployStage, InferStage, ReferenceAgent } from "../experiments/experiment.ts";
import { asJson, completeSource } from "../experiments/level-source.ts";
import type { Override } from "../experiments/overrides.ts";
import { resolveSettings } from "../experiments/plan.ts";
import { requireCount, requireDiscount } from "../experiments/requirements.ts";
import type { InferenceLine } from "../runs/inference-format.ts";
import { type RunRecord, readRun } from "../runs/read-run.ts";
import type { LevelSource } from "../shifts/shift.ts";
import type { TrialContext } from "./context.ts";
import { chosenDeployments, settingOf } from "./evaluate.ts";
import { type InferredLevels, prepareInference } from "./prepared-inference.ts";
import { referenceAgents } from "./reference-agents.ts";
import { NetworkActors, trainedAgents } from "./trained-agents.ts";

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

type InferenceContext = Pick<TrialContext, "fs" | "runtime" | "signal" | "onProgress">;

/** Levels that are watched once, and the runs whose agents are watched there. */
interface Watched {
  readonly levels: InferredLevels;
  readonly runs: readonly RunRecord[];
}

/** Lines of every agent in every deployment; each distinct deployment is solved once. Throws Interrupted when asked to stop. */
export async function inferRuns(
  request: InferenceRequest,
  context: InferenceContext,
): Promise<InferenceLine[]> {
  const lines: InferenceLine[] = [];
  const actors = new NetworkActors(context.runtime);
  try {
    for (const { levels, runs } of watchedLevels(request, context)) {
      const prepared = await prepareInference(levels, context);
      const groups = [
        ...referenceAgents(request.agents, null, levels.plannerDiscount),
        ...runs.flatMap((run) => trainedAgents(run, request, context.fs, actors)),
      ];
      await prepared.infer(groups, (added) => lines.push(...added));
    }
    return lines;
  } finally {
    await actors.release();
  }
}

function watchedLevels(request: InferenceRequest, { fs }: InferenceContext): Watched[] {
  const { size, world } = request;
  const byKey = new Map<string, { levels: InferredLevels; runs: RunRecord[] }>();
  for (const folder of request.runs) {
    const run = readRun(fs, folder);
    for (const stage of deploymentsOf(run, request)) {
      const levels = inferredLevels(
        stage.name,
        stage,
        stage.references.plannerDiscount,
        Math.min(size.levels, stage.count),
        size,
      );
      const key = hashJson(asJson(levels));
      const watched = byKey.get(key);
      if (watched) watched.runs.push(run);
      else byKey.set(key, { levels, runs: [run] });
    }
  }
  if (world === null) return [...byKey.values()];
  requireCount("horizon", world.horizon, 1);
  requireDiscount("discount", world.discount);
  const planted = { ...world, source: completeSource(world.source) };
  const name = world.source.environment;
  return [
    ...byKey.values(),
    { levels: inferredLevels(name, planted, world.discount, size.levels, size), runs: [] },
  ];
}

function deploymentsOf(run: RunRecord, { deployments, overrides }: InferenceRequest): DeployStage[] {
  const [setting] = resolveSettings([settingOf(run)], overrides);
  const chosen = chosenDeployments(setting!, deployments);
  if (deployments !== null) return chosen;
  const deployed = chosen.filter(({ side }) => side === "deployed");
  if (deployed.length > 0) return deployed;
  throw new InputError(
    run.folder,
    "no deployment on the deployed side",
    "one, or its name with --deployment",
  );
}

function inferredLevels(
  name: string,
  { source, horizon, discount }: World,
  plannerDiscount: number,
  levels: number,
  { episodesPerLevel, objectives, weights, otherDraws, trainingLevels }: InferenceSize,
): InferredLevels {
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
