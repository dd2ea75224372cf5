// Dot plot of one figure: a row per policy with every seed as a dot, the mean as a tick and its interval as a bar.
import { element, fragment, type Markup } from "../markup.ts";
import { formatInterval, formatNumber } from "../numbers.ts";
import { cssColor } from "../palette.ts";
import { plainLine, truncateToWidth } from "../plain-text.ts";
import { offsets } from "./offsets.ts";
import { linearScale, position, type Scale } from "./scale.ts";
import { chartLine, chartText, marker, type SeriesStyle } from "./series.ts";

export interface DotPlotRow {
  readonly label: string;
  /** References are drawn as hollow diamonds, what is under test as filled discs. */
  readonly reference: boolean;
  readonly dots: readonly { readonly label: string; readonly value: number }[];
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

export interface DotPlotOptions {
  /** Text alternative; the numbers themselves should stand in a table beside the plot. */
  readonly label: string;
  readonly digits: number;
  /** A value to mark with a dashed line over all rows, such as the most that can be had. */
  readonly bound?: { readonly value: number; readonly label: string };
  /** Further values that the axis covers; 0 belongs to counts. */
  readonly include?: readonly number[];
}

const rowHeight = 29;
const topMargin = 20;
/** Labels stand to the left of the dots, means to their right; all in per cent of the width. */
const [from, to] = [45, 87];
const labelWidth = 27;

const underTest: SeriesStyle = {
  color: "blue",
  dash: null,
  marker: "M-4.6 0a4.6 4.6 0 1 0 9.2 0a4.6 4.6 0 1 0-9.2 0Z",
  filled: true,
};
/** For rows with so many seeds that full discs would hide each other. */
const manyUnderTest: SeriesStyle = {
  ...underTest,
  marker: "M-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0-6.4 0Z",
};

const reference: SeriesStyle = {
  color: "grey",
  dash: null,
  marker: "M0-4.8 4.4 0 0 4.8-4.4 0Z",
  filled: false,
};

function rowMarks(row: DotPlotRow, index: number, scale: Scale, digits: number): Markup {
  const y = topMargin + index * rowHeight + rowHeight / 2;
  const at = (value: number) => position(scale, value, from, to);
  const places = row.dots.map((dot) => at(dot.value));
  const shifts = offsets(places);
  const style = row.reference ? reference : row.dots.length > 5 ? manyUnderTest : underTest;
  const color = cssColor(row.reference ? "grey" : "blue");
  const interval =
    row.low === null || row.high === null
      ? null
      : chartLine(
          { x: `${at(row.low)}%`, y },
          { x: `${at(row.high)}%`, y },
          `stroke:${color};stroke-width:7;stroke-opacity:.28;stroke-linecap:butt`,
        );
  const mean =
    row.dots.length < 2
      ? null
      : chartLine(
          { x: `${at(row.mean)}%`, y: y - 11 },
          { x: `${at(row.mean)}%`, y: y + 11 },
          `stroke:${cssColor("ink")};stroke-width:2`,
        );
  const dots = row.dots.map((dot, which) =>
    marker(
      { x: `${places[which]}%`, y: String(y + (shifts[which] ?? 0)) },
      style,
      `${dot.label}: ${formatNumber(dot.value, digits)}`,
    ),
  );
  return fragment(interval, mean, dots);
}

function rowText(row: DotPlotRow, index: number, digits: number): Markup {
  const y = topMargin + index * rowHeight + rowHeight / 2;
  const label = plainLine(row.label);
  const interval = formatInterval(row.low, row.high, digits);
  const style = { quiet: row.reference, bold: !row.reference };
  return element(
    "g",
    {},
    element("title", {}, `${label}: ${formatNumber(row.mean, digits)} ${interval}`.trim()),
    chartLine(
      { x: `${from - 1.5}%`, y },
      { x: `${to + 1.5}%`, y },
      `stroke:${cssColor("line")};stroke-dasharray:1 4`,
    ),
    chartText({ x: "0", y: y + 4 }, truncateToWidth(label, labelWidth), style),
    chartText({ x: "100%", y: y + 4 }, formatNumber(row.mean, digits), { ...style, anchor: "end" }),
  );
}

function axis(scale: Scale, bottom: number): Markup {
  const line = `stroke:${cssColor("line")};stroke-width:1`;
  // On a narrow phone some 140 pixels are left for the labels of all ticks.
  const every = scale.labels.join("").length > 12 ? 2 : 1;
  return fragment(
    scale.ticks.map((tick, index) => {
      const x = `${position(scale, tick, from, to)}%`;
      return [
        chartLine({ x, y: topMargin }, { x, y: bottom }, line),
        index % every === 0 &&
          chartText({ x, y: bottom + 15 }, scale.labels[index] as string, { anchor: "middle", quiet: true }),
      ];
    }),
  );
}

function boundLine({ value, label }: { value: number; label: string }, scale: Scale, bottom: number): Markup {
  const x = `${position(scale, value, from, to)}%`;
  return fragment(
    chartLine(
      { x, y: topMargin - 5 },
      { x, y: bottom },
      `stroke:${cssColor("quiet")};stroke-width:1.2;stroke-dasharray:3 3`,
    ),
    chartText({ x, y: 10 }, label, {
      anchor: position(scale, value, from, to) > 60 ? "end" : "start",
      quiet: true,
    }),
  );
}

/** The plot as an SVG as wide as its container, whose text keeps its size at every width. */
export function dotPlot(rows: readonly DotPlotRow[], options: DotPlotOptions): Markup {
  const values = rows.flatMap((row) => [
    ...row.dots.map((dot) => dot.value),
    row.mean,
    row.low ?? row.mean,
    row.high ?? row.mean,
  ]);
  const scale = linearScale([
    ...values,
    ...(options.bound ? [options.bound.value] : []),
    ...(options.include ?? []),
  ]);
  const bottom = topMargin + rows.length * rowHeight;
  const bound = options.bound;
  return element(
    "svg",
    { class: "chart", width: "100%", height: bottom + 22, role: "img", "aria-label": options.label },
    axis(scale, bottom),
    bound && boundLine(bound, scale, bottom),
    rows.map((row, index) => [
      rowMarks(row, index, scale, options.digits),
      rowText(row, index, options.digits),
    ]),
  );
}
