// What was inferred, for the terminal: a compact table of a study, and an agent's posterior in full.
import { formatInterval, formatNumber } from "../drawing/numbers.ts";
import { textTableLines } from "../drawing/table.ts";
import { whereDefined } from "../experiments/checks.ts";
import { leadingHypothesis } from "../experiments/leading-hypothesis.ts";
import { checkpointsAtRegret } from "../measures/regret-left.ts";
import type { Figure, InferenceSummary } from "../measures/summary.ts";
import { barColumns, gapText, posteriorText } from "../reports/inference-text.ts";
import {
  agentName,
  type InferredAgent,
  inferenceBlocks,
  jointAnswer,
} from "../reports/sections/inference/agents.ts";
import { beliefRows } from "../reports/sections/inference/beliefs.ts";
import {
  formatNats,
  formatProbability,
  formatProbabilityInterval,
  malignWord,
} from "../reports/sections/inference/words.ts";
import type { InferenceLine, Pursuit } from "../runs/inference-format.ts";
import type { Terminal } from "./terminal.ts";

const pursuits: readonly Pursuit[] = ["planner", "myopic", "reactive"];
const barWidth = 24;

/** One row per agent at the end of its training: which objective, how pursued, how sure, with what gap. */
export function inferenceTable(inference: readonly InferenceSummary[]): readonly string[] {
  const final = inference.filter((one) => one.final);
  const places = [...new Set(final.map(placeOf))];
  return places.flatMap((place) => [
    "",
    `Which objective: ${place}`,
    ...placeTable(final.filter((one) => placeOf(one) === place)),
  ]);
}

function placeOf({ setting, deployment }: InferenceSummary): string {
  return `${setting} in ${deployment}`;
}

function placeTable(inference: readonly InferenceSummary[]): readonly string[] {
  const rows = inference.map((one) => ({
    cells: [
      one.policy,
      answerOf(one),
      probabilityText(leadingHypothesis(one).posterior),
      manner(one),
      one.gap ? figureText(one.gap.gap) : "–",
      one.gap ? figureText(one.gap.capability) : "–",
      one.gap ? classWords(one.gap) : "–",
    ],
  }));
  const titles = ["agent", "objective", "P", "pursuit", "gap", "capability", "class"];
  const columns = titles.map((title, index) => ({
    title,
    align: [2, 4, 5].includes(index) ? ("right" as const) : ("left" as const),
  }));
  // Names of objectives are what the table is about: rather wide than cut off.
  return textTableLines({ columns, rows }, Number.POSITIVE_INFINITY);
}

/** The mean, and its interval where there are seeds enough for one. */
function figureText(given: Figure): string {
  const { mean, low, high, perSeed } = whereDefined(given);
  const [seeds, all] = [perSeed.length, given.perSeed.length];
  const interval = formatInterval(low, high, 2);
  return [formatNumber(mean, 2), seeds > 0 && seeds < all ? `(${seeds} of ${all})` : interval]
    .filter((text) => text !== "")
    .join(" ");
}

function probabilityText({ mean, low, high }: Figure): string {
  const interval = formatProbabilityInterval(
    low === null ? null : Math.max(0, low),
    high === null ? null : Math.min(1, high),
  );
  return [formatProbability(mean), interval].filter((text) => text !== "").join(" ");
}

/** Names of merged candidates, but the first, as a number. */
function shortened(answer: string): string {
  const [first = "", ...others] = answer.split(" = ");
  return others.length === 0 ? first : `${first} (= ${others.length} more)`;
}

/** What leads, and what the seeds answer where that is not the same. */
function answerOf(one: InferenceSummary): string {
  const [answer, ...others] = new Set(one.answers);
  const leader = leadingHypothesis(one);
  const name = leader.merged === 0 ? leader.name : `${leader.name} (= ${leader.merged} more)`;
  if (others.length > 0) {
    const counts = [...new Set(one.answers)].map(
      (word) => `${shortened(word)} ${one.answers.filter((other) => other === word).length}`,
    );
    return `${name}? ${counts.join(", ")}`;
  }
  return answer === "undecided" || answer === "none" ? `${name}? ${answer}` : name;
}

function manner({ pursuits: shares, pursuitDecisions, answers }: InferenceSummary): string {
  if (answers.every((answer) => answer === "device")) return "–";
  if (!(pursuitDecisions.mean > 0)) return "not distinguishable";
  const best = pursuits.reduce((one, other) => (shares[other].mean > shares[one].mean ? other : one));
  return `${best} ${formatProbability(shares[best].mean)}`;
}

function classWords({ classCounts, classes, malign }: NonNullable<InferenceSummary["gap"]>): string {
  const found = Object.entries(classCounts).filter(([, count]) => count > 0);
  const words = found.map(([name, count]) => (classes.length === 1 ? name : `${name} (${count})`));
  return [...words, ...(malign.malign === true ? ["malign"] : [])].join(", ");
}

