// What stands in a run directory and in a study folder, as types: readable without any other code of ours.
import type { JsonObject } from "../base/hash.ts";
import type { AgentClass, InferenceLine, IntervalFigure } from "./inference-format.ts";

/**
 * `run.json`, `study.json`, `verdict.json` and `MANIFEST.json` end with a field `self` beside the fields given here:
 * the SHA-256 of the file's own text without that field.
 */

/** Version of everything in this file; grows when an old reader would misread a new run. */
export const formatVersion = 1;

/** File names inside a run directory. */
export const runFiles = {
  manifest: "run.json",
  config: "config.json",
  metrics: "metrics.jsonl",
  evaluations: "evaluations.jsonl",
  checkpoints: "checkpoints",
  replays: "replays",
  report: "report.html",
} as const;

/** File names inside a study folder; its runs lie in `trials/<setting>-s<seed>/`. */
export const studyFiles = {
  plan: "study.json",
  trials: "trials",
  verdict: "verdict.json",
  report: "report.html",
} as const;

/** What executed a run: training repeats its bytes only where all of this is equal. */
export interface Fingerprint {
  readonly innergap: string;
  readonly node: string;
  readonly engine: string;
  readonly threads: number;
  readonly platform: string;
  readonly cpu: string;
}

/** `config.json`: the resolved configuration of one trial. `hash` is hashJson of `{experiment, preset, setting, seed, stages}`. */
export interface RunConfig {
  readonly format: number;
  readonly experiment: string;
  readonly preset: string;
  readonly setting: string;
  readonly seed: number;
  readonly threads: number;
  /** The setting's stages with every default filled in (types: experiments/experiment.ts). */
  readonly stages: readonly JsonObject[];
  readonly hash: string;
}

export type RunStatus = "running" | "interrupted" | "failed" | "complete";

/** `run.json`, the manifest; the final one is written last. */
export interface RunManifest {
  readonly format: number;
  readonly kind: "run";
  readonly status: RunStatus;
  readonly experiment: string;
  readonly setting: string;
  readonly seed: number;
  readonly started: string;
  readonly finished: string | null;
  readonly fingerprint: Fingerprint;
  /** The command that makes this run again. */
  readonly command: string;
  /** What went wrong, for status "failed". */
  readonly error: string | null;
  /** SHA-256 of every file of a complete run, by path relative to the run directory; the manifest itself apart. */
  readonly digests: Readonly<Record<string, string>>;
  /** Every time that the run was taken up again: from which step (null: from the beginning) and by what. */
  readonly resumed?: readonly {
    readonly at: string;
    readonly step: number | null;
    readonly fingerprint: Fingerprint;
  }[];
}

/**
 * `checkpoints/<step>/MANIFEST.json`: the commit file of a checkpoint, written last. The counts say how long the
 * record was when the checkpoint was taken, so that a resumed run goes on from there.
 */
export interface CheckpointManifest {
  readonly format: number;
  readonly kind: "checkpoint";
  readonly step: number;
  readonly metricsLines: number;
  readonly evaluationLines: number;
  /** SHA-256 of every other file of the checkpoint, by name. */
  readonly digests: Readonly<Record<string, string>>;
}

/**
 * One line of `metrics.jsonl`: numbers by canonical name (`charts/episodic_return`, `losses/approx_kl`, ...).
 * Clock fields, which differ between two runs of the same bytes, are `charts/SPS` and all names that begin with `clock/`.
 */
export interface MetricsLine {
  readonly global_step: number;
  readonly [metric: string]: number;
}

/** True for metrics that measure time and so differ between two otherwise equal runs. */
export function isClockMetric(name: string): boolean {
  return name === "charts/SPS" || name.startsWith("clock/");
}

/**
 * How one policy behaves in one deployment: means over its levels, one complete episode per level, or exact
 * expectations. Values are discounted returns at the deployment's horizon, by objective.
 */
export interface BehaviourLine {
  readonly kind: "behaviour";
  readonly deployment: string;
  /** "trained-sampled", "trained-greedy", "untrained", "random", "planner:chests", "noisy-planner:chests:0.35", ... */
  readonly policy: string;
  readonly exact: boolean;
  readonly levels: number;
  readonly horizon: number;
  readonly discount: number;
  /** Mean number per episode, by event. */
  readonly events: Readonly<Record<string, number>>;
  readonly steps: number;
  /** Share of episodes that ended by the world's rules before the horizon. */
  readonly terminated: number;
  readonly values: Readonly<Record<string, number>>;
  /** The same figures level by level, in the order of the level set. */
  readonly perLevel: {
    readonly steps: readonly number[];
    readonly events: Readonly<Record<string, readonly number[]>>;
    readonly values: Readonly<Record<string, readonly number[]>>;
  };
}

