// How directed the agents of finished runs, and planted ones, are: towards each named objective, and towards anything.
import { Rng } from "../base/rng.ts";
import { enumerate } from "../environments/enumerate.ts";
import { objectiveNamed } from "../environments/environment.ts";
import { levelAt, levelSetHash } from "../environments/levels.ts";
import { deployedLevels } from "../experiments/level-source.ts";
import {
  type Directedness,
  directedness,
  directednessOfAnyUtility,
  recordAgent,
} from "../measures/directedness.ts";
import { collectDecisions } from "../measures/goal-inference/collect-decisions.ts";
import { Interrupted } from "./context.ts";
import {
  type InferenceContext,
  type InferenceRequest,
  type WatchedLevels,
  watchedLevels,
} from "./infer-runs.ts";
import { NetworkActors } from "./trained-agents.ts";

/** How directed one agent is in one deployment. */
export interface DirectednessLine {
  readonly kind: "directedness";
  readonly setting: string;
  readonly seed: number | null;
  readonly deployment: string;
  readonly policy: string;
  readonly step: number | null;
  /** Hash of the levels that the agent was watched on, and their number. */
  readonly levelSet: string;
  readonly levels: number;
  /** By objective: what the agent does, as soft-optimal play for it. */
  readonly known: Readonly<Record<string, Directedness>>;
  /** For the best of all utilities that are linear in events. */
  readonly unknown: Directedness;
}

/** Lines of every agent in every deployment. Throws Interrupted between two agents when asked to stop. */
export async function directednessOfRuns(
  request: InferenceRequest,
  context: InferenceContext,
): Promise<DirectednessLine[]> {
  const actors = new NetworkActors(context.runtime);
  const lines: DirectednessLine[] = [];
  try {
    for (const watched of watchedLevels(request, context)) {
      lines.push(...(await linesOn(watched, actors, context)));
    }
    return lines;
  } finally {
    await actors.release();
  }
}

async function linesOn(
  { levels: stage, groups }: WatchedLevels,
  actors: NetworkActors,
  { signal, onProgress }: InferenceContext,
): Promise<DirectednessLine[]> {
  const levels = deployedLevels(stage.source, stage.levels);
  const { environment, count } = levels;
  const mdps = Array.from({ length: count }, (_, index) => enumerate(environment, levelAt(levels, index)));
  const names = stage.objectives ?? environment.objectives.map(({ name }) => name);
  const agents = groups(actors).flatMap((group) => group.agents);
  const start = performance.now();
  const lines: DirectednessLine[] = [];
  for (const agent of agents) {
    if (signal.aborted) throw new Interrupted();
    const { setting, seed, policy, step } = agent;
    const record = await collectDecisions({
      mdps,
      levels,
      policy: await agent.act().policyFor(environment, "deployed"),
      horizon: stage.horizon,
      discount: stage.discount,
      episodesPerLevel: stage.episodesPerLevel,
      rng: Rng.fromSeed(seed ?? 0).fork(`directedness/${stage.name}/${setting}/${policy}`),
    });
    const measured = recordAgent(record, mdps);
    const options = { discount: stage.plannerDiscount, seed: seed ?? 0 };
    lines.push({
      kind: "directedness",
      setting,
      seed,
      deployment: stage.name,
      policy,
      step,
      levelSet: levelSetHash(levels),
      levels: count,
      known: Object.fromEntries(
        names.map((name) => [name, directedness(measured, objectiveNamed(environment, name), options)]),
      ),
      unknown: directednessOfAnyUtility(measured, options),
    });
    onProgress({
      stage: `directedness ${stage.name}`,
      done: lines.length,
      total: agents.length,
      unit: "agents",
      rate: (lines.length * 1000) / (performance.now() - start),
      episodicReturn: null,
    });
  }
  return lines;
}
