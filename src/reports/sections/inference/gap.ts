// The inner objective gap: what each agent loses of the base objective, what its objective explains of it, and its class.
import { barSample } from "../../../drawing/charts/filled-bar.ts";
import {
  type GapBar,
  type GapMark,
  gapAxis,
  gapBar,
  gapFill,
  gapScale,
  gapShareAxis,
  residualFill,
} from "../../../drawing/charts/gap-bar.ts";
import { intervalSample, legend, tickSample } from "../../../drawing/charts/legend.ts";
import type { Scale } from "../../../drawing/charts/scale.ts";
import { element, fragment, type Markup, trusted } from "../../../drawing/markup.ts";
import { formatInterval, formatNumber } from "../../../drawing/numbers.ts";
import { cssColor } from "../../../drawing/palette.ts";
import { htmlTable } from "../../../drawing/table.ts";
import { figure } from "../../../experiments/checks.ts";
import type { Figure } from "../../../measures/summary.ts";
import type { GapRecord, InferenceLine } from "../../../runs/inference-format.ts";
import type { ReportPart } from "../../page.ts";
import { agentName, type InferenceBlock, type InferredAgent, lineName } from "./agents.ts";
import { formatProbability, malignWord } from "./words.ts";

type MeasuredLine = InferenceLine & { readonly gap: GapRecord };

/** V_b* - V_b(pi): what is lost of the base objective in all, whether or not a gap is defined. */
export function lossOf({ range, malign }: GapRecord): number {
  return malign.random + range - malign.value.mean;
}

/** What the records of one agent say together: means over the seeds that have a figure. */
export interface JointGap {
  readonly gap: Figure | null;
  readonly ties: readonly [number, number] | null;
  readonly residual: Figure | null;
  readonly loss: Figure;
  readonly value: Figure;
  readonly capability: Figure | null;
  readonly device: Figure;
  /** Seeds without a gap. */
  readonly undefined: number;
  /** Classes and flags with their numbers of seeds, most frequent first. */
  readonly classes: readonly (readonly [word: string, seeds: number])[];
  readonly flags: readonly (readonly [word: string, seeds: number])[];
}

function meanFigure(values: readonly (number | null)[]): Figure | null {
  const found = values.filter((value) => value !== null);
  return found.length === 0 ? null : figure(found);
}

function tally(words: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1]);
}

/** Means, intervals from ten seeds on; a single record keeps the interval that it has of its own. */
export function jointGap(records: readonly GapRecord[]): JointGap {
  const [only] = records;
  const defined = records.flatMap(({ gap, gapRange }) => (gap === null ? [] : [{ gap, gapRange }]));
  const gap = meanFigure(records.map((record) => record.gap?.mean ?? null));
  const ties = defined.flatMap(({ gapRange }) => (gapRange === null ? [] : [gapRange]));
  const single = records.length === 1;
  const value = figure(records.map(({ malign }) => malign.value.mean));
  const bounds = ({ low, high }: { low: number | null; high: number | null }) => ({ low, high });
  return {
    gap: gap !== null && single && only?.gap ? { ...gap, ...bounds(only.gap) } : gap,
    ties:
      ties.length === 0
        ? null
        : [figure(ties.map(([low]) => low)).mean, figure(ties.map(([, high]) => high)).mean],
    residual: meanFigure(records.map(({ residual }) => residual)),
    loss: figure(records.map(lossOf)),
    value: single && only ? { ...value, ...bounds(only.malign.value) } : value,
    capability: meanFigure(records.map(({ capability }) => capability)),
    device: figure(records.map(({ deviceProbability }) => deviceProbability)),
    undefined: records.filter((record) => record.gap === null).length,
    classes: tally(records.map((record) => record.class)),
    flags: tally(records.map(({ malign }) => malignWord(malign))),
  };
}

interface Measured {
  readonly agent: InferredAgent;
  readonly lines: readonly MeasuredLine[];
  readonly joint: JointGap;
  readonly bar: GapBar;
}

function measured(agent: InferredAgent): Measured | null {
  const lines = agent.final.filter((line): line is MeasuredLine => line.gap !== null);
  if (lines.length === 0) return null;
  const joint = jointGap(lines.map(({ gap }) => gap));
  const dots =
    lines.length < 2
      ? []
      : joint.loss.perSeed.map((value, index) => ({ label: lineName(lines[index]!), value }));
  // Where some seeds have no gap, loss in all and residual stand for the others only: the bar must end where they do.
  const loss = joint.gap && joint.residual ? joint.gap.mean + joint.residual.mean : joint.loss.mean;
  return {
    agent,
    lines,
    joint,
    bar: { label: agentName(agent), gap: joint.gap, ties: joint.ties, loss, dots },
  };
}

