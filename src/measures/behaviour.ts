// Complete episodes -> the figures that tables are made of.
import { mean, means } from "../base/stats.ts";
import type { Episodes } from "../rollouts/trajectory.ts";
import type { BehaviourLine } from "../runs/format.ts";

/** Means over the levels, and level by level: events and steps per episode, and the discounted return of every objective. */
export function behaviourOf(episodes: Episodes, deployment: string, policy: string): BehaviourLine {
  const { environment, horizon, discount, count, steps, terminated, values } = episodes;
  const perLevel = {
    steps: Array.from(steps),
    events: Object.fromEntries(
      environment.events.map((event, index) => [event, eventCounts(episodes, index)]),
    ),
    values: Object.fromEntries(
      Object.entries(values).map(([objective, returns]) => [objective, Array.from(returns)]),
    ),
  };
  return {
    kind: "behaviour",
    deployment,
    policy,
    exact: false,
    levels: count,
    horizon,
    discount,
    events: means(perLevel.events),
    steps: mean(steps),
    terminated: mean(terminated),
    values: means(perLevel.values),
    perLevel,
  };
}

/** How often one event happened, level by level. [count] */
function eventCounts({ environment, count, events }: Episodes, event: number): number[] {
  return Array.from(
    { length: count },
    (_, level) => events[level * environment.events.length + event] as number,
  );
}