/** Every agent of the lines in full. */
export function printInference(
  lines: readonly InferenceLine[],
  summaries: readonly InferenceSummary[],
  terminal: Terminal,
): void {
  for (const { tested, references } of inferenceBlocks(lines)) {
    for (const agent of [...tested, ...references]) {
      const of = summaries.filter(
        ({ setting, deployment, policy }) =>
          setting === agent.setting && deployment === agent.deployment && policy === agent.policy,
      );
      terminal.print(`${agent.setting}, ${agent.deployment}: ${agentName(agent)}`);
      terminal.print();
      for (const line of agentLines(agent, of, terminal)) terminal.print(line);
      terminal.print();
    }
  }
}

function agentLines(
  agent: InferredAgent,
  summaries: readonly InferenceSummary[],
  { width, color }: Terminal,
): readonly string[] {
  const [only, ...others] = agent.final;
  const final = summaries.find((one) => one.final)!;
  const answer =
    only && others.length === 0
      ? [
          posteriorText(only.posterior, { width, color }),
          ...(only.gap ? ["", gapText(only.gap, { width, color })] : []),
        ]
      : [...seedsLines(agent, width), ...gapLines(final)];
  return [...answer, ...weightLines(final), ...courseLines(summaries)];
}

/** Bars of the mean posterior, its interval where there is one, and every seed's own. */
function seedsLines(agent: InferredAgent, width: number): readonly string[] {
  const { words, seeds, of, others } = jointAnswer(agent.final);
  const rows = beliefRows(agent.final.map(({ posterior }) => posterior)).map((row) => ({
    cells: [
      row.label,
      bar(row.posterior.mean),
      formatProbability(row.posterior.mean),
      formatProbabilityInterval(row.posterior.low, row.posterior.high),
      formatProbability(row.prior),
      row.logBayes === 0 ? "0" : formatNats(row.logBayes),
      row.posterior.perSeed.map((one) => formatProbability(one)).join(" "),
    ],
  }));
  const titles = ["", "", "P", "interval", "prior", "nats", "seeds"];
  const columns = titles.map((title, index) => ({
    title,
    align: [2, 4, 5].includes(index) ? ("right" as const) : ("left" as const),
  }));
  return [
    `${words} (${seeds} of ${of} seeds${others === "" ? "" : `; ${others}`})`,
    ...textTableLines({ columns, rows }, Math.max(width, 100)),
  ];
}

function bar(share: number): string {
  const [columns = 0] = barColumns([share], barWidth);
  return "█".repeat(columns) + "·".repeat(barWidth - columns);
}

function gapLines({ gap, pursuits: shares, pursuitDecisions, fit }: InferenceSummary): readonly string[] {
  const list = pursuits.map((pursuit) => `${pursuit} ${formatProbability(shares[pursuit].mean)}`).join(", ");
  const how = pursuitDecisions.mean > 0 ? list : "not distinguishable on these levels";
  const first = [`pursuit: ${how}`, `fit share on held-out levels: ${formatNumber(fit.mean, 2)}`];
  if (!gap) return first;
  const figure = ({ mean, low, high, perSeed }: Figure) =>
    [
      formatNumber(mean, 2),
      formatInterval(low, high, 2),
      `(${perSeed.map((x) => formatNumber(x, 2)).join(" ")})`,
    ]
      .filter((text) => text !== "")
      .join(" ");
  return [
    ...first,
    `gap ${figure(gap.gap)} of a range of ${formatNumber(gap.range, 2)}; over ties ${formatInterval(gap.gapRange[0].mean, gap.gapRange[1].mean, 2)}`,
    `residual ${figure(gap.residual)}; capability ${figure(gap.capability)}`,
    `${classWords(gap)}; ${malignWord(gap.malign)}`,
  ];
}

function weightLines({ weights }: InferenceSummary): readonly string[] {
  if (!weights) return [];
  const words = Object.entries(weights).map(([name, { mean }]) => `${name} ${formatNumber(mean, 2)}`);
  return [`weights, posterior means: ${words.join(", ")}`];
}

/** The course over training, and where it stood at stated fractions of the initial regret. */
function courseLines(summaries: readonly InferenceSummary[]): readonly string[] {
  const course = summaries.filter(({ step }) => step !== null);
  if (course.length < 2) return [];
  const names = course[0]!.candidates.filter(({ kind }) => kind === "named").map(({ name }) => name);
  const shown = [...names, "other", "device"];
  const rows = course.map((one) => ({
    cells: [
      formatNumber(one.step, 0),
      formatNumber(one.regretLeft?.mean, 2),
      ...names.map((name) =>
        formatProbability(one.candidates.find((candidate) => candidate.name === name)?.posterior.mean),
      ),
      formatProbability(one.other.posterior.mean),
      formatProbability(one.device.posterior.mean),
    ],
  }));
  const columns = ["step", "regret left", ...shown].map((title) => ({ title, align: "right" as const }));
  const points = course.map(({ step, regretLeft }) => ({ step, regretLeft: regretLeft?.mean ?? null }));
  const reached = checkpointsAtRegret(points).map(
    ({ fraction, checkpoint }) => `${fraction}: ${formatNumber(checkpoint?.step, 0)}`,
  );
  return [
    "",
    ...textTableLines({ columns, rows }, Number.POSITIVE_INFINITY),
    `first step with at most that share of the regret left: ${reached.join(", ")}`,
  ];
}
