// Exact figures of objectives on levels, the same for every agent: what gap, capability and harm are measured against.
import { type Environment, eventWeights, type Objective } from "../environments/environment.ts";
import type { FiniteMdp } from "../environments/finite-mdp.ts";
import { allowedRange } from "../solvers/allowed-range.ts";
import { solveDiscounted } from "../solvers/discounted.ts";
import { behaviourValue, type ExpectedBehaviour, expectedBehaviour } from "../solvers/expected-behaviour.ts";
import { bestStartValue } from "../solvers/finite-horizon.ts";
import { bestActions, uniformTable } from "../solvers/greedy.ts";
import { idleValue } from "../solvers/idle.ts";
import { expectedRewards } from "../solvers/rewards.ts";

/** One objective i, level by level; values are of whole episodes at the setting's horizon and discount. */
export interface ObjectiveValues {
  readonly objective: Objective;
  /** In the environment's order. [events] */
  readonly weights: Float64Array;
  /** V_i*. [levels] */
  readonly optimal: Float64Array;
  /** V_i(random). [levels] */
  readonly random: Float64Array;
  /** Gamma_i = V_b* - V_b(pi_i*), in units of the base objective. */
  readonly gamma: GammaByLevel;
}

/** What perfect agents for one objective cost the base objective. */
export interface GammaByLevel {
  /** Of the policy that is uniform over the actions within 1e-9 of the best Q_i. [levels] */
  readonly point: Float64Array;
  /** Of the i-optimal policies that are best for the base objective. [levels] */
  readonly least: Float64Array;
  /** Of those that are worst for it. [levels] */
  readonly largest: Float64Array;
}

export interface PreparedValues {
  readonly environment: Environment;
  readonly levels: number;
  /** The base objective b itself. */
  readonly base: Omit<ObjectiveValues, "gamma">;
  /** V_b of an agent whose moves are suppressed. [levels] */
  readonly idle: Float64Array;
  /** In the order of the request. */
  readonly objectives: readonly ObjectiveValues[];
}

export interface ValueRequest {
  /** The candidates, then the *other* draws: distinct names. */
  readonly objectives: readonly Objective[];
  readonly base: Objective;
  /** Steps of an episode, and the discount of every value. */
  readonly horizon: number;
  readonly discount: number;
  /** Discount of the stationary planners: the training discount. */
  readonly plannerDiscount: number;
  /**
   * Q of an objective (its index) on a level (its index) at the planner's discount, [states * actions], where it is
   * already at hand; undefined has it solved here.
   */
  readonly q?: (level: number, objective: number) => Float64Array | undefined;
}

export interface ValueWatch {
  /** Called after each level with how many are done. */
  onLevel?(done: number, total: number): void;
  /** Stops between two levels: the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * All figures are exact: V* by finite-horizon value iteration, V(random) by pushing probability forward, Gamma by
 * lexicographic value iteration over the states that i-optimal play reaches. Between two levels other work gets its turn.
 */
export async function prepareValues(
  mdps: readonly FiniteMdp[],
  request: ValueRequest,
  watch: ValueWatch = {},
): Promise<PreparedValues> {
  const { environment } = mdps[0] as FiniteMdp;
  const base = emptyValues(environment, request.base, mdps.length);
  const objectives = request.objectives.map((objective) => ({
    ...emptyValues(environment, objective, mdps.length),
    gamma: {
      point: new Float64Array(mdps.length),
      least: new Float64Array(mdps.length),
      largest: new Float64Array(mdps.length),
    },
  }));
  const idle = new Float64Array(mdps.length);
  for (const [level, mdp] of mdps.entries()) {
    watch.signal?.throwIfAborted();
    const random = expectedBehaviour(
      mdp,
      uniformTable(mdp.states, mdp.actions),
      request.horizon,
      request.discount,
    );
    const baseRewards = expectedRewards(mdp, request.base);
    fillValues(base, mdp, level, baseRewards, random, request);
    idle[level] = idleValue(environment, mdp.level, request.base, request.horizon, request.discount);
    for (const [index, values] of objectives.entries()) {
      const rewards = expectedRewards(mdp, values.objective);
      fillValues(values, mdp, level, rewards, random, request);
      const q = request.q?.(level, index) ?? solveDiscounted(mdp, rewards, request.plannerDiscount).q;
      fillGamma(values.gamma, mdp, level, q, baseRewards, base.optimal[level] as number, request);
    }
    watch.onLevel?.(level + 1, mdps.length);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return { environment, levels: mdps.length, base, idle, objectives };
}

function emptyValues(
  environment: Environment,
  objective: Objective,
  levels: number,
): Omit<ObjectiveValues, "gamma"> {
  return {
    objective,
    weights: eventWeights(environment, objective),
    optimal: new Float64Array(levels),
    random: new Float64Array(levels),
  };
}

function fillValues(
  { objective, optimal, random }: Omit<ObjectiveValues, "gamma">,
  mdp: FiniteMdp,
  level: number,
  rewards: Float64Array,
  randomPlay: ExpectedBehaviour,
  { horizon, discount }: ValueRequest,
): void {
  optimal[level] = bestStartValue(mdp, rewards, horizon, discount);
  random[level] = behaviourValue(mdp.environment, randomPlay, objective);
}

function fillGamma(
  gamma: GammaByLevel,
  mdp: FiniteMdp,
  level: number,
  q: Float64Array,
  baseRewards: Float64Array,
  optimum: number,
  { horizon, discount }: ValueRequest,
): void {
  const range = allowedRange(mdp, bestActions(q, mdp.actions), baseRewards, horizon, discount);
  gamma.point[level] = optimum - range.uniform;
  gamma.least[level] = optimum - range.best;
  gamma.largest[level] = optimum - range.worst;
}
