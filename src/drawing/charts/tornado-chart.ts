// Tornado: for each input, how far the outcome moves from its mean when the input is low, and when it is high.
import { element, fragment, type Markup } from "../markup.ts";
import { cssColor } from "../palette.ts";
import { plainLine, truncateToWidth } from "../plain-text.ts";
import { type BarFill, filledBar } from "./filled-bar.ts";
import { linearScale, position, type Scale } from "./scale.ts";
import { chartLine, chartText } from "./series.ts";

export interface TornadoRow {
  readonly label: string;
  /** The outcome with the input low, and high. */
  readonly low: number;
  readonly high: number;
  /** What the pointer is shown, and what stands at the right end of the row. */
  readonly text: string;
}

export interface TornadoOptions {
  /** Text alternative; the numbers should stand in a table beside the chart. */
  readonly label: string;
  /** The outcome with nothing held. */
  readonly centre: number;
}

/** Inputs held low are dotted, held high solid: told apart without colour. */
export const heldLow: BarFill = { color: "orange", pattern: "dots" };
export const heldHigh: BarFill = { color: "blue", pattern: "solid" };

const [from, to] = [2, 98];
const [rowHeight, labelHeight, barHeight, axisHeight] = [42, 17, 14, 22];
/** Characters that a name may have beside its figures on a narrow phone. */
const longestLabel = 34;

/** The chart as an SVG as wide as its container; names stand above their bars, so that it fits a narrow screen. */
export function tornadoChart(rows: readonly TornadoRow[], { label, centre }: TornadoOptions): Markup {
  const scale = linearScale([centre, ...rows.flatMap(({ low, high }) => [low, high])]);
  const spans = { rows: rows.length, rowHeight, labelHeight };
  const height = rows.length * rowHeight + axisHeight;
  const middle = position(scale, centre, from, to);
  return element(
    "svg",
    { class: "chart", width: "100%", height, role: "img", "aria-label": label },
    rowAxis(scale, spans),
    rows.map((row, index) => bars(row, index * rowHeight, scale, centre)),
    brokenLine(middle, spans, `stroke:${cssColor("ink")};stroke-width:1.4`),
  );
}

function bars(row: TornadoRow, top: number, scale: Scale, centre: number): Markup {
  const y = top + labelHeight + 3;
  const bar = (value: number, fill: BarFill) => {
    const [a, b] = [position(scale, centre, from, to), position(scale, value, from, to)];
    const width = Math.round(Math.abs(b - a) * 100) / 100;
    return filledBar({ x: Math.min(a, b), width, y, height: barHeight }, fill);
  };
  // Where both ends lie on one side the shorter bar is drawn over the longer one.
  const ends = [
    { value: row.low, fill: heldLow },
    { value: row.high, fill: heldHigh },
  ].sort((a, b) => Math.abs(b.value - centre) - Math.abs(a.value - centre));
  return element(
    "g",
    {},
    element("title", {}, `${plainLine(row.label)}: ${row.text}`),
    ends.map(({ value, fill }) => bar(value, fill)),
    rowText(row.label, row.text, top + labelHeight - 3),
  );
}

/** A row's name at the left and its figures at the right. */
export function rowText(label: string, text: string, y: number): Markup {
  return fragment(
    chartText({ x: "0", y }, truncateToWidth(plainLine(label), longestLabel), { bold: true }),
    chartText({ x: "100%", y }, text, { anchor: "end", quiet: true }),
  );
}

/** Where the lines of an axis may run, so that they cross no names: one span per row. */
export interface RowSpans {
  readonly rows: number;
  readonly rowHeight: number;
  /** Height of a row's names. */
  readonly labelHeight: number;
}

/** A vertical line over all rows that stops before their names. */
export function brokenLine(at: number, { rows, rowHeight, labelHeight }: RowSpans, style: string): Markup {
  const x = `${at}%`;
  return fragment(
    Array.from({ length: rows }, (_, row) =>
      chartLine({ x, y: row * rowHeight + labelHeight }, { x, y: (row + 1) * rowHeight }, style),
    ),
  );
}

/** Ticks over all rows with their labels below. */
export function rowAxis(scale: Scale, spans: RowSpans): Markup {
  return fragment(
    scale.ticks.map((tick, index) => {
      const at = position(scale, tick, from, to);
      return [
        brokenLine(at, spans, `stroke:${cssColor("line")};stroke-width:1`),
        chartText({ x: `${at}%`, y: spans.rows * spans.rowHeight + 16 }, scale.labels[index]!, {
          anchor: at < 6 ? "start" : at > 94 ? "end" : "middle",
          quiet: true,
        }),
      ];
    }),
  );
}
