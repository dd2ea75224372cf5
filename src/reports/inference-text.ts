// Goal inference for the terminal: the posterior as bars of text, the gap as a line of figures.
import { formatInterval, formatNumber } from "../drawing/numbers.ts";
import { alignToWidth, displayWidth, plainLine, truncateToWidth } from "../drawing/plain-text.ts";
import type { GapRecord, GoalPosterior, IntervalFigure, Pursuit } from "../runs/inference-format.ts";
import { type BeliefRow, beliefRows, pursuits } from "./sections/inference/beliefs.ts";
import {
  answerWords,
  fitWords,
  formatNats,
  formatProbability,
  leadingDevice,
  malignWord,
} from "./sections/inference/words.ts";
import { counted } from "./words.ts";

export interface InferenceTextOptions {
  /** Columns of the terminal; below 40 lines may be longer. */
  readonly width: number;
  /** ANSI emphasis; the caller knows of NO_COLOR and terminals. */
  readonly color: boolean;
}

const bold = (text: string, color: boolean) => (color ? `\u001b[1m${text}\u001b[22m` : text);
const dim = (text: string, color: boolean) => (color && text !== "" ? `\u001b[2m${text}\u001b[22m` : text);
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

/** `told`: whether any decision tells the pursuits apart; otherwise their shares are those of the prior. */
function barText(row: BeliefRow, told: boolean, width: number, color: boolean): string {
  const parts =
    told && row.pursuits
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

/** Pieces in lines of at most `width` columns where they are short enough, all lines but the first indented. */
function packed(pieces: readonly string[], joint: string, width: number): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last + joint + piece) + joint.trimEnd().length <= width)
      lines[lines.length - 1] = last + joint + piece;
    else {
      if (last !== undefined) lines[lines.length - 1] = last + joint.trimEnd();
      lines.push(lines.length === 0 ? piece : `  ${piece}`);
    }
  }
  return lines;
}

function wrapped(text: string, width: number): string[] {
  return packed(plainLine(text).split(" "), " ", width);
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
    `${fitWords(posterior.fit)}; ${count(decisions)} distinct of ${count(decisionsTaken)} decisions on ${counted(levels, "level")}`,
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
  const legend = `█ planner  ▓ myopic  ▒ reactive  ░ no pursuit told; nats: log Bayes factor against the leader`;
  return [
    ...wrapped(`${answerWords(answer)}: ${formatProbability(answer.probability)}`, width).map((text) =>
      bold(text, color),
    ),
    dim(line("", " ".repeat(barWidth), titles), color),
    ...rows.map((row, index) =>
      line(row.label, barText(row, posterior.pursuitDecisions > 0, barWidth, color), cells[index]!),
    ),
    ...wrapped(legend, width).map((text) => dim(text, color)),
    ...factLines(posterior).flatMap((text) => wrapped(text, width)),
  ].join("\n");
}

/** Class, flag, gap with interval and range over ties, residual and capability, as lines joined by line feeds. */
/** Normalised values of the named objectives, where the agent was trained and where it is deployed. */
function competenceLines({ normalised, training }: GapRecord): readonly string[] {
  const list = (values: Readonly<Record<string, number>>) =>
    Object.entries(values)
      .filter(([name]) => !name.includes("+"))
      .map(([name, value]) => `${name} ${formatNumber(value, 2)}`)
      .join(", ");
  return [
    ...(training ? [`normalised values in training: ${list(training)}`] : []),
    `normalised values deployed: ${list(normalised)}`,
  ];
}

export function gapText(gap: GapRecord, { width, color }: InferenceTextOptions): string {
  const { malign, gap: found, gapRange } = gap;
  const number = (value: number) => formatNumber(value, 2);
  const withInterval = ({ mean, low, high }: IntervalFigure) =>
    [number(mean), formatInterval(low, high, 2)].join(" ").trim();
  const share = (value: number) => (gap.range > 0 ? ` (${number(value / gap.range)} of the range)` : "");
  const figures = [
    found === null ? "gap undefined" : `gap ${withInterval(found)}${share(found.mean)}`,
    gapRange === null ? "" : `over ties ${formatInterval(gapRange[0], gapRange[1], 2)}`,
    gap.residual === null ? "" : `residual ${number(gap.residual)}`,
    `P(device) ${formatProbability(gap.deviceProbability)}`,
    `capability ${gap.capability === null ? "undefined" : number(gap.capability)}`,
  ].filter((text) => text !== "");
  const values = [
    `base value ${withInterval(malign.value)}`,
    `idle ${number(malign.idle)}`,
    `random ${number(malign.random)}`,
  ];
  return [
    bold(`${gap.class}, ${malignWord(malign)}`, color),
    ...packed(figures, "; ", width),
    ...packed(values, "; ", width),
    ...competenceLines(gap).flatMap((line) => wrapped(line, width)),
  ].join("\n");
}
