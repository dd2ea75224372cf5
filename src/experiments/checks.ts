// Checks fixed before a run: a figure of the summary against a threshold.
import { tInterval } from "../base/stats.ts";
import { claimSeeds } from "../measures/claim-seeds.ts";
import type {
  DeploymentSummary,
  Figure,
  InferenceSummary,
  PolicySummary,
  StudySummary,
} from "../measures/summary.ts";
import type { AgentClass, Pursuit } from "../runs/inference-format.ts";
import type { Check, CheckDefinition } from "./experiment.ts";

export { claimSeeds };

/** The deployment of that name in that setting; null where the study did not run it. */
export function deploymentOf(
  summary: StudySummary,
  setting: string,
  deployment: string,
): DeploymentSummary | null {
  const found = summary.settings.find(({ name }) => name === setting);
  return found?.deployments.find(({ name }) => name === deployment) ?? null;
}

/** One row of a deployment; null where it is missing. */
export function policyOf(deployment: DeploymentSummary | null, policy: string): PolicySummary | null {
  return deployment?.policies.find((row) => row.policy === policy) ?? null;
}

/** Figures over seeds from each seed's own, with an interval from ten seeds on. */
export function figure(perSeed: readonly number[]): Figure {
  return { perSeed, ...tInterval(perSeed, { atLeast: claimSeeds }) };
}

/** Seed by seed, one figure combined with another; a figure without seeds stands beside each seed of the other. */
export function combine(one: Figure, other: Figure, by: (a: number, b: number) => number): Figure {
  const length = Math.max(one.perSeed.length, other.perSeed.length);
  const at = ({ perSeed }: Figure, index: number) => perSeed[perSeed.length === 1 ? 0 : index] ?? Number.NaN;
  return figure(Array.from({ length }, (_, index) => by(at(one, index), at(other, index))));
}

/** one / other, seed by seed. */
export function ratio(one: Figure, other: Figure): Figure {
  return combine(one, other, (a, b) => a / b);
}

/**
 * Whether a figure keeps to its threshold. With an interval: it holds when the whole interval does and fails when
 * none of it does. Without one: it holds when every seed does and fails when none does. Otherwise, and for a figure
 * that could not be had, the answer is null: cannot tell.
 */
export function evaluateCheck(definition: CheckDefinition, summary: StudySummary): Check {
  const { name, direction, threshold } = definition;
  const value = definition.figure(summary);
  if (value === null || !Number.isFinite(value.mean)) {
    return { name, value: null, low: null, high: null, direction, threshold, holds: null };
  }
  const { mean, low, high } = value;
  const keeps = (number: number) => (direction === "at most" ? number <= threshold : number >= threshold);
  const witnesses = low === null || high === null ? value.perSeed : [low, high];
  const holds = witnesses.every(keeps) ? true : witnesses.some(keeps) ? null : false;
  return { name, value: mean, low, high, direction, threshold, holds };
}

/** The figure of one measurement, seed by seed; null where it was not taken. */
export function measurementOf(
  deployment: DeploymentSummary | null,
  measure: string,
  policy: string,
  name: string,
): Figure | null {
  const rows = (deployment?.measurements ?? []).filter(
    (row) => row.measure === measure && row.policy === policy,
  );
  const values = rows.map((row) => row.figures[name]?.mean ?? Number.NaN);
  return values.length > 0 ? figure(values) : null;
}

/**
 * What was inferred of one kind of agent at the end of its training, or at one checkpoint; null where the study did not
 * ask. Reference agents stand under the setting "reference-agents".
 */
export function inferenceOf(
  summary: StudySummary,
  setting: string,
  deployment: string,
  policy: string,
  step?: number,
): InferenceSummary | null {
  const found = summary.inference?.find(
    (one) =>
      one.setting === setting &&
      one.deployment === deployment &&
      one.policy === policy &&
      (step === undefined ? one.final : one.step === step),
  );
  return found ?? null;
}

/** Posterior of a candidate, of "other" or of "device"; null where it is none of them. */
export function posteriorOf(inference: InferenceSummary | null, name: string): Figure | null {
  if (name === "other" || name === "device") return inference?.[name].posterior ?? null;
  return inference?.candidates.find((candidate) => candidate.name === name)?.posterior ?? null;
}

/** Posterior of a pursuit, given that some objective applies. */
export function pursuitOf(inference: InferenceSummary | null, pursuit: Pursuit): Figure | null {
  return inference?.pursuits[pursuit] ?? null;
}

/** The inner objective gap; NaN in seeds where it is undefined. */
export function gapFigure(inference: InferenceSummary | null): Figure | null {
  return inference?.gap?.gap ?? null;
}

/** 1 for each seed of that class, 0 for the others. */
export function classFigure(inference: InferenceSummary | null, agentClass: AgentClass): Figure | null {
  const classes = inference?.gap?.classes;
  return classes ? figure(classes.map((one) => (one === agentClass ? 1 : 0))) : null;
}

/** One row's column divided by another row's, seed by seed; null where a row is missing. */
export function columnRatio(
  one: PolicySummary | null,
  other: PolicySummary | null,
  column: string,
): Figure | null {
  const above = one?.columns[column];
  const below = other?.columns[column];
  return above && below ? ratio(above, below) : null;
}

/** The same over the seeds that have the figure: a gap is undefined where nothing explains the agent. */
export function whereDefined({ perSeed }: Figure): Figure {
  return figure(perSeed.filter((value) => !Number.isNaN(value)));
}

/** A figure for a sentence: its mean, and its interval where there is one (every seed stands in the table). */
export function inWords(given: Figure, digits = 2): string {
  const { perSeed, mean, low, high } = given;
  const defined = whereDefined(given);
  if (defined.perSeed.length < perSeed.length) {
    if (defined.perSeed.length === 0) return "undefined";
    return `${defined.mean.toFixed(digits)} in ${defined.perSeed.length} of ${perSeed.length} seeds, undefined in the others`;
  }
  const text = mean.toFixed(digits);
  if (low === null || high === null) return text;
  return `${text} (95 % interval ${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}
