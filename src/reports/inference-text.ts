// Goal inference for the terminal: the posterior as bars of text, the gap as a line of figures.
import { formatInterval, formatNumber } from "../drawing/numbers.ts";
import { alignToWidth, displayWidth, plainLine, truncateToWidth } from "../drawing/plain-text.ts";
import type { GapRecord, GoalPosterior, Pursuit } from "../runs/inference-format.ts";
import { type BeliefRow, beliefRows, pursuits } from "./sections/inference/beliefs.ts";
import {
  answerWords,
  fitWords,
  formatNats,
  formatProbability,
  leadingDevice,
  malignWord,
} from "./sections/inference/words.ts";

export interface InferenceTextOptions {
  /** Columns of the terminal; below 40 lines may be longer. */
  readonly width: number;
  /** ANSI emphasis; the caller knows of NO_COLOR and terminals. */
  readonly color: boolean;
}

const bold = (text: string, color: boolean) => (color ? `\u001b[1m${text}\u001b[22m` : text);
const dim = (text: string, color: boolean) => (color ? `\u001b[2m${text}\u001b[22m` : text);
const paint = (text: string, code: number, color: boolean) =>
  color && text !== "" ? `\u001b[38;5;${code}m${text}\u001b[39m` : text;

/** Fill of each pursuit's part of a bar: told apart by the letters alone, colour comes second. */
const fills: Readonly<Record<Pursuit, { readonly letter: string; readonly code: number }>> = {
  planner: { letter: "█", code: 74 },
  myopic: { letter: "▓", code: 79 },
  reactive: { letter: "▒", code: 209 },
};
const unsplit = { letter: "░", code: 247 };

/** Whole columns for the parts of a bar; what the parts lose by rounding goes to those that lost most. */
export function barColumns(parts: readonly number[], width: number): readonly number[] {
  const exact = parts.map((part) => Math.max(0, part) * width);
  const total = Math.min(width, Math.round(exact.reduce((sum, part) => sum + part, 0)));
  const columns = exact.map(Math.floor);
  let missing = total - columns.reduce((sum, part) => sum + part, 0);
  const order = exact
    .map((part, index) => ({ index, lost: part - Math.floor(part) }))
    .sort((one, other) => other.lost - one.lost);
  for (const { index } of order) {
    if (missing <= 0) break;
    columns[index] = columns[index]! + 1;
    missing--;
  }
  return columns;
}

function barText(row: BeliefRow, width: number, color: boolean): string {
  const parts = row.pursuits
    ? pursuits.map((pursuit) => ({ share: row.pursuits![pursuit], fill: fills[pursuit] }))
    : [{ share: row.posterior.mean, fill: unsplit }];
  const columns = barColumns(
    parts.map(({ share }) => share),
    width,
  );
  const drawn = parts.map(({ fill }, index) => paint(fill.letter.repeat(columns[index]!), fill.code, color));
  const used = columns.reduce((sum, one) => sum + one, 0);
  return drawn.join("") + dim("·".repeat(Math.max(0, width - used)), color);
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of plainLine(text).split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last) + 1 + displayWidth(word) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(lines.length === 0 ? word : `  ${word}`);
  }
  return lines;
}

/** How the leading objective is pursued, in a sentence. */
function pursuitLine({ pursuits: shares, pursuitDecisions }: GoalPosterior): string {
  if (pursuitDecisions === 0) return "pursuit: not distinguishable on these levels";
  const list = pursuits.map((pursuit) => `${pursuit} ${formatProbability(shares[pursuit])}`).join(", ");
  return `pursuit: ${list} (${formatNumber(pursuitDecisions, 0)} decisions tell)`;
}

function factLines(posterior: GoalPosterior): string[] {
  const { noise, decisions, decisionsTaken, levels, device } = posterior;
  const count = (value: number) => formatNumber(value, 0);
  const kind = leadingDevice(posterior);
  return [
    pursuitLine(posterior),
    ...(device.posterior >= 0.05 && kind !== null ? [`device: mostly ${kind}`] : []),
    `noise: lapse rate ${formatNumber(noise.lapse, 2)}, soft-optimal form ${formatProbability(noise.softOptimal)}`,
    `${fitWords(posterior.fit)}; ${count(decisions)} distinct of ${count(decisionsTaken)} decisions on ${count(levels)} levels`,
  ];
}

