// A study's figures, put together: every policy beside its references, per seed, with intervals over seeds.
import type { AgentClass, CandidateBelief, Malignity, Pursuit } from "../runs/inference-format.ts";

/** A figure over seeds: each seed's own, their mean, and the 95 % interval where there are enough seeds for one. */
export interface Figure {
  /** In the order of the policy's `seeds`; one entry for references, which have no seed. */
  readonly perSeed: readonly number[];
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** One row of the table. */
export interface PolicySummary {
  /** Identifier as in BehaviourLine ("trained-sampled", "random", "planner:chests", "matched-noise"). */
  readonly policy: string;
  /** What a reader sees ("trained, sampled"). */
  readonly label: string;
  readonly reference: boolean;
  /** Exact expectation rather than sampled episodes. */
  readonly exact: boolean;
  readonly seeds: readonly (number | null)[];
  /** By column key of the experiment (see experiments/experiment.ts). */
  readonly columns: Readonly<Record<string, Figure>>;
  /** Normalised value, by objective (DEFINITIONS: ratio of means over levels). */
  readonly normalised: Readonly<Record<string, Figure>>;
  /** Mean discounted return, by objective. */
  readonly values: Readonly<Record<string, Figure>>;
  /** Why the row says less than it could ("below random: no share of noise matches"), or null. */
  readonly note: string | null;
}

export interface MeasurementSummary {
  readonly measure: string;
  readonly policy: string;
  readonly seed: number | null;
  readonly figures: Readonly<
    Record<string, { readonly mean: number; readonly low: number | null; readonly high: number | null }>
  >;
}

export interface DeploymentSummary {
  readonly name: string;
  readonly side: "training" | "deployed";
  readonly horizon: number;
  readonly discount: number;
  readonly levels: number;
  readonly census: Readonly<Record<string, number>>;
  readonly policies: readonly PolicySummary[];
  /** Levels left out of the normalised value of an objective because its best and its random value coincide. */
  readonly excludedLevels: Readonly<Record<string, number>>;
  readonly measurements: readonly MeasurementSummary[];
}

export interface SettingSummary {
  readonly name: string;
  readonly summary: string;
  readonly seeds: readonly number[];
  /** Environment steps of the training, seed by seed; absent where nothing was trained. */
  readonly trainingSteps?: Figure;
  readonly deployments: readonly DeploymentSummary[];
}

/** Belief in one hypothesis over seeds. */
export interface BeliefSummary {
  readonly prior: number;
  readonly posterior: Figure;
  /** log evidence less that of its best rival, merged candidates being no rivals, in nats. */
  readonly logBayes: Figure;
}

export interface CandidateSummary
  extends BeliefSummary,
    Pick<CandidateBelief, "name" | "kind" | "weights" | "mergedWith"> {
  /** The posterior, shared out among the pursuits. */
  readonly pursuits: Readonly<Record<Pursuit, Figure>>;
}

/** The gap of one kind of agent over seeds. A seed whose gap, residual or capability is undefined has NaN there. */
export interface GapSummary {
  /** V_b* - V_b(random). */
  readonly range: number;
  readonly gap: Figure;
  /** Least and largest over all policies that are optimal for the objective. */
  readonly gapRange: readonly [Figure, Figure];
  readonly residual: Figure;
  readonly capability: Figure;
  /** By objective, where the agents are deployed. */
  readonly normalised: Readonly<Record<string, Figure>>;
  /** N_b(training); NaN where it was not measured. */
  readonly trainingNormalised: Figure;
  /** Class of each seed, in the order of `seeds`. */
  readonly classes: readonly AgentClass[];
  /** How many seeds are of each class. */
  readonly classCounts: Readonly<Record<AgentClass, number>>;
  /** Of the one agent, or over the seeds. */
  readonly malign: Malignity;
}

/** What goal inference says of one kind of agent in one deployment, over its seeds. */
export interface InferenceSummary {
  /** "reference-agents" for those that were made by hand. */
  readonly setting: string;
  readonly deployment: string;
  readonly policy: string;
  /** Training step; null for agents that were not trained. */
  readonly step: number | null;
  /** Whether this is the last checkpoint, or an agent that has none. */
  readonly final: boolean;
  readonly seeds: readonly (number | null)[];
  readonly levels: number;
  /** Share of the initial excess regret left in training; null where it was not measured. */
  readonly regretLeft: Figure | null;
  readonly candidates: readonly CandidateSummary[];
  readonly other: BeliefSummary;
  readonly device: BeliefSummary & { readonly kinds: Readonly<Record<string, Figure>> };
  /** Given that some objective applies. */
  readonly pursuits: Readonly<Record<Pursuit, Figure>>;
  /** Decisions in states where the pursuits differ: 0 says "not distinguishable". */
  readonly pursuitDecisions: Figure;
  /** Decisions counted. */
  readonly decisions: Figure;
  /** NaN where not applicable. */
  readonly fit: Figure;
  /** The answer of each seed in a word: "chests", "other", "device", "none", "undecided". */
  readonly answers: readonly string[];
  /** Posterior means of the weights of a linear objective, of length 1; null where they were not asked for. */
  readonly weights: Readonly<Record<string, Figure>> | null;
  readonly gap: GapSummary | null;
}

/** What a model came to under some conditions, over seeds. */
export interface FindingSummary {
  readonly setting: string;
  /** Name of the model stage. */
  readonly stage: string;
  /** Name of the table that this is a row of. */
  readonly finding: string;
  readonly conditions: Readonly<Record<string, string | number | boolean>>;
  /** One null where it was worked out once. */
  readonly seeds: readonly (number | null)[];
  /** NaN in seeds that have no such number. */
  readonly figures: Readonly<Record<string, Figure>>;
  /** Seed by seed; absent where there are none. */
  readonly texts?: readonly Readonly<Record<string, string>>[];
}

/** Everything the table, the report and `--json` show; made from the run directories alone. */
export interface StudySummary {
  readonly experiment: string;
  readonly preset: string;
  readonly settings: readonly SettingSummary[];
  /** One entry per kind of agent and deployment, in the order of the plan; absent where nothing was inferred. */
  readonly inference?: readonly InferenceSummary[];
  /** In the order of the plan; absent where no model was worked out. */
  readonly findings?: readonly FindingSummary[];
}
