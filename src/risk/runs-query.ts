// A quantity as a query on runs: which agents are counted, and what becomes of the counts.
import { z } from "../base/schema.ts";

/** What can be asked of an agent. */
const condition = z.strictObject({
  /** The class that goal inference gave it: "goal misgeneralising", "robust", ... */
  class: z.string().min(1).optional(),
  /** "malign": what it brings about is worse than idling and than random play. */
  flag: z.literal("malign").optional(),
});

/** `runs: {...}` of a quantity. */
export const runsQuerySchema = z.strictObject({
  /** Folder of a study, of a run, or of several; * stands for any part of a name. */
  study: z.string().min(1).max(1000),
  /** Agents that count; the rest are left out before anything is counted. */
  given: z
    .strictObject({
      ...condition.shape,
      /** Agents that learned what they were trained for: all but those of the class "untrained". */
      trained: z.literal(true).optional(),
    })
    .optional(),
  ...condition.shape,
  /** Name of the setting; all by default. */
  setting: z.string().min(1).optional(),
  /** Name of the deployment; must be given where agents were watched in several. */
  deployment: z.string().min(1).optional(),
  /** Which policy of the run; the trained one, sampled, by default. */
  policy: z.string().min(1).default("trained-sampled"),
  /** What is believed before any run: Jeffreys' Beta(1/2, 1/2), or uniform Beta(1, 1). */
  prior: z.enum(["jeffreys", "uniform"]).default("jeffreys"),
});

/** A query, defaults filled in. */
export type RunsQuery = z.output<typeof runsQuerySchema>;

/** What an agent has to be. */
export type Condition = NonNullable<RunsQuery["given"]>;

/** What a query came to. */
export interface RunsCount {
  readonly successes: number;
  readonly failures: number;
  /** Agents of which it cannot be told; they are not counted. */
  readonly undecided: number;
  /** The run folders that were counted. */
  readonly from: readonly string[];
}

/** Answers queries, anew each time it is asked. `place` is the query's own, for errors. */
export type Evidence = (query: RunsQuery, place: string) => RunsCount;

/** How much each prior adds to successes and to failures. */
export const priorCounts: Readonly<Record<RunsQuery["prior"], number>> = { jeffreys: 0.5, uniform: 1 };
