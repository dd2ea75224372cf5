// How good a policy is for an objective between random play and the optimum, and which noise would be as bad.
import { interpolate } from "../base/stats.ts";
import type { BehaviourLine } from "../runs/format.ts";

/** Levels whose optimum lies less than this above random play say nothing about competence. */
export const leastRange = 1e-3;
/** Objectives that can gain less than this over random play, V* - V(random), have nothing to choose between. */
export const nothingToGain = 1e-9;

export interface NormalisedValue {
  /** NaN where no level is left. */
  readonly value: number;
  /** Levels left out because there is nothing to be gained on them. */
  readonly excluded: number;
}

/**
 * N = (V(pi) - V(random)) / (V* - V(random)), each V a mean over the levels first: a ratio of means, never clipped.
 * Levels with V* - V(random) < 1e-3 are left out and counted. Arguments: one value per level, in the same order.
 */
export function normalisedValue(
  values: ArrayLike<number>,
  optimal: ArrayLike<number>,
  random: ArrayLike<number>,
): NormalisedValue {
  if (values.length !== optimal.length || values.length !== random.length) {
    throw new Error(
      `values of ${values.length}, ${optimal.length} and ${random.length} levels cannot be compared`,
    );
  }
  let [gained, attainable, excluded] = [0, 0, 0];
  for (let level = 0; level < values.length; level++) {
    const range = (optimal[level] as number) - (random[level] as number);
    if (range < leastRange) {
      excluded++;
      continue;
    }
    gained += (values[level] as number) - (random[level] as number);
    attainable += range;
  }
  return { value: excluded === values.length ? Number.NaN : gained / attainable, excluded };
}

export interface MatchedNoise {
  /** The behaviour at the matching share; null where no share matches. */
  readonly line: BehaviourLine | null;
  /** Share of random actions. */
  readonly share: number | null;
  /** Why no share matches, or null. */
  readonly reason: string | null;
}

/**
 * The noisy planner that counts `target` of the given events (added up) per episode: between the two neighbouring
 * shares of the curve all figures are interpolated linearly. Where several shares match, the least noise is taken.
 * curve: behaviours of `noisy-planner:<objective>:<share>` on one level set, in any order.
 */
export function matchedNoise(
  curve: readonly BehaviourLine[],
  events: readonly string[],
  target: number,
): MatchedNoise {
  const points = curve
    .map((line) => ({ line, share: noiseShare(line.policy), count: countOf(line, events) }))
    .sort((one, other) => one.share - other.share);
  for (const [i, point] of points.entries()) {
    if (point.count === target) return { line: point.line, share: point.share, reason: null };
    const next = points[i + 1];
    if (!next || (point.count - target) * (next.count - target) >= 0) continue;
    const weight = (target - point.count) / (next.count - point.count);
    const share = interpolate(weight, 0, point.share, 1, next.share);
    return { line: interpolated(point.line, next.line, weight, share), share, reason: null };
  }
  const below = points.every(({ count }) => target < count);
  return { line: null, share: null, reason: below ? "none: below random" : "none: above the planner" };
}

/** The share of random actions in the name `noisy-planner:<objective>:<share>`. */
function noiseShare(policy: string): number {
  const share = Number(/^noisy-planner:.+:([^:]+)$/.exec(policy)?.[1]);
  if (Number.isNaN(share)) throw new Error(`"${policy}" is no noisy planner`);
  return share;
}

function countOf(line: BehaviourLine, events: readonly string[]): number {
  return events.reduce((sum, event) => {
    const count = line.events[event];
    if (count === undefined) throw new Error(`"${line.policy}" has no count of the event "${event}"`);
    return sum + count;
  }, 0);
}

function interpolated(
  one: BehaviourLine,
  other: BehaviourLine,
  weight: number,
  share: number,
): BehaviourLine {
  const number = (a: number, b: number) => interpolate(weight, 0, a, 1, b);
  const list = (a: readonly number[], b: readonly number[]) =>
    a.map((value, i) => number(value, b[i] as number));
  return {
    ...one,
    policy: one.policy.replace(/[^:]+$/, String(share)),
    events: joined(one.events, other.events, number),
    steps: number(one.steps, other.steps),
    terminated: number(one.terminated, other.terminated),
    values: joined(one.values, other.values, number),
    perLevel: {
      steps: list(one.perLevel.steps, other.perLevel.steps),
      events: joined(one.perLevel.events, other.perLevel.events, list),
      values: joined(one.perLevel.values, other.perLevel.values, list),
    },
  };
}

/** Joins what two records hold under the same names. */
function joined<T>(
  one: Readonly<Record<string, T>>,
  other: Readonly<Record<string, T>>,
  join: (a: T, b: T) => T,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(one).map(([name, value]) => [name, join(value, other[name] as T)]),
  );
}