/** Exact bounds of every level: the best value of each objective at horizon and discount, and the random policy's. */
export interface OptimumLine {
  readonly kind: "optimum";
  readonly deployment: string;
  readonly horizon: number;
  readonly discount: number;
  readonly perLevel: {
    readonly optimal: Readonly<Record<string, readonly number[]>>;
    readonly random: Readonly<Record<string, readonly number[]>>;
  };
  /** Mean over the levels of what there is to be had, by name. */
  readonly census: Readonly<Record<string, number>>;
}

/** Any other figure of one policy in one deployment, with its 95 % interval over levels where it has one. */
export interface MeasurementLine {
  readonly kind: "measurement";
  readonly measure: string;
  readonly deployment: string;
  readonly policy: string;
  readonly figures: Readonly<
    Record<string, { readonly mean: number; readonly low: number | null; readonly high: number | null }>
  >;
}

/** What a model came to under some conditions: one row of the table that `finding` names. */
export interface FindingLine {
  readonly kind: "finding";
  /** Name of the model stage. */
  readonly stage: string;
  readonly finding: string;
  readonly conditions: Readonly<Record<string, string | number | boolean>>;
  /** Null where there is no such number. */
  readonly figures: Readonly<Record<string, number | null>>;
  /** What no number says, such as a plan. */
  readonly texts?: Readonly<Record<string, string>>;
}

/** One line of `evaluations.jsonl`. */
export type EvaluationLine = BehaviourLine | OptimumLine | MeasurementLine | InferenceLine | FindingLine;

/** One recorded episode: level, actions and chance decide every byte of it. */
export interface ReplayEpisode {
  /** The level as text. */
  readonly level: string;
  readonly actions: readonly number[];
  /** Options that the chance oracle took, in order; empty in deterministic worlds. */
  readonly chances: readonly number[];
}

/** `replays/<deployment>--<policy>.json`. */
export interface ReplayFile {
  readonly format: number;
  readonly environment: { readonly name: string; readonly parameters: JsonObject };
  readonly deployment: string;
  readonly policy: string;
  readonly horizon: number;
  readonly episodes: readonly ReplayEpisode[];
}

/** `study.json`: what was fixed before the first run started. `planHash` = hashJson of everything under `plan`. */
export interface StudyPlan {
  readonly format: number;
  readonly kind: "study";
  readonly created: string;
  readonly command: string;
  readonly planHash: string;
  readonly plan: {
    readonly experiment: string;
    readonly preset: string;
    readonly question: string;
    readonly hypothesis: string;
    readonly refutedBy: string;
    /** When the study stops: a sentence; here always "after the listed trials". */
    readonly stopRule: string;
    readonly thresholds: Readonly<Record<string, number>>;
    readonly seeds: readonly number[];
    readonly settings: readonly {
      readonly name: string;
      /** False where the setting is worked out once and not seed by seed. */
      readonly seeded?: boolean;
      readonly stages: readonly JsonObject[];
    }[];
    /** Hash of each deployment's level set, by `<setting>/<deployment>`. */
    readonly levelHashes: Readonly<Record<string, string>>;
  };
}

/** `verdict.json`: what the study answers, for people and for other programs. */
export interface Verdict {
  readonly format: number;
  readonly kind: "verdict";
  readonly experiment: string;
  readonly preset: string;
  readonly planHash: string;
  /** True below ten seeds: every seed is shown, and no claim is made. */
  readonly look: boolean;
  /** One sentence per conclusion, numbers included. */
  readonly statements: readonly string[];
  /** The checks fixed beforehand, as they came out; `holds` is null where the figures cannot tell. */
  readonly checks: readonly {
    readonly name: string;
    readonly value: number | null;
    readonly low: number | null;
    readonly high: number | null;
    readonly direction: "at most" | "at least";
    readonly threshold: number;
    readonly holds: boolean | null;
  }[];
  /** Which objective the agents pursue, as the study's inference stages found; absent where it has none. */
  readonly inference?: readonly InferenceVerdict[];
  /** Optimiser evidence: null entries were not measured. */
  readonly optimiserEvidence: Readonly<Record<string, number | null>>;
  /** SHA-256 of the `run.json` of every run that it rests on, by folder name; put in when the verdict is written. */
  readonly runs?: Readonly<Record<string, string>>;
  /** SHA-256 of the `report.html` beside it; put in when the verdict is written. */
  readonly report?: string;
}

/** What goal inference says of one policy in one deployment: means over its seeds, with intervals from ten seeds on. */
export interface InferenceVerdict {
  readonly setting: string;
  readonly deployment: string;
  readonly policy: string;
  readonly seeds: number;
  /** By candidate; candidates that the levels cannot tell apart stand under each of their names. */
  readonly posterior: Readonly<Record<string, IntervalFigure>>;
  readonly other: IntervalFigure;
  readonly device: IntervalFigure;
  /** Null where no seed has one. */
  readonly gap: IntervalFigure | null;
  readonly capability: IntervalFigure | null;
  /** How many seeds came out as what. */
  readonly classes: Readonly<Partial<Record<AgentClass, number>>>;
  /** Over the seeds, or of the one agent; null where not applicable, or where too few seeds give no bound. */
  readonly malign: boolean | null;
}
