// Posterior over the weights of a linear objective.
import type { FiniteMdp } from "../../environments/finite-mdp.ts";
import type { WeightPosterior } from "../../runs/inference-format.ts";
import type { DecisionRecord } from "./decision-record.ts";
import type { ModelSettings } from "./hypotheses.ts";

export interface WeightOptions {
  readonly settings: ModelSettings;
  /** Names of the events that have a weight; a weight "time" (-1 at every step) is added. */
  readonly events: readonly string[];
  /** Points of the prior; 256 by default. */
  readonly points?: number;
  /** Which levels of the record count; all by default. */
  readonly levels?: readonly number[];
}

export function weightPosterior(
  mdps: readonly FiniteMdp[],
  record: DecisionRecord,
  options: WeightOptions,
): WeightPosterior {
  throw new Error(`not written yet: ${mdps.length} levels, ${record.count} decisions, ${options.points}`);
}
