// What information is worth to whoever has something at stake: the interface of a decision and of a statement.
import type { ConditionalSums } from "./conditional-sums.ts";

/** A value with what the replicates, each by itself, say of it: their spread is its error. */
export interface Worth {
  readonly value: number;
  readonly byReplicate: Float64Array;
}

/** The worth of knowing one value exactly, estimated from bins. */
export interface PerfectWorth extends Worth {
  /** Chosen and valued on the same draws: too high on average. */
  readonly plugIn: number;
  /** Chosen on one half of the replicates and valued on the other: too low on average, or unbiased. */
  readonly crossFitted: number;
}

/** Something that better knowledge makes better; values are in its own unit. */
export interface Stake {
  /** What the draws are binned for. */
  readonly targets: readonly Float64Array[];
  /** Worth of knowing everything. */
  everything(): Worth;
  /** Worth of knowing the value that the draws are binned by. */
  knowing(sums: ConditionalSums): PerfectWorth;
  /** Worth of hearing one of several messages, which come with these probabilities in each bin. [messages][bins] */
  hearing(sums: ConditionalSums, likelihood: readonly Float64Array[]): Worth;
}
