// What an agent does that wants one attribute of a signed graph, and what that does to another.

/** Differences below this count as none. */
export const effectTolerance = 1e-9;

export interface BestPlans {
  /** One best plan, node numbers; among equally good actions those listed first. */
  readonly plan: readonly number[];
  /** How far every best plan raises what is wanted. */
  readonly value: number;
  /** The least and the most by which a best plan moves the other attribute. */
  readonly other: { readonly lowest: number; readonly highest: number };
}

/**
 * The best plans of an agent to which an action is worth `gain` and which moves something else by `aside`, both by node. A plan is a set of at most
 * `budget` actions; taken, an action stands at 1 instead of 0, and every other node of a signed graph at the sum of its causes times their effects, so that
 * a plan moves an attribute by the sum of its actions' effects on it (`effectsOn`). The agent takes what is of use to it, as much as the budget allows, the
 * most effective first, and leaves everything else.
 */
export function bestPlans(
  gain: Float64Array,
  aside: Float64Array,
  actions: readonly number[],
  budget: number,
): BestPlans {
  const useful = actions.filter((action) => gain[action]! > effectTolerance);
  const ranked = [...useful].sort((a, b) => gain[b]! - gain[a]!);
  const plan = ranked.slice(0, budget);
  const least = plan.length === 0 ? 0 : gain[plan.at(-1)!]!;
  // Only where the budget ends among equals is there a choice, and then among these alone.
  const tied = ranked.filter((action) => Math.abs(gain[action]! - least) <= effectTolerance);
  const sure = plan.filter((action) => !tied.includes(action));
  const free = plan.length - sure.length;
  const moved = tied.map((action) => aside[action]!).sort((a, b) => a - b);
  const fixed = sum(sure.map((action) => aside[action]!));
  return {
    plan: actions.filter((action) => plan.includes(action)),
    value: sum(plan.map((action) => gain[action]!)),
    other: {
      lowest: fixed + sum(moved.slice(0, free)),
      highest: fixed + sum(moved.slice(moved.length - free)),
    },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
