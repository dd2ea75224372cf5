// What an agent was seen to do: the only thing that goal inference knows of it.
import type { LevelSet } from "../../environments/levels.ts";

/**
 * On-policy decisions of one agent, each (level, state) once: the action of the first visit. Rows are ordered by level,
 * then by time. `state` is the state's number in the level's enumeration.
 */
export interface DecisionRecord {
  readonly levels: LevelSet;
  /** [count] */
  readonly level: Int32Array;
  /** [count] */
  readonly state: Int32Array;
  /** [count] */
  readonly action: Uint8Array;
  /** The action before; the number of actions where the episode began. [count] */
  readonly previous: Uint8Array;
  /** The agent's own probabilities, for the fit check only. [count, actions] */
  readonly probabilities: Float32Array;
  readonly count: number;
  /** Decisions taken in all. */
  readonly taken: number;
  /** Discounted event counts of an episode, mean over the episodes of each level. [levels, events] */
  readonly discountedEvents: Float64Array;
  readonly episodesPerLevel: number;
}

/** The decisions of some levels only; levels keep their numbers, and episodes count as before. */
export function decisionsOn(record: DecisionRecord, keep: (level: number) => boolean): DecisionRecord {
  const rows = Array.from(record.level.keys()).filter((row) => keep(record.level[row]));
  const actions = record.count === 0 ? 0 : record.probabilities.length / record.count;
  return {
    ...record,
    level: Int32Array.from(rows, (row) => record.level[row]),
    state: Int32Array.from(rows, (row) => record.state[row]),
    action: Uint8Array.from(rows, (row) => record.action[row]),
    previous: Uint8Array.from(rows, (row) => record.previous[row]),
    probabilities: Float32Array.from({ length: rows.length * actions }, (_, index) => {
      return record.probabilities[rows[Math.floor(index / actions)] * actions + (index % actions)];
    }),
    count: rows.length,
  };
}
