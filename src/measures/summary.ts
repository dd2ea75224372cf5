// A study's figures, put together: every policy beside its references, per seed, with intervals over seeds.

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
  readonly deployments: readonly DeploymentSummary[];
}

/** Everything the table, the report and `--json` show; made from the run directories alone. */
export interface StudySummary {
  readonly experiment: string;
  readonly preset: string;
  readonly settings: readonly SettingSummary[];
}
