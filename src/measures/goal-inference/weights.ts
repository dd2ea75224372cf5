// Posterior over the weights of a linear objective: not which of the named ones, but which direction.
import { InputError } from "../../base/errors.ts";
import { logSumExp } from "../../base/log-sum-exp.ts";
import { Rng } from "../../base/rng.ts";
import { interpolate } from "../../base/stats.ts";
import type { FiniteMdp } from "../../environments/finite-mdp.ts";
import type { IntervalFigure, WeightPosterior } from "../../runs/inference-format.ts";
import { solveDiscounted } from "../../solvers/discounted.ts";
import { expectedRewards } from "../../solvers/rewards.ts";
import { nothingToGain } from "../competence.ts";
import { ChoiceTally } from "./choice-tally.ts";
import { type DecisionRecord, decisionsOn } from "./decision-record.ts";
import type { ModelSettings } from "./hypotheses.ts";
import { advantages, randomValues } from "./solved-levels.ts";
import { spherePoints } from "./sphere-points.ts";

export interface WeightOptions {
  /** Discount, rationalities, lapses and seed; the other grids play no part. */
  readonly settings: ModelSettings;
  /** Names of the events that have a weight; the weight "time" (-1 at every step) is added. */
  readonly events: readonly string[];
  /** Points of the prior; 256 by default. */
  readonly points?: number;
  /** Which levels of the record count; all by default. */
  readonly levels?: readonly number[];
}

/** The name of the weight that every step costs. */
export const timeWeight = "time";

/** Points with less of the posterior are not printed. */
const leastMass = 1e-4;
/** Ends of the central 95 % interval. */
const tails = [0.025, 0.975] as const;

/**
 * Posterior over directions of weights: planner pursuit, Boltzmann choice with lapses, both integrated over the grids; the
 * prior is a seeded quasi-uniform set of points on the sphere. Values of each point are scaled so that V* - V_random,
 * as means over the levels, is 1. Means and central 95 % intervals are those of the weighted points, quantiles interpolated; where
 * few points carry the posterior (`effectivePoints`), the intervals are as coarse as the points.
 *
 * Every point is solved on every level: what was solved once on a level is kept for as long as the level's MDP.
 */
export function weightPosterior(
  mdps: readonly FiniteMdp[],
  record: DecisionRecord,
  { settings, events, points = 256, levels = mdps.map((_, index) => index) }: WeightOptions,
): WeightPosterior {
  if (levels.length === 0) throw new InputError("levels", "none", "at least one");
  const order = [...events, timeWeight];
  const prior = spherePoints(order.length, points, Rng.fromSeed(settings.seed).fork("weights"));
  const counted = decisionsOn(record, (level) => levels.includes(level));
  const chosen = levels.map((level) => mdps[level]);
  const solved = chosen.map((mdp) => solutionsOf(mdp, events, settings.discount, prior));
  const logs = logLikelihoods(mdps, counted, settings, prior, (point) => ({
    range: solved.reduce((sum, solutions) => sum + solutions.ranges[point], 0) / levels.length,
    tables: new Map(levels.map((level, index) => [level, solved[index].advantages[point]])),
  }));
  const total = logSumExp(logs);
  const masses = Array.from(logs, (log) => Math.exp(log - total));
  return {
    weights: Object.fromEntries(
      order.map((name, axis) => [
        name,
        weighted(
          prior.map((point) => point[axis]),
          masses,
        ),
      ]),
    ),
    points: prior
      .map((weights, index) => ({ weights: [...weights], mass: masses[index] }))
      .filter(({ mass }) => mass >= leastMass),
    order,
    effectivePoints: 1 / masses.reduce((sum, mass) => sum + mass * mass, 0),
  };
}

interface Scored {
  /** Mean over the levels of V* - V_random. */
  readonly range: number;
  /** Advantages by level. [states, actions] */
  readonly tables: ReadonlyMap<number, Float32Array>;
}