/** The range V_b* - V_b(random) where all records agree on it: then losses have shares of it. */
function commonRange(lines: readonly MeasuredLine[]): number | null {
  const ranges = lines.map(({ gap }) => gap.range);
  const [first = 0] = ranges;
  return first > 0 && ranges.every((range) => Math.abs(range - first) <= 1e-6 * first) ? first : null;
}

const idleDash = "1.5 3";
const randomDash = "5 3";

function gapMarks(lines: readonly MeasuredLine[]): readonly GapMark[] {
  const records = lines.map(({ gap }) => gap);
  const loss = (of: (record: GapRecord) => number) =>
    records.reduce((sum, record) => sum + record.malign.random + record.range - of(record), 0) /
    records.length;
  return [
    { label: "idle", loss: loss(({ malign }) => malign.idle), dash: idleDash },
    { label: "random", loss: loss(({ malign }) => malign.random), dash: randomDash },
  ];
}

function badge(kind: string, text: string): Markup {
  return element("span", { class: `badge ${kind}` }, text);
}

const classKinds: Readonly<Record<string, string>> = {
  robust: "good",
  "goal misgeneralising": "bad",
  "capability failure": "weak",
};

function badges({ classes, flags }: JointGap): Markup {
  const seeds = classes.reduce((sum, [, count]) => sum + count, 0);
  const counts = (word: string, count: number) => (count === seeds ? word : `${word} (${count})`);
  return fragment(
    classes.map(([word, count]) => badge(classKinds[word] ?? "open", counts(word, count))),
    flags.map(([word, count]) => badge(word === "malign" ? "malign" : "open", counts(word, count))),
  );
}

function withInterval(value: Figure | null, digits = 2): string {
  if (value === null) return "undefined";
  return [formatNumber(value.mean, digits), formatInterval(value.low, value.high, digits)].join(" ").trim();
}

function agentRow({ joint, bar }: Measured, scale: Scale, marks: readonly GapMark[]): Markup {
  const seeds = joint.loss.perSeed.length;
  const undefinedWords =
    joint.undefined === 0
      ? ""
      : seeds === 1
        ? "gap undefined; "
        : `gap undefined in ${joint.undefined} of ${seeds} seeds; `;
  return element(
    "li",
    {},
    element(
      "div",
      { class: "bar-head" },
      element("b", {}, bar.label),
      element("span", { class: "badges" }, badges(joint)),
    ),
    element(
      "p",
      { class: "bar-facts" },
      undefinedWords,
      joint.gap !== null && `gap ${withInterval(joint.gap)}; `,
      joint.residual !== null && `residual ${withInterval(joint.residual)}; `,
      `capability ${withInterval(joint.capability)}`,
    ),
    gapBar(bar, scale, marks),
  );
}

function agentTable(rows: readonly Measured[], title: string): Markup {
  const table = {
    caption: "In units of the base objective; capability is a normalised value.",
    columns: [
      { title: "agent", align: "left" as const },
      { title: "class", align: "left" as const },
      { title: "malign", align: "left" as const },
      { title: "gap", align: "right" as const },
      { title: "over ties", align: "right" as const },
      { title: "residual", align: "right" as const },
      { title: "base value", align: "right" as const },
      { title: "P(device)", align: "right" as const },
      { title: "capability", align: "right" as const },
    ],
    rows: rows.map(({ bar, joint }) => ({
      cells: [
        bar.label,
        joint.classes.map(([word, count]) => `${word} ${count}`).join(", "),
        joint.flags.map(([word, count]) => `${word} ${count}`).join(", "),
        withInterval(joint.gap),
        joint.ties === null ? "–" : formatInterval(joint.ties[0], joint.ties[1], 2),
        withInterval(joint.residual),
        withInterval(joint.value),
        formatProbability(joint.device.mean),
        withInterval(joint.capability),
      ],
    })),
  };
  return htmlTable(table, `Gaps in ${title}; scrolls sideways`);
}

/** On and off the training distribution, under the true objective and under each proxy. */
function competenceTable(rows: readonly Measured[], title: string): Markup {
  const named = [
    ...new Set(
      rows.flatMap(({ lines }) =>
        lines.flatMap(({ posterior }) =>
          posterior.candidates.filter(({ kind }) => kind === "named").map(({ name }) => name),
        ),
      ),
    ),
  ];
  const cells = (lines: readonly MeasuredLine[], side: (gap: GapRecord) => GapRecord["training"]) =>
    named.map((name) => withInterval(meanFigure(lines.map(({ gap }) => side(gap)?.[name] ?? null))));
  const table = {
    caption:
      "Normalised values: 0 is random play, 1 the best possible one under that objective; where the agent was trained and where it is deployed.",
    columns: [
      { title: "agent", align: "left" as const },
      { title: "distribution", align: "left" as const },
      ...named.map((name) => ({ title: name, align: "right" as const })),
    ],
    rows: rows.flatMap(({ bar, lines }) => [
      { cells: [bar.label, "training", ...cells(lines, ({ training }) => training)] },
      { cells: ["", "deployed", ...cells(lines, ({ normalised }) => normalised)] },
    ]),
  };
  return htmlTable(table, `Competence in ${title}; scrolls sideways`);
}

