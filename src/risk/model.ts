// A model of risk as its text says it: checked, names resolved, quantities in the order of their computation.
import type { ConditionalDistribution } from "./conditional-distribution.ts";
import type { Distribution } from "./distribution.ts";
import type { Formula } from "./formula.ts";
import type { RunsQuery } from "./runs-query.ts";

/** How events hang together: unknown is between the two extremes, whatever they are. */
export type Dependence = "independent" | "comonotone" | "countermonotone" | "unknown";

/** What a quantity is. */
export type Definition =
  | { readonly kind: "formula"; readonly formula: Formula }
  | { readonly kind: "distribution"; readonly distribution: Distribution }
  /** A distribution whose parameters are formulas. */
  | { readonly kind: "conditional"; readonly distribution: ConditionalDistribution }
  /** Unknown within its ends, with no belief about where. */
  | { readonly kind: "interval"; readonly low: number; readonly high: number }
  /** One of several, chosen by weights that sum to 1. */
  | { readonly kind: "mixture"; readonly weights: readonly number[]; readonly of: readonly MixturePart[] }
  /** The probability that all or any of several events happen. */
  | {
      readonly kind: "events";
      readonly operator: "and" | "or";
      readonly dependence: Dependence;
      readonly of: readonly Formula[];
    }
  | { readonly kind: "runs"; readonly query: RunsQuery };

export type MixturePart = Extract<Definition, { kind: "formula" | "distribution" | "conditional" }>;

/** One named quantity. */
export interface Quantity {
  readonly name: string;
  readonly definition: Definition;
  readonly title?: string;
  readonly source?: string;
  readonly note?: string;
  /** "probability" is checked to lie in 0 to 1; any other unit is only shown. */
  readonly unit?: string;
  /** Where it stands: "quantities.goal_gap". */
  readonly place: string;
}

/** What several quantities have in common: a standard normal number that each follows as closely as its loading says. */
export interface CommonCause {
  readonly name: string;
  readonly title?: string;
  readonly source?: string;
  readonly note?: string;
  /** Correlation with the cause, from -1 to 1, by quantity. */
  readonly loadings: ReadonlyMap<string, number>;
}

/** One option of the decision. */
export interface ModelOption {
  readonly name: string;
  readonly payoff: Formula;
  readonly place: string;
}

export interface RiskModel {
  readonly name: string;
  readonly title?: string;
  readonly source?: string;
  readonly note?: string;
  /** Each after all that it uses, otherwise as they were written. */
  readonly quantities: readonly Quantity[];
  readonly causes: readonly CommonCause[];
  /** The quantity that is asked about. */
  readonly outcome: string;
  readonly options: readonly ModelOption[];
  /** What is allowed and yet worth a word, such as quantities that nothing uses. */
  readonly notes: readonly string[];
}
