// The utility, among all that are linear in events, whose soft-optimal play foretells an agent best.
import { dot, unitVector } from "../../base/vectors.ts";
import type { FiniteMdp } from "../../environments/finite-mdp.ts";
import { discountedEventCounts, eventRates } from "../../solvers/discounted-event-counts.ts";
import { softPolicy, solveSoft } from "../../solvers/soft.ts";
import {
  type BestRationality,
  bestRationalities,
  roughRationalities,
  utilityRange,
} from "./best-rationality.ts";
import type { LevelDecisions } from "./measured-agent.ts";
import { type Decisions, decisionCount, type Utility } from "./predictability.ts";

export interface BestUtility extends BestRationality {
  /** Weight per event, of length 1; signed so that the rationality is not negative. [events] */
  readonly weights: Float64Array;
}

/** Levels with the rate of every event: rates[level][event] is [states, actions]. */
export interface EventLevels {
  readonly mdps: readonly FiniteMdp[];
  readonly rates: readonly (readonly Float64Array[])[];
  readonly discount: number;
}

/** Improvements below this end the search, in nats. */
const progress = 1e-7;
const mostRounds = 6;
const mostSteps = 40;
const mostHalvings = 20;
/** Rationality per range of utility from which the climb begins where the best one is infinite. */
const steepStart = 100;

export function eventLevels(mdps: readonly FiniteMdp[], discount: number): EventLevels {
  return { mdps, rates: mdps.map((mdp) => eventRates(mdp)), discount };
}

/**
 * For each agent the best of the directions to start from, then in turns a climb over the
 * weights and the best rationality along what it found, until neither gains. A lower bound of the maximum: with finite horizons nothing
 * promises a single hill.
 */
export function bestUtilities(
  levels: EventLevels,
  agents: readonly Decisions[],
  starts: readonly Float64Array[],
): BestUtility[] {
  const directions = distinct(starts.map((start) => Float64Array.from(unitVector(start))));
  const found = directions.map((weights) => roughRationalities(utilityOf(levels, weights), agents));
  const bound = Math.log(levels.mdps[0]?.actions ?? 1);
  return agents.map((agent, index) => {
    let best: BestUtility = {
      nats: 0,
      rationality: 0,
      weights: directions[0] ?? new Float64Array(levels.rates[0]?.length ?? 0),
    };
    directions.forEach((weights, direction) => {
      const candidate = found[direction]?.[index] as BestRationality;
      if (candidate.nats > best.nats) best = upright({ ...candidate, weights });
    });
    for (let round = 0; round < mostRounds && best.nats > 0 && best.nats < bound - progress; round++) {
      const weights = Float64Array.from(unitVector(climb(levels, agent, startOf(levels, best))));
      const [candidate] = bestRationalities(utilityOf(levels, weights), [agent]);
      const gain = (candidate as BestRationality).nats - best.nats;
      if (gain > 0) best = upright({ ...(candidate as BestRationality), weights });
      if (gain < progress) break;
    }
    return best;
  });
}

/** Directions that are neither 0 nor, up to their sign, one of those before. */
function distinct(directions: readonly Float64Array[]): Float64Array[] {
  const kept: Float64Array[] = [];
  for (const direction of directions) {
    const known = kept.some((other) => Math.abs(dot(direction, other)) > 1 - 1e-12);
    if (!known && length(direction) > 0) kept.push(direction);
  }
  return kept;
}

function upright(found: BestUtility): BestUtility {
  if (found.rationality >= 0) return found;
  return {
    ...found,
    rationality: -found.rationality,
    weights: found.weights.map((weight) => 0 - weight),
  };
}

/** Weights times rationality, a finite one. */
function startOf(levels: EventLevels, { weights, rationality }: BestUtility): Float64Array {
  const finite = Number.isFinite(rationality)
    ? rationality
    : steepStart / utilityRange(utilityOf(levels, weights));
  return weights.map((weight) => finite * weight);
}

function utilityOf({ mdps, rates, discount }: EventLevels, weights: Float64Array): Utility {
  return { mdps, rewards: rates.map((perEvent) => weighted(perEvent, weights)), discount };
}

function weighted(rates: readonly Float64Array[], weights: Float64Array): Float64Array {
  const sum = new Float64Array(rates[0]?.length ?? 0);
  rates.forEach((rate, event) => {
    const weight = weights[event] as number;
    if (weight === 0) return;
    for (let row = 0; row < sum.length; row++) sum[row]! += weight * (rate[row] as number);
  });
  return sum;
}

