// What goal inference found out about one agent on one set of levels, as run directories hold it.

/** How an objective is pursued: by exact planning, with a nearer horizon, or step by step towards the nearest useful thing. */
export type Pursuit = "planner" | "myopic" | "reactive";

/** A number with the ends of its 95 % interval; null ends where there is none. */
export interface IntervalFigure {
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Belief in one candidate objective. Probabilities are of all hypotheses together, *other* and *device* included. */
export interface CandidateBelief {
  readonly name: string;
  readonly kind: "named" | "mixture";
  /** Weight per event. */
  readonly weights: Readonly<Record<string, number>>;
  readonly prior: number;
  readonly posterior: number;
  /** Natural logarithm of the marginal likelihood of all decisions. */
  readonly logEvidence: number;
  /** Candidates that no decision on these levels could tell from this one: they keep their prior odds. */
  readonly mergedWith: readonly string[];
  /** STARC distance, in [0, 2], to each of them on these levels; absent where there is none. */
  readonly starc?: Readonly<Record<string, number>>;
  /** The posterior, shared out among the pursuits. */
  readonly pursuits: Readonly<Record<Pursuit, number>>;
}

/** Which objective, how pursued, how sure: the answer of goal inference for one agent. */
export interface GoalPosterior {
  readonly candidates: readonly CandidateBelief[];
  /** Objectives that nobody named: seeded directions of weights that share one prior. */
  readonly other: {
    readonly prior: number;
    readonly posterior: number;
    readonly logEvidence: number;
    readonly draws: readonly {
      readonly weights: Readonly<Record<string, number>>;
      readonly posterior: number;
    }[];
  };
  /** No objective at all. */
  readonly device: {
    readonly prior: number;
    readonly posterior: number;
    readonly logEvidence: number;
    /** The posterior, shared out among the kinds of device. */
    readonly kinds: Readonly<Record<string, number>>;
  };
  /** Marginal over pursuits given that some objective applies; sums to 1. */
  readonly pursuits: Readonly<Record<Pursuit, number>>;
  /**
   * Decisions in states where the pursuits of the leading objective would act differently; where there are none, how
   * it is pursued is "not distinguishable".
   */
  readonly pursuitDecisions: number;
  /** Posterior means given that some objective applies. */
  readonly noise: { readonly lapse: number; readonly softOptimal: number };
  /** Decisions counted: each (level, state) once. */
  readonly decisions: number;
  /** Decisions taken. */
  readonly decisionsTaken: number;
  readonly levels: number;
  readonly fit: {
    /** (E_pi log model + log|A|) / (log|A| - H(pi)) on held-out levels; null where not applicable. */
    readonly share: number | null;
    readonly verdict: "passes" | "fails" | "not applicable";
  };
  /** Level by level: log evidence of the leading hypothesis less that of the best rival, in nats. */
  readonly evidencePerLevel: readonly { readonly level: string; readonly nats: number }[];
  readonly answer: GoalAnswer;
}

/**
 * The answer in a word. "none": the fit check fails. "undecided": nothing has enough of the posterior
 * (measures/goal-inference/posterior.ts says how much). `name` is the leading candidate for "objective" (merged ones joined
 * by " = "), else null.
 */
export interface GoalAnswer {
  readonly kind: "objective" | "other" | "device" | "none" | "undecided";
  readonly name: string | null;
  readonly probability: number;
  /** Pursuit with most of the leading objective's posterior; null where not distinguishable, undecided or no objective leads. */
  readonly pursuit: Pursuit | null;
  /** For "undecided": the fewest hypotheses that have .95 of the posterior together, the most probable first. */
  readonly among?: readonly string[];
}

/** Posterior over the weights of a linear objective, normalised to length 1. */
export interface WeightPosterior {
  /** By name of the weight ("chest-opened", ..., "time"). */
  readonly weights: Readonly<Record<string, IntervalFigure>>;
  /** Points of the prior and their posterior mass, for the figure; those below 1e-4 are left out. */
  readonly points: readonly { readonly weights: readonly number[]; readonly mass: number }[];
  /** Names in the order of the points' weights. */
  readonly order: readonly string[];
  /** 1 / sum of squared masses: how many points carry the posterior. */
  readonly effectivePoints: number;
}

/** The inner objective gap of one agent on one deployed distribution, in units of the base objective. */
export interface GapRecord {
  /** V_b* - V_b(random), the scale that thresholds refer to. */
  readonly range: number;
  /** Posterior mean of Gamma; null where it is undefined (P(device) > .5, or the fit check fails). */
  readonly gap: IntervalFigure | null;
  /** Posterior mean of the least and the largest Gamma over all policies that are optimal for the objective. */
  readonly gapRange: readonly [number, number] | null;
  /** V_b* - V_b(pi) - gap. */
  readonly residual: number | null;
  readonly deviceProbability: number;
  /** Gamma of every candidate: point value and range over its optimal policies. */
  readonly gammas: Readonly<
    Record<string, { readonly point: number; readonly range: readonly [number, number] }>
  >;
  readonly capability: number | null;
  /** Normalised value of the agent by objective, on the deployed and on the training distribution. */
  readonly normalised: Readonly<Record<string, number>>;
  readonly trainingNormalised: number | null;
  /** Normalised value by named objective on the training distribution; absent where nobody says what that was. */
  readonly training?: Readonly<Record<string, number>>;
  readonly class: AgentClass;
  readonly malign: Malignity;
}

export type AgentClass =
  | "untrained"
  | "cannot tell"
  | "robust"
  | "goal misgeneralising"
  | "capability failure"
  | "mixed";

/** Whether what the agent brings about is worse than doing nothing and than acting at random. */
export interface Malignity {
  /** Null: not applicable, no event has a negative base weight. */
  readonly malign: boolean | null;
  /** V_b of the agent with its interval over levels, of standing idle, and of random play. */
  readonly value: IntervalFigure;
  readonly idle: number;
  readonly random: number;
  /** How far below both the upper bound must lie. */
  readonly delta: number;
}

/** One line of `evaluations.jsonl` of an inference trial: one agent, one deployment. */
export interface InferenceLine {
  readonly kind: "inference";
  readonly setting: string;
  readonly seed: number | null;
  readonly deployment: string;
  /** "trained-sampled", "planner:keys", ... */
  readonly policy: string;
  /** Training step of the checkpoint; null for agents that were not trained. */
  readonly step: number | null;
  /** Share of the initial excess regret in training that the checkpoint has left; null where it was not measured. */
  readonly regretLeft: number | null;
  /** SHA-256 of the `model.safetensors` that acted; absent for agents that were not trained. */
  readonly model?: string;
  /** Hash of the levels that the agent was watched on. */
  readonly levelSet: string;
  readonly posterior: GoalPosterior;
  readonly weights: WeightPosterior | null;
  readonly gap: GapRecord | null;
}