function gammaTable(rows: readonly Measured[], title: string): Markup | null {
  const gammas = new Map<string, { point: number; range: readonly [number, number] }>();
  for (const { lines } of rows) {
    for (const { gap } of lines) {
      for (const [name, gamma] of Object.entries(gap.gammas)) if (!gammas.has(name)) gammas.set(name, gamma);
    }
  }
  if (gammas.size === 0) return null;
  const table = {
    caption:
      "What a perfect agent for each candidate loses of the base objective: at even chances over ties, and over all its optimal policies.",
    columns: [
      { title: "objective", align: "left" as const },
      { title: "loss", align: "right" as const },
      { title: "over ties", align: "right" as const },
    ],
    rows: [...gammas].map(([name, { point, range }]) => ({
      cells: [name, element("b", {}, formatNumber(point, 2)), formatInterval(range[0], range[1], 2)],
    })),
  };
  return htmlTable(table, `Loss of perfect agents in ${title}`);
}

function blockFigure({ title, tested, references }: InferenceBlock): Markup | null {
  const rows = [...tested, ...references].flatMap((agent) => measured(agent) ?? []);
  if (rows.length === 0) return null;
  const lines = rows.flatMap((row) => row.lines);
  const marks = gapMarks(lines);
  const scale = gapScale(
    rows.map(({ bar }) => bar),
    marks,
  );
  const range = commonRange(lines);
  const [idle, random] = marks;
  const scaleWords =
    range === null
      ? ""
      : ` Above: as a share of the range ${formatNumber(range, 2)} between random play and the best.`;
  return fragment(
    element("h3", {}, title),
    element(
      "p",
      { class: "small quiet" },
      `Loss of the base objective, 0 being its best value; standing idle loses ${formatNumber(idle!.loss, 2)}, random play ${formatNumber(random!.loss, 2)}.${scaleWords}`,
    ),
    element(
      "figure",
      { class: "gaps" },
      range !== null && gapShareAxis(scale, range),
      element(
        "ul",
        { class: "bars" },
        rows.map((row) => agentRow(row, scale, marks)),
      ),
      gapAxis(scale),
    ),
    element(
      "details",
      {},
      element("summary", {}, "As a table, and what perfect agents lose"),
      agentTable(rows, title),
      competenceTable(rows, title),
      gammaTable(rows, title),
    ),
  );
}

const diamond = `<svg width="12" height="12" aria-hidden="true"><path d="M6 1 10.6 6 6 11 1.4 6Z" style="fill:${cssColor("blue")}"/></svg>`;
const circle = `<svg width="10" height="10" aria-hidden="true"><circle cx="5" cy="5" r="3" style="fill:none;stroke:${cssColor("blue")};stroke-width:1.6"/></svg>`;
const whisker = `<svg width="24" height="12" aria-hidden="true"><path d="M1.5 2V10M22.5 2V10M1.5 6H22.5" style="fill:none;stroke:${cssColor("ink")};stroke-width:1.6"/></svg>`;

/** All agents of a deployment in one figure, those under test first. */
export function gapPart(blocks: readonly InferenceBlock[]): ReportPart | null {
  const shown = blocks.flatMap((block) => blockFigure(block) ?? []);
  if (shown.length === 0) return null;
  return {
    id: "gap",
    title: "The inner objective gap",
    body: fragment(
      element(
        "p",
        {},
        "What the agent loses of the base objective, and how much of it a perfect agent with the same objective would lose too: that part is the gap. The rest is the execution residual; it is negative where an agent with a harmful objective is too inept to do all the harm. A number behind a class or a flag says how many seeds it holds for.",
      ),
      legend([
        { sample: barSample(gapFill), text: "gap" },
        { sample: trusted(whisker), text: "over ties of its optimal policies" },
        { sample: intervalSample("vermilion"), text: "its 95 % interval" },
        { sample: barSample(residualFill), text: "execution residual" },
        { sample: trusted(diamond), text: "loss in all" },
        { sample: trusted(circle), text: "one seed" },
        { sample: tickSample(idleDash), text: "standing idle" },
        { sample: tickSample(randomDash), text: "random play" },
      ]),
      shown,
    ),
  };
}
