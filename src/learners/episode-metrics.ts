// What training tells of the episodes that ended in a cycle.
import type { Environment } from "../environments/environment.ts";
import type { FinishedEpisodes } from "../rollouts/trajectory.ts";

/** Means over the episodes that ended in a rollout; nothing where none did. */
export function episodeMetrics(environment: Environment, finished: FinishedEpisodes): Record<string, number> {
  const { count, returns, steps, events } = finished;
  if (count === 0) return { "charts/episodes": 0 };
  const perEpisode = environment.events.map((event, kind) => [`events/${event}`, events[kind] / count]);
  return {
    "charts/episodes": count,
    "charts/episodic_return": returns / count,
    "charts/episodic_length": steps / count,
    ...Object.fromEntries(perEpisode),
  };
}
