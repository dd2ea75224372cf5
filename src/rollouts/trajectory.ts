// What a rollout records: consecutive steps of many lanes, time first; and complete episodes.
import type { Environment } from "../environments/environment.ts";

/**
 * A stretch of steps as learners see it. Row (t, lane) of a [steps, lanes] array stands at t * lanes + lane.
 * The arrays belong to the collector that filled them and are overwritten by its next stretch.
 */
export interface Trajectory {
  readonly steps: number;
  readonly lanes: number;
  /** What the agent saw before step t. [steps, lanes, ...observation shape] */
  readonly observations: Uint8Array;
  /** [steps, lanes] */
  readonly actions: Uint8Array;
  /** Natural logarithm of the probability with which the action was taken. [steps, lanes] */
  readonly logProbabilities: Float32Array;
  /** The policy's estimate before step t. [steps, lanes] */
  readonly values: Float32Array;
  /** What step t was worth under the objective that is trained for. [steps, lanes] */
  readonly rewards: Float32Array;
  /** 1 where step t ended an episode by the rules of the world. [steps, lanes] */
  readonly terminated: Uint8Array;
  /** 1 where step t used up the horizon. [steps, lanes] */
  readonly truncated: Uint8Array;
  /** Estimate for the last observation of an episode that step t truncated; 0 elsewhere. [steps, lanes] */
  readonly finalValues: Float32Array;
  /** Estimate after the last step. [lanes] */
  readonly lastValues: Float32Array;
  /**
   * 1 where the policy's memory was cleared before step t: at the start of a life, which may hold several episodes,
   * so this does not follow from where episodes end. [steps, lanes]
   */
  readonly memoryCleared: Uint8Array;
  /** Steps of a sequence: every so many steps the memory is taken down. Divides `steps`. */
  readonly sequenceLength: number;
  /** The policy's memory before the first step of every sequence. [steps / sequenceLength, lanes, memory size] */
  readonly memories: Float32Array;
  /** The beginning of the memory before step t: what whoever plays has written there. [steps, lanes, told size] */
  readonly told: Float32Array;
}

/** Numbers per lane of what a trajectory keeps of memories; the default is a policy without memory. */
export interface MemorySizes {
  readonly memorySize?: number;
  /** How many of them, from the first, are written by whoever plays. */
  readonly toldSize?: number;
  /** 1 by default. */
  readonly sequenceLength?: number;
}

/** Sums over the episodes that ended within a rollout. */
export interface FinishedEpisodes {
  readonly count: number;
  /** Undiscounted return under the base objective. */
  readonly returns: number;
  readonly steps: number;
  /** In the environment's order. [events] */
  readonly events: Float64Array;
}

/** Complete episodes, one per level, in the order of the levels. */
export interface Episodes {
  readonly environment: Environment;
  readonly horizon: number;
  readonly discount: number;
  readonly count: number;
  /** [count, environment.levelLength] */
  readonly levels: Uint8Array;
  /** [count] */
  readonly steps: Int32Array;
  /** 1 where the world's rules ended the episode before the horizon did. [count] */
  readonly terminated: Uint8Array;
  /** How often each event happened, in the environment's order. [count, events] */
  readonly events: Int32Array;
  /** Discounted return by objective name, each [count]. */
  readonly values: Readonly<Record<string, Float64Array>>;
  /** What was done, by level. */
  readonly actions: readonly (readonly number[])[];
  /** Options that chance took, by level; empty in deterministic worlds. */
  readonly chances: readonly (readonly number[])[];
}

export function allocateTrajectory(
  steps: number,
  lanes: number,
  observationSize: number,
  { memorySize = 0, toldSize = 0, sequenceLength = 1 }: MemorySizes = {},
): Trajectory {
  const rows = steps * lanes;
  return {
    steps,
    lanes,
    observations: new Uint8Array(rows * observationSize),
    actions: new Uint8Array(rows),
    logProbabilities: new Float32Array(rows),
    values: new Float32Array(rows),
    rewards: new Float32Array(rows),
    terminated: new Uint8Array(rows),
    truncated: new Uint8Array(rows),
    finalValues: new Float32Array(rows),
    lastValues: new Float32Array(lanes),
    memoryCleared: new Uint8Array(rows),
    sequenceLength,
    memories: new Float32Array((rows / sequenceLength) * memorySize),
    told: new Float32Array(rows * toldSize),
  };
}
