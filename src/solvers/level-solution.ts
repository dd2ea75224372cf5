// What the best play of a level is worth, of any world at any size: exactly where that can be had, between bounds where not.
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { enumerate, type FiniteMdp } from "../environments/enumerate.ts";
import { type Environment, eventWeights, type Objective } from "../environments/environment.ts";
import { checkSetting } from "./backup.ts";
import { solveDiscounted } from "./discounted.ts";
import { bestStartValue } from "./finite-horizon.ts";
import { itemOrderings } from "./item-orderings.ts";
import { expectedRewards } from "./rewards.ts";

export interface LevelSetting {
  /** Steps of the episode; Infinity with a discount below 1. */
  readonly horizon: number;
  /** An event in the d-th step counts discount^(d - 1). */
  readonly discount: number;
  /** States beyond which a level is not enumerated; 100,000 by default. */
  readonly limit?: number;
}

export interface LevelValue {
  /** Some play is worth at least this much, */
  readonly low: number;
  /** and none more than this. The same number where the method is exact. */
  readonly high: number;
  readonly method: "enumeration" | "item orderings" | "bounds";
}

/** Sequences of random actions that are tried where nothing better is known. */
const triedSequences = 64;
/** Steps of such a sequence at most. */
const longestTrial = 1000;
/** Events of one kind in one step: what fits in a byte. */
const mostPerStep = 255;

/**
 * V*(start) under an objective. In this order:
 *
 * 1. *enumeration*: the level as a finite Markov decision process, chance included, with at most `limit` states; exact.
 * 2. *item orderings*: dynamic programming over the order of items, where the world declares that only items matter and playing the best
 *    order is worth what the order promises; exact (solvers/item-orderings.ts).
 * 3. *bounds*. Where only items matter, those of their orders. Elsewhere no play is worth more than all events that are worth something, each
 *    as often as the world declares that it can happen (`Environment.eventLimits`; 255 times in every step where nothing is declared), as
 *    early as possible. And the best is worth at least what the costly events come to in the same way, or, without chance, the best
 *    of 64 fixed sequences of random actions. Such bounds are true and mostly wide.
 *
 * Throws an InputError for horizons and discounts without a meaning, and an Error for an objective on unknown events.
 */
export function solveLevel(
  environment: Environment,
  level: Uint8Array,
  objective: Objective,
  setting: LevelSetting,
): LevelValue {
  checkSetting(setting.horizon, setting.discount);
  const mdp = enumerated(environment, level, setting.limit ?? 100_000);
  if (mdp !== null) {
    const value = exactValue(mdp, objective, setting);
    return { low: value, high: value, method: "enumeration" };
  }
  const ordered = itemOrderings(environment, level, objective, setting);
  if (ordered === null) return { ...eventBounds(environment, level, objective, setting), method: "bounds" };
  return { ...ordered, method: ordered.low === ordered.high ? "item orderings" : "bounds" };
}

function enumerated(environment: Environment, level: Uint8Array, limit: number): FiniteMdp | null {
  if (level.length !== environment.levelLength)
    throw new InputError(
      "level",
      `${level.length} bytes`,
      `${environment.levelLength} for ${environment.name}`,
    );
  try {
    return enumerate(environment, level, { limit });
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

function exactValue(mdp: FiniteMdp, objective: Objective, { horizon, discount }: LevelSetting): number {
  const rewards = expectedRewards(mdp, objective);
  if (horizon === Infinity) return solveDiscounted(mdp, rewards, discount).values[0]!;
  return bestStartValue(mdp, rewards, horizon, discount);
}

function eventBounds(
  environment: Environment,
  level: Uint8Array,
  objective: Objective,
  setting: LevelSetting,
): { low: number; high: number } {
  const weights = eventWeights(environment, objective);
  const limits = environment.eventLimits?.(level);
  let low = 0;
  let high = 0;
  for (const [event, weight] of weights.entries()) {
    if (weight === 0) continue;
    const { step = mostPerStep, episode = Infinity } = limits?.[environment.events[event]!] ?? {};
    const most = weight * discountedCount(step, episode, setting);
    if (weight > 0) high += most;
    else low += most;
  }
  if (!environment.stochastic) low = Math.max(low, bestTrial(environment, level, weights, setting));
  return { low: Math.min(low, high), high };
}

/** Sum of discount^t over the steps t, `step` times each, until they are `episode` or the horizon is reached. */
function discountedCount(step: number, episode: number, { horizon, discount }: LevelSetting): number {
  const full = Math.min(horizon, Math.floor(episode / step));
  const rest = full < horizon ? episode - full * step : 0;
  return step * geometric(discount, full) + (rest > 0 ? rest * discount ** full : 0);
}

/** 1 + discount + ... + discount^(terms - 1). */
function geometric(discount: number, terms: number): number {
  return discount === 1 ? terms : (1 - discount ** terms) / (1 - discount);
}

function bestTrial(
  environment: Environment,
  level: Uint8Array,
  weights: Float64Array,
  { horizon, discount }: LevelSetting,
): number {
  const steps = Math.min(horizon, longestTrial);
  const rng = Rng.fromSeed("trials of a level");
  const batch = environment.batch({ lanes: 1, horizon: steps, observe: false });
  const harmless = weights.every((weight) => weight >= 0);
  let best = -Infinity;
  for (let trial = 0; trial < triedSequences; trial++) {
    batch.reset(0, level, 0);
    let value = 0;
    for (let step = 0; batch.terminated[0] === 0 && batch.truncated[0] === 0; step++) {
      batch.stepLane(0, rng.below(environment.actions.length), { choose: () => 0 });
      const factor = discount ** step;
      for (let event = 0; event < weights.length; event++)
        value += factor * weights[event]! * batch.events[event]!;
    }
    // A sequence that would go on may yet lose what it has won.
    if (batch.terminated[0] === 1 || steps === horizon || harmless) best = Math.max(best, value);
  }
  return best;
}