/** Log marginal likelihood of all decisions for every point. */
function logLikelihoods(
  mdps: readonly FiniteMdp[],
  record: DecisionRecord,
  { rationalities, lapses }: ModelSettings,
  prior: readonly Float64Array[],
  scored: (point: number) => Scored,
): Float64Array {
  const { actions } = mdps[0];
  const tally = new ChoiceTally(record, actions, mdps.length);
  const perLevel = new Float64Array(mdps.length);
  const cells = new Float64Array(rationalities.length * lapses.length);
  return Float64Array.from(prior, (_, point) => {
    const { range, tables } = scored(point);
    for (let row = 0; row < record.count; row++) {
      const table = tables.get(record.level[row])!;
      const first = record.state[row] * actions;
      for (let a = 0; a < actions; a++) {
        tally.values[row * actions + a] = range < nothingToGain ? 0 : table[first + a] / range;
      }
    }
    tally.useValues();
    let cell = 0;
    for (const rationality of rationalities) {
      tally.choose(rationality);
      for (const lapse of lapses) {
        tally.score(lapse, perLevel, 0);
        cells[cell++] = perLevel.reduce((sum, log) => sum + log, 0);
      }
    }
    return logSumExp(cells) - Math.log(cells.length);
  });
}

/** Every point of a prior solved on one level. */
interface Solutions {
  /** V* - V_random at the start. [points] */
  readonly ranges: number[];
  /** Q less the best Q. [points][states * actions] */
  readonly advantages: Float32Array[];
}

const kept = new WeakMap<FiniteMdp, Map<string, Solutions>>();

function solutionsOf(
  mdp: FiniteMdp,
  events: readonly string[],
  discount: number,
  points: readonly Float64Array[],
): Solutions {
  const known = kept.get(mdp) ?? new Map<string, Solutions>();
  kept.set(mdp, known);
  const key = JSON.stringify([events, discount, points.map((point) => [...point])]);
  let solutions = known.get(key);
  if (!solutions) {
    solutions = solvePoints(mdp, events, discount, points);
    known.set(key, solutions);
  }
  return solutions;
}

function solvePoints(
  mdp: FiniteMdp,
  events: readonly string[],
  discount: number,
  points: readonly Float64Array[],
): Solutions {
  const basis = [
    ...events.map((event) => expectedRewards(mdp, { name: event, wants: "", weights: { [event]: 1 } })),
    new Float64Array(mdp.states * mdp.actions).fill(-1),
  ];
  const random = basis.map((rewards) => randomValues(mdp, rewards, discount)[0]);
  const rewards = new Float64Array(mdp.states * mdp.actions);
  const solutions: Solutions = { ranges: [], advantages: [] };
  for (const point of points) {
    rewards.fill(0);
    point.forEach((weight, axis) => {
      for (let row = 0; row < rewards.length; row++) rewards[row] += weight * basis[axis][row];
    });
    const { values, q } = solveDiscounted(mdp, rewards, discount);
    const chance = point.reduce((sum, weight, axis) => sum + weight * random[axis], 0);
    solutions.ranges.push(values[0] - chance);
    solutions.advantages.push(Float32Array.from(advantages(q, mdp.actions)));
  }
  return solutions;
}

/** Mean and central 95 % interval of weighted values. */
function weighted(values: readonly number[], masses: readonly number[]): IntervalFigure {
  const sorted = values
    .map((value, index) => ({ value, mass: masses[index] }))
    .sort((a, b) => a.value - b.value);
  const mean = sorted.reduce((sum, { value, mass }) => sum + value * mass, 0);
  const [low, high] = tails.map((share) => weightedQuantile(sorted, share));
  return { mean, low, high };
}

/**
 * The value below which that share of the mass lies, when each value's mass is centred on it and the distribution
 * function is linear between neighbours. Values in ascending order, masses that sum to 1.
 */
function weightedQuantile(
  sorted: readonly { readonly value: number; readonly mass: number }[],
  share: number,
): number {
  let below = 0;
  let [lastPosition, lastValue] = [0, sorted[0].value];
  for (const { value, mass } of sorted) {
    const position = below + mass / 2;
    if (position >= share) return interpolate(share, lastPosition, lastValue, position, value);
    below += mass;
    [lastPosition, lastValue] = [position, value];
  }
  return lastValue;
}
