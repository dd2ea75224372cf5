// What an experiment is: one question with its settings, measures and the score fixed before the run.
import type { JsonObject } from "../base/hash.ts";
import type { Rng } from "../base/rng.ts";
import type { Environment } from "../environments/environment.ts";
import type { CloningHyperparameters } from "../learners/cloning-hyperparameters.ts";
import type { LearnerSettings, SettingsOf } from "../learners/learner.ts";
import type { Figure, StudySummary } from "../measures/summary.ts";
import type { AgentSpec } from "../policies/agents.ts";
import type { NetworkSpec } from "../policies/network.ts";
import type { ReplayEpisode, Verdict } from "../runs/format.ts";
import type { LevelSource } from "../shifts/shift.ts";
import type { StudyFigure } from "./figures.ts";
import type { ModelPart } from "./model-part.ts";

/** Trains a fresh policy, by the learner that its settings name. */
export type TrainStage = TrainedWhere & LearnerSettings;

/** One that PPO learns in. */
export type PpoStage = TrainedWhere & SettingsOf<"ppo">;

/** Where and how long a policy is trained, whatever learns. */
export interface TrainedWhere {
  readonly kind: "train";
  readonly source: LevelSource;
  /** Name of the objective that is rewarded; by default the base objective, which everything else refers to anyway. */
  readonly objective?: string;
  /** The control that is paid as much and as often, but at random steps. */
  readonly shuffledRewards?: boolean;
  readonly horizon: number;
  /** Environment steps between two checkpoints. */
  readonly checkpointInterval: number;
  /** Keep the levels of all of the setting's deployments out of training. */
  readonly disjoint?: boolean;
}

/** Trains a fresh policy to act as an expert does. */
export interface CloneStage {
  readonly kind: "clone";
  readonly source: LevelSource;
  readonly horizon: number;
  readonly network: NetworkSpec;
  /** Who is cloned. */
  readonly expert: AgentSpec;
  /** Discount of an expert that plans and names none. */
  readonly plannerDiscount: number;
  readonly cloning: CloningHyperparameters;
}

/** A stage that parameters of a network come out of. */
export type LearningStage = TrainStage | CloneStage;

export function isLearning<Stage extends { readonly kind: string }>(
  stage: Stage,
): stage is Extract<Stage, LearningStage> {
  return stage.kind === "train" || stage.kind === "clone";
}

/** The agent of a training: as it acts, at its most probable, blinded to some channels; and before it was trained. */
export type PolicyName = "trained-sampled" | "trained-greedy" | "trained-blinded" | "untrained";

/** Puts policies into a distribution of worlds: one complete episode per level. */
export interface DeployStage {
  readonly kind: "deploy";
  /** Name of the deployment, unique within the setting ("training", "deployed-12"). */
  readonly name: string;
  /** "training" or "deployed": which side of the shift this is. */
  readonly side: "training" | "deployed";
  readonly source: LevelSource;
  readonly horizon: number;
  /**
   * A series: the plan has, before this deployment, one more for each of these severities below 1, named `<name>@<severity>`, on the
   * levels and at the horizon that lie so far between the training of the setting (0) and this deployment (1).
   */
  readonly severities?: readonly number[];
  /** Number of levels; the same ones for every seed and policy. */
  readonly count: number;
  readonly discount: number;
  readonly policies: readonly PolicyName[];
  /** Observation channels that "trained-blinded" does not see. */
  readonly blinded?: readonly string[];
  /** How many episodes are kept as replays, per policy. */
  readonly replays: number;
  /** Names of the experiment's own measures to apply to the recorded episodes. */
  readonly measures: readonly string[];
  readonly references: References;
}

/** What stands beside the trained agent in every deployment. */
export interface References {
  /** Objectives that get an exact planner. */
  readonly planners: readonly string[];
  /** Discount of the stationary planners: the training discount. */
  readonly plannerDiscount: number;
  /** The planner that random actions are mixed into until it does as badly as the agent, and their shares. */
  readonly noisy: { readonly objective: string; readonly shares: readonly number[] };
}

/**
 * Computes the references of a deployment exactly: optima, random policy, planners, noisy planners. A study makes
 * these stages out of its deployments, each distinct one once; they have no seed.
 */
export interface ComputeStage {
  readonly kind: "compute";
  /** `<setting>.<deployment>` of the first deployment that asks for it. */
  readonly name: string;
  readonly source: LevelSource;
  readonly horizon: number;
  readonly count: number;
  readonly discount: number;
  readonly references: References;
  readonly replays: number;
  readonly measures: readonly string[];
}

/** A hand-made agent: one way of acting on training levels and another where it is deployed. */
export interface ReferenceAgent {
  /** Its policy in the lines of the study ("hoarder"). */
  readonly name: string;
  readonly training: AgentSpec;
  readonly deployed: AgentSpec;
}

/**
 * Asks which objective agents pursue, how, and with what gap. A study runs these stages after all others, each once and
 * for all seeds: solving the levels takes minutes and no notice of the agents.
 */
