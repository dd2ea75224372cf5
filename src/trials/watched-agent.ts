// The agents that inference watches: how to make each act, and where it was trained.
import type { Environment } from "../environments/environment.ts";
import type { Policy } from "../policies/policy.ts";
import type { LevelSource } from "../shifts/shift.ts";

/** Levels and the length of their episodes. */
export interface TrainingSide {
  readonly source: LevelSource;
  readonly horizon: number;
}

/** One agent at one moment of its training. */
export interface WatchedAgent {
  readonly setting: string;
  readonly seed: number | null;
  /** "trained-sampled", "trained-greedy", "untrained", or the name of a hand-made agent. */
  readonly policy: string;
  /** Training step; null for agents that were not trained. */
  readonly step: number | null;
  /** The distribution that it was trained on; null where nobody says. */
  readonly trainedOn: TrainingSide | null;
  /** Makes it act. What acted before it may not be used any more. */
  act(): ActingAgent;
}

export interface ActingAgent {
  /** SHA-256 of its stored parameters; null for agents that have none. */
  readonly model: string | null;
  policyFor(environment: Environment, side: "training" | "deployed"): Promise<Policy> | Policy;
}

/** Agents that belong together: the checkpoints of one training in its order, or a single agent. */
export interface AgentGroup {
  readonly agents: readonly WatchedAgent[];
  /** Whether they are all checkpoints of a training, from the first to the last: then regret can be shared out. */
  readonly whole: boolean;
}