/**
 * The posterior of one agent: the answer, a bar per candidate with its probability, its prior and its log Bayes factor
 * against the leading row, and what else was found, as lines joined by line feeds. Bars are as wide as there is room.
 */
export function posteriorText(posterior: GoalPosterior, { width, color }: InferenceTextOptions): string {
  const rows = beliefRows([posterior]);
  const cells = rows.map((row) => [
    formatProbability(row.posterior.mean),
    formatProbability(row.prior),
    row.logBayes === 0 ? "0" : formatNats(row.logBayes),
  ]);
  const titles = ["P", "prior", "nats"];
  const widths = titles.map((title, column) =>
    Math.max(displayWidth(title), ...cells.map((cell) => displayWidth(cell[column]!))),
  );
  const numbers = (texts: readonly string[]) =>
    texts.map((text, column) => alignToWidth(text, widths[column]!, "right")).join("  ");
  const rest = width - widths.reduce((sum, one) => sum + one + 2, 0);
  const longest = Math.max(...rows.map(({ label }) => displayWidth(plainLine(label))));
  const labelWidth = Math.max(8, Math.min(longest, Math.floor(rest * 0.55)));
  const barWidth = Math.max(4, Math.min(40, rest - labelWidth - 2));
  const line = (label: string, bar: string, texts: readonly string[]) =>
    `${alignToWidth(truncateToWidth(plainLine(label), labelWidth), labelWidth, "left")}  ${bar}  ${numbers(texts)}`;
  const { answer } = posterior;
  const legend = `█ planner  ▓ myopic  ▒ reactive  ░ no pursuit; nats: log Bayes factor against the leader`;
  return [
    ...wrapped(`${answerWords(answer)}: ${formatProbability(answer.probability)}`, width).map((text) =>
      bold(text, color),
    ),
    dim(line("", " ".repeat(barWidth), titles), color),
    ...rows.map((row, index) => line(row.label, barText(row, barWidth, color), cells[index]!)),
    ...wrapped(legend, width).map((text) => dim(text, color)),
    ...factLines(posterior).flatMap((text) => wrapped(text, width)),
  ].join("\n");
}

/** Class, flag, gap with interval and range over ties, residual and capability, as lines joined by line feeds. */
export function gapText(gap: GapRecord, { width, color }: InferenceTextOptions): string {
  const { malign } = gap;
  const number = (value: number) => formatNumber(value, 2);
  const share = (value: number) =>
    gap.range > 0 ? ` (${formatNumber(value / gap.range, 2)} of the range)` : "";
  const found = gap.gap;
  const figures =
    found === null
      ? [`gap undefined, P(device) ${formatProbability(gap.deviceProbability)}`]
      : [
          `gap ${[number(found.mean), formatInterval(found.low, found.high, 2)].join(" ").trim()}${share(found.mean)}`,
          gap.gapRange === null ? "" : `over ties ${formatInterval(gap.gapRange[0], gap.gapRange[1], 2)}`,
          gap.residual === null ? "" : `residual ${number(gap.residual)}`,
          `P(device) ${formatProbability(gap.deviceProbability)}`,
        ].filter((text) => text !== "");
  const value = [number(malign.value.mean), formatInterval(malign.value.low, malign.value.high, 2)];
  const lines = [
    `base value ${value.join(" ").trim()}; idle ${number(malign.idle)}, random ${number(malign.random)}`,
    `${figures.join("; ")}; capability ${gap.capability === null ? "undefined" : number(gap.capability)}`,
  ];
  return [
    bold(`${gap.class}, ${malignWord(malign)}`, color),
    ...lines.flatMap((text) => wrapped(text, width)),
  ].join("\n");
}
