// What a page on a model of risk is made of.
import type { DrawConditions } from "../../risk/estimates/draws.ts";
import type { SobolIndices } from "../../risk/estimates/sobol-indices.ts";
import type { DrawSummary } from "../../risk/estimates/summarise-draws.ts";
import type { Tornado } from "../../risk/estimates/tornado.ts";
import type { InformationValues } from "../../risk/estimates/value-of-information.ts";
import type { ExplainedQuantity } from "../../risk/explain-model.ts";
import type { RiskModel } from "../../risk/model.ts";
import type { WorstCases } from "../../risk/worst-case.ts";

/** What drawing the asked quantity came to. */
export interface RiskDistribution {
  readonly conditions: DrawConditions;
  readonly summary: DrawSummary;
  /** Null where nothing is unknown. */
  readonly worst: WorstCases | null;
}

/** What its uncertainty comes from. */
export interface RiskSensitivity {
  readonly indices: SobolIndices;
  readonly tornado: Tornado;
  /** "leaf", "cause", "rest" or "unknown", by input. */
  readonly kinds: Readonly<Record<string, string>>;
}

export interface RiskReport {
  readonly model: RiskModel;
  /** The file, or the name of a model of the package. */
  readonly from: string;
  /** The words that make the page again. */
  readonly command: string;
  /** What was asked about: the model's outcome, or another quantity. */
  readonly quantity: string;
  readonly tree: ExplainedQuantity;
  readonly distribution: RiskDistribution | null;
  readonly sensitivity: RiskSensitivity | null;
  readonly information: InformationValues | null;
}
