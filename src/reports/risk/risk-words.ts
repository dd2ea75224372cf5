// What the terminal and the page say alike of a model of risk.
import { formatCompact } from "../../drawing/numbers.ts";
import type { DrawConditions } from "../../risk/estimates/draws.ts";
import type { InformationValues } from "../../risk/estimates/value-of-information.ts";
import type { ExplainedQuantity } from "../../risk/explain-model.ts";
import type { WorstCases } from "../../risk/worst-case.ts";
import { counted } from "../words.ts";

/** Four digits: more than any belief about a leaf holds. */
export function figureText(value: number): string {
  return formatCompact(value, 4);
}

export function percent(share: number): string {
  return `${formatCompact(100 * share)} %`;
}

/** "goal_gap", "capability (cause)", "search (own part)". */
export function inputLabel(name: string, kinds: Readonly<Record<string, string>>): string {
  const words: Readonly<Record<string, string>> = { cause: "cause", rest: "own part", unknown: "unknown" };
  const word = words[kinds[name] ?? ""];
  return word === undefined ? name : `${name} (${word})`;
}

/** "131,072 Sobol points in 16 scrambles, seed 0". */
export function conditionsText({ draws, replicates, points, seed }: DrawConditions): string {
  return points === "sobol"
    ? `${counted(draws, "Sobol point")} in ${replicates} scrambles, seed ${seed}`
    : `${counted(draws, "random point")} in ${replicates} batches, seed ${seed}`;
}

/** Where the mean can lie, and how far that is certain. */
export function worstCaseText({
  low,
  high,
  method,
  expectation,
  points,
  tried,
}: WorstCases): readonly string[] {
  const at = (values: Readonly<Record<string, number>>) =>
    Object.entries(values)
      .map(([name, value]) => `${name} ${figureText(value)}`)
      .join(", ");
  const found =
    method === "ends"
      ? "The mean rises or falls with each unknown, so these are the extremes"
      : `Found by trying ${tried} places, since it does not rise or fall throughout: the true extremes may lie farther out`;
  const precise =
    expectation === "exact" ? "." : `; each mean is over ${counted(points, "evenly spread point")}.`;
  return [
    `Over all that is unknown the mean lies between ${figureText(low.mean)} (${at(low.at)}) and ${figureText(high.mean)} (${at(high.at)}).`,
    found + precise,
  ];
}

/** What is decided, and how firmly. */
export function decisionText({ decision }: InformationValues): readonly string[] {
  if (decision === null) {
    return [
      "The model decides nothing, so information is worth what it takes off the squared error of stating the outcome.",
    ];
  }
  const means = decision.options.map(
    ({ name, mean, best }) => `${name} pays ${figureText(mean.estimate)} (best in ${percent(best)} of draws)`,
  );
  const { lead } = decision;
  if (lead === null) return [`${means.join(", ")}.`];
  const range = `${decision.chosen} leads ${lead.over} by ${figureText(lead.low)} to ${figureText(lead.high)} (80 % interval)`;
  return [
    `Now: ${means.join(", ")}.`,
    decision.flips
      ? `${range}: the ranking of the options flips within it.`
      : `${range}: the ranking of the options holds within it.`,
  ];
}

/** Which experiment to run next, or why none. */
export function nextText({ next, settled, observations, parts, stake }: InformationValues): string {
  if (settled)
    return "Even knowing everything would be worth next to nothing: no experiment can change what is done.";
  const known = parts.filter(({ negligible }) => !negligible);
  if (known.length === 0) return "No single part is worth knowing (below 1 % of knowing everything each).";
  if (next === null) {
    return "What would be worth knowing cannot be observed as trials, or trials of it would change nothing.";
  }
  const unit = stake === "payoff" ? "payoff" : "squared error";
  const lead =
    next.second === null
      ? ""
      : next.ahead
        ? `, ahead of ${next.second}`
        : `; whether it is ahead of ${next.second} cannot be told from this many draws`;
  return `Next: ${counted(observations, "trial")} of ${next.name}, worth ${figureText(next.worth.estimate)} of ${unit}${lead}.`;
}

/** What a quantity is, on one line: its formula, or what is believed of it. */
export function quantityText({ kind, text, belief, causes, count }: ExplainedQuantity): string {
  const drawn = kind === "conditional" || (belief !== null && kind !== "mixture");
  const sign = drawn ? "~" : "=";
  const spread =
    belief === null || belief.sd === 0
      ? ""
      : `, mean ${figureText(belief.mean)}, 5-95 % ${figureText(belief.p5)} to ${figureText(belief.p95)}`;
  const loaded = causes.map(({ cause, loading }) => `${cause} ${formatCompact(loading)}`);
  const common = loaded.length === 0 ? "" : `, with ${loaded.join(", ")}`;
  return `${kind === "interval" ? "is" : sign} ${text}${spread}${common}${count === null ? "" : `, ${countText(count)}`}`;
}

function countText({
  successes,
  failures,
  undecided,
  from,
}: NonNullable<ExplainedQuantity["count"]>): string {
  const open = undecided === 0 ? "" : `, ${undecided} undecided`;
  return `${successes} of ${counted(successes + failures, "agent")}${open} in ${counted(from.length, "run")}`;
}