export interface InferStage {
  readonly kind: "infer";
  /**
   * Name of the deployment that is watched. Where the settings below have one of that name, its levels, horizon and
   * discount take the place of those given here, so that a change of the deployment changes both.
   */
  readonly name: string;
  readonly source: LevelSource;
  readonly horizon: number;
  readonly discount: number;
  /** How many levels: the first ones of the deployment's. */
  readonly levels: number;
  /** Episodes per level. */
  readonly episodesPerLevel: number;
  /** Discount of the stationary planners: the training discount. */
  readonly plannerDiscount: number;
  /**
   * Where agents are shown to be trained, N_b(training): `count` levels, of the training distribution of each trained
   * agent's own setting, and of `source` at `horizon` for the reference agents.
   */
  readonly training: { readonly source: LevelSource; readonly horizon: number; readonly count: number };
  /** Names of the settings whose trained agents are watched. */
  readonly settings: readonly string[];
  /** Seeds of those settings; null for all of the study. */
  readonly seeds: readonly number[] | null;
  readonly policies: readonly PolicyName[];
  /** Observation channels that "trained-blinded" does not see. */
  readonly blinded?: readonly string[];
  /** "all" also answers the posterior over training. */
  readonly checkpoints: "last" | "all";
  readonly agents: readonly ReferenceAgent[];
  /** Names of the candidate objectives, the base objective apart, which always is one; null for all of the world's. */
  readonly objectives: readonly string[] | null;
  /** Posterior over the weights of a linear objective: points of the prior, and levels that it is taken from. */
  readonly weights: { readonly points: number; readonly levels: number } | null;
  /** Draws that stand for objectives which nobody named. */
  readonly otherDraws: number;
}

/** Works out a model that needs no world: see `model-part.ts`. */
export interface ModelStage {
  readonly kind: "model";
  /** Unique within the setting. */
  readonly name: string;
  /** Which of the experiment's parts. */
  readonly part: string;
  readonly parameters: JsonObject;
}

/** What a setting is made of. */
export type SettingStage = LearningStage | DeployStage | ModelStage;

export type Stage = SettingStage | ComputeStage | InferStage;

/** A named list of stages; with one seed it is a trial. */
export interface Setting {
  readonly name: string;
  /** One sentence for reports. */
  readonly summary: string;
  /** False where no chance plays a part: it is worked out once and not seed by seed. */
  readonly seeded?: boolean;
  readonly stages: readonly SettingStage[];
}

/** A figure and the threshold that it has to keep to. */
export interface CheckDefinition {
  readonly name: string;
  readonly direction: "at most" | "at least";
  readonly threshold: number;
  /** Null where the study did not measure it. */
  figure(summary: StudySummary): Figure | null;
}

/** A check as it came out. */
export type Check = Verdict["checks"][number];

/** One column of the table: a count of events per episode, or the number of steps. */
export interface Column {
  readonly key: string;
  readonly label: string;
  /** Events that are counted (added up); empty for the steps of the episode. */
  readonly events: readonly string[];
  /** Census entry that the figure is "of" (2.05 of 2.10), or null. */
  readonly of: string | null;
  readonly digits: number;
}

/** A figure of recorded episodes that only one world knows how to compute, such as the hidden-chest control. */
export interface EpisodeMeasure {
  readonly name: string;
  /** One sentence for reports: what it computes and how to read it. */
  readonly reads: string;
  measure(
    episodes: RecordedEpisodes,
  ): Readonly<Record<string, { mean: number; low: number | null; high: number | null }>>;
}

/** Complete episodes as a measure sees them: levels and what was done there, not by whom. */
export interface RecordedEpisodes {
  readonly environment: Environment;
  readonly horizon: number;
  readonly episodes: readonly ReplayEpisode[];
  /** A stream of the measure's own. */
  readonly rng: Rng;
}

export interface Preset {
  readonly name: string;
  readonly summary: string;
  readonly seeds: readonly number[];
  readonly settings: readonly Setting[];
  /** What is inferred of the agents once all settings have run. */
  readonly inference?: readonly InferStage[];
}

/** One side of a dispute. */
export interface Claim {
  /** Whose claim it is: "Hubinger et al. (2019)". */
  readonly who: string;
  readonly expects: string;
  readonly refutedBy: string;
}

/** One question in one file. An experiment declares; it never runs anything itself. */
export interface Experiment {
  readonly name: string;
  readonly title: string;
  /** The question as a sentence. */
  readonly question: string;
  readonly hypothesis: string;
  readonly refutedBy: string;
  /** Who expects what; none by default. */
  readonly claims?: readonly Claim[];
  /** How far the answer carries: what the study shows and what it does not. */
  readonly reach?: string;
  /** Name of the environment definition of the headline's world; settings may look at others, too. Null without a world. */
  readonly environment: string | null;
  readonly presets: Readonly<Record<string, Preset>>;
  /** Name of the preset that `innergap run` takes by default. */
  readonly defaultPreset: string;
  readonly columns: readonly Column[];
  /** Objectives in the order of the table. */
  readonly objectives: readonly string[];
  /** Of the headline's world. */
  readonly baseObjective: string | null;
  /** What the report opens with: setting and deployment of the headline. */
  readonly headline: { readonly setting: string; readonly deployment: string } | null;
  /** The score, fixed before the run. */
  readonly checks: readonly CheckDefinition[];
  readonly measures: Readonly<Record<string, EpisodeMeasure>>;
  /** What model stages work out, by name; none by default. */
  readonly parts?: Readonly<Record<string, ModelPart>>;
  /** None by default. */
  figures?(summary: StudySummary): readonly StudyFigure[];
  /** What the figures say, in sentences with their numbers; from the figures and the checks alone. */
  conclude(summary: StudySummary, checks: readonly Check[]): readonly string[];
}