/** Predictability at rationality 1 and its derivative by each weight. */
export interface Slope {
  readonly nats: number;
  /** [events] */
  readonly gradient: Float64Array;
}

/**
 * With Q and V soft-optimal at rationality 1, and G(s, a) the discounted event counts from (s, a) on under the soft policy: dQ / dw = G, dV / dw = E
 * under the soft policy of G, so the derivative of E (Q - V) is what the agent's choice brings about more than the soft policy's.
 */
export function slopeAt(levels: EventLevels, agent: Decisions, weights: Float64Array): Slope {
  const gradient = new Float64Array(weights.length);
  let nats = 0;
  levels.mdps.forEach((mdp, level) => {
    const rates = levels.rates[level] as readonly Float64Array[];
    const { actions } = mdp;
    const { values, q } = solveSoft(mdp, weighted(rates, weights), levels.discount, 1);
    const policy = softPolicy(q, actions, 1);
    const counts = discountedEventCounts(mdp, policy, levels.discount, rates);
    const { states, weights: often, probabilities } = agent[level] as LevelDecisions;
    for (let index = 0; index < states.length; index++) {
      const state = states[index] as number;
      for (let action = 0; action < actions; action++) {
        const row = state * actions + action;
        const own = (often[index] as number) * (probabilities[index * actions + action] as number);
        if (own > 0) nats += own * ((q[row] as number) - (values[state] as number));
        const more = own - (often[index] as number) * (policy[row] as number);
        for (let event = 0; event < gradient.length; event++) {
          gradient[event]! += more * (counts[event]?.[row] as number);
        }
      }
    }
  });
  const decisions = decisionCount(agent);
  return { nats: nats / decisions, gradient: gradient.map((sum) => sum / decisions) };
}

/**
 * Uphill from given weights (rationality 1) by BFGS with halved steps (Nocedal and Wright, "Numerical optimization", 2006,
 * algorithm 6.1); answers the highest point.
 */
function climb(levels: EventLevels, agent: Decisions, start: Float64Array): Float64Array {
  const n = start.length;
  let here = start;
  let slope = slopeAt(levels, agent, here);
  let inverse = scaledIdentity(n, (0.25 * length(start)) / Math.max(length(slope.gradient), 1e-300));
  for (let step = 0; step < mostSteps; step++) {
    const direction = product(inverse, slope.gradient);
    const promised = dot(direction, slope.gradient);
    if (!(promised > progress)) break;
    let share = 1;
    let next = here;
    let ahead = slope;
    for (let halving = 0; halving < mostHalvings; halving++, share /= 2) {
      next = here.map((weight, event) => weight + share * (direction[event] as number));
      ahead = slopeAt(levels, agent, next);
      if (ahead.nats >= slope.nats + 1e-4 * share * promised) break;
    }
    if (!(ahead.nats > slope.nats)) break;
    const moved = next.map((weight, event) => weight - (here[event] as number));
    // Downhill convention: the change of minus the gradient.
    const bent = slope.gradient.map((rise, event) => rise - (ahead.gradient[event] as number));
    const curvature = dot(moved, bent);
    if (curvature > 0) {
      if (step === 0) inverse = scaledIdentity(n, curvature / dot(bent, bent));
      inverse = updated(inverse, moved, bent, curvature);
    }
    const gained = ahead.nats - slope.nats;
    [here, slope] = [next, ahead];
    if (gained < progress) break;
  }
  return here;
}

/** BFGS update of the inverse Hessian: (I - s y' / y's) H (I - y s' / y's) + s s' / y's. */
function updated(
  inverse: readonly Float64Array[],
  moved: Float64Array,
  bent: Float64Array,
  curvature: number,
): Float64Array[] {
  const turned = product(inverse, bent);
  const factor = (1 + dot(bent, turned) / curvature) / curvature;
  return inverse.map((row, i) =>
    row.map(
      (entry, j) =>
        entry +
        factor * (moved[i] as number) * (moved[j] as number) -
        ((turned[i] as number) * (moved[j] as number) + (moved[i] as number) * (turned[j] as number)) /
          curvature,
    ),
  );
}

function scaledIdentity(n: number, scale: number): Float64Array[] {
  return Array.from({ length: n }, (_, i) => {
    const row = new Float64Array(n);
    row[i] = scale;
    return row;
  });
}

function product(matrix: readonly Float64Array[], vector: Float64Array): Float64Array {
  return Float64Array.from(matrix, (row) => dot(row, vector));
}

function length(vector: Float64Array): number {
  return Math.hypot(...vector);
}
