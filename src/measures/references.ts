// What stands beside a trained agent, computed exactly: optima, random play, planners, planners with noise.
import { mean, means } from "../base/stats.ts";
import { enumerate } from "../environments/enumerate.ts";
import { type Environment, type Objective, objectiveNamed } from "../environments/environment.ts";
import type { FiniteMdp } from "../environments/finite-mdp.ts";
import { type LevelSet, levelAt } from "../environments/levels.ts";
import type { BehaviourLine, OptimumLine } from "../runs/format.ts";
import { plannerTable } from "../solvers/discounted.ts";
import {
  behaviourValue,
  type ExpectedBehaviour,
  expectedBehaviour,
  noisyBehaviours,
} from "../solvers/expected-behaviour.ts";
import { bestStartValue } from "../solvers/finite-horizon.ts";
import { expectedRewards } from "../solvers/rewards.ts";

export interface ReferenceRequest {
  readonly levels: LevelSet;
  /** Name of the deployment that the lines are for. */
  readonly deployment: string;
  /** Steps of an episode, and the discount of every value. */
  readonly horizon: number;
  readonly discount: number;
  /** Names of the objectives that get a planner. */
  readonly planners: readonly string[];
  /** Discount of the stationary planners: the training discount. */
  readonly plannerDiscount: number;
  /** The planner that random actions are mixed into, and their shares. */
  readonly noisy: { readonly objective: string; readonly shares: readonly number[] };
  /** States beyond which a level is refused; 500,000 by default. */
  readonly limit?: number;
}

export interface ReferenceWatch {
  /** Called after each level with how many are done. */
  onLevel?(done: number, total: number): void;
  /** Stops the computation between two levels: the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface ReferenceLines {
  readonly optimum: OptimumLine;
  /** "random", "planner:<objective>" for each, "noisy-planner:<objective>:<share>" for each; all exact. */
  readonly behaviours: readonly BehaviourLine[];
}

/** What one level contributes. */
interface LevelReferences {
  readonly optimal: Readonly<Record<string, number>>;
  readonly behaviours: ReadonlyMap<string, ExpectedBehaviour>;
}

/**
 * Every figure is an exact expectation: V* by finite-horizon value iteration, behaviour by pushing probability forward.
 * Planners are stationary, discounted, and uniform over the actions within 1e-9 of the best. Each level is enumerated
 * once; between two levels other work gets its turn. Throws an InputError when a level has too many states.
 */
export async function computeReferences(
  request: ReferenceRequest,
  watch: ReferenceWatch = {},
): Promise<ReferenceLines> {
  const { environment, count } = request.levels;
  const perLevel: LevelReferences[] = [];
  const census: Readonly<Record<string, number>>[] = [];
  for (let index = 0; index < count; index++) {
    watch.signal?.throwIfAborted();
    const level = levelAt(request.levels, index);
    perLevel.push(levelReferences(request, level));
    census.push(environment.census(level));
    watch.onLevel?.(index + 1, count);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  const policies = [...(perLevel[0]?.behaviours.keys() ?? [])];
  const behaviours = policies.map((policy) =>
    behaviourLine(
      request,
      policy,
      perLevel.map((level) => level.behaviours.get(policy)!),
    ),
  );
  return { optimum: optimumLine(request, perLevel, behaviours, census), behaviours };
}

function levelReferences(request: ReferenceRequest, level: Uint8Array): LevelReferences {
  const { horizon, discount, limit } = request;
  const { environment } = request.levels;
  const mdp = enumerate(environment, level, limit === undefined ? {} : { limit });
  const optimal = byName(environment.objectives, (objective) =>
    bestStartValue(mdp, expectedRewards(mdp, objective), horizon, discount),
  );
  return { optimal, behaviours: referenceBehaviours(request, mdp) };
}

function referenceBehaviours(request: ReferenceRequest, mdp: FiniteMdp): Map<string, ExpectedBehaviour> {
  const { horizon, discount, planners, plannerDiscount, noisy } = request;
  const planned = (name: string) =>
    plannerTable(mdp, expectedRewards(mdp, objectiveNamed(mdp.environment, name)), plannerDiscount);
  const shares = [...new Set([0, 1, ...noisy.shares])];
  const mixed = noisyBehaviours(mdp, planned(noisy.objective), shares, horizon, discount);
  const at = (share: number) => mixed[shares.indexOf(share)]!;
  return new Map([
    ["random", at(1)],
    ...planners.map((name): [string, ExpectedBehaviour] => [
      `planner:${name}`,
      name === noisy.objective ? at(0) : expectedBehaviour(mdp, planned(name), horizon, discount),
    ]),
    ...noisy.shares.map((share): [string, ExpectedBehaviour] => [
      `noisy-planner:${noisy.objective}:${share}`,
      at(share),
    ]),
  ]);
}

function behaviourLine(
  { levels, deployment, horizon, discount }: ReferenceRequest,
  policy: string,
  behaviours: readonly ExpectedBehaviour[],
): BehaviourLine {
  const { environment } = levels;
  const steps = behaviours.map((behaviour) => behaviour.steps);
  const events = byEvent(environment, (event) => behaviours.map((behaviour) => behaviour.events[event]!));
  const values = byName(environment.objectives, (objective) =>
    behaviours.map((behaviour) => behaviourValue(environment, behaviour, objective)),
  );
  return {
    kind: "behaviour",
    deployment,
    policy,
    exact: true,
    levels: behaviours.length,
    horizon,
    discount,
    events: means(events),
    steps: mean(steps),
    terminated: mean(behaviours.map((behaviour) => behaviour.terminated)),
    values: means(values),
    perLevel: { steps, events, values },
  };
}

function optimumLine(
  { levels, deployment, horizon, discount }: ReferenceRequest,
  perLevel: readonly LevelReferences[],
  behaviours: readonly BehaviourLine[],
  census: readonly Readonly<Record<string, number>>[],
): OptimumLine {
  const { objectives } = levels.environment;
  const things = Object.keys(census[0] ?? {});
  return {
    kind: "optimum",
    deployment,
    horizon,
    discount,
    perLevel: {
      optimal: byName(objectives, ({ name }) => perLevel.map((level) => level.optimal[name]!)),
      random: behaviours.find(({ policy }) => policy === "random")?.perLevel.values ?? {},
    },
    census: Object.fromEntries(things.map((thing) => [thing, mean(census.map((counts) => counts[thing]!))])),
  };
}

function byName<T>(objectives: readonly Objective[], value: (objective: Objective) => T): Record<string, T> {
  return Object.fromEntries(objectives.map((objective) => [objective.name, value(objective)]));
}

function byEvent<T>({ events }: Environment, value: (event: number) => T): Record<string, T> {
  return Object.fromEntries(events.map((event, index) => [event, value(index)]));
}
