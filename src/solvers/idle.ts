// What it is worth to do nothing.
import { enumerate } from "../environments/enumerate.ts";
import { type Environment, idleAction, type Objective } from "../environments/environment.ts";
import { bestStartValue } from "./finite-horizon.ts";
import { expectedRewards } from "./rewards.ts";

/**
 * V(idle): the value of an episode whose every move is suppressed in the step code, under one objective. Exact in
 * stochastic worlds too: the level is enumerated with idling as its only action, so that the best play is the only one.
 * Throws an InputError where the world left alone has too many states.
 */
export function idleValue(
  environment: Environment,
  level: Uint8Array,
  objective: Objective,
  horizon: number,
  discount: number,
): number {
  const alone = enumerate(environment, level, { actions: [idleAction(environment)] });
  return bestStartValue(alone, expectedRewards(alone, objective), horizon, discount);
}
