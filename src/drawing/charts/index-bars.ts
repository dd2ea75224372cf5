// Shares of a variance: for each input a bar of what it makes alone, one of what it makes in all, and their intervals.
import type { Interval } from "../../base/interval.ts";
import { element, fragment, type Markup } from "../markup.ts";
import { formatNumber } from "../numbers.ts";
import { cssColor } from "../palette.ts";
import { plainLine } from "../plain-text.ts";
import { type BarFill, filledBar } from "./filled-bar.ts";
import { linearScale, position, type Scale } from "./scale.ts";
import { chartLine } from "./series.ts";
import { rowAxis, rowText } from "./tornado-chart.ts";

export interface IndexRow {
  readonly label: string;
  readonly alone: Interval;
  readonly inAll: Interval;
}

/** Solid and striped: told apart without colour. */
export const aloneFill: BarFill = { color: "blue", pattern: "solid" };
export const inAllFill: BarFill = { color: "vermilion", pattern: "stripes" };

const [from, to] = [2, 98];
const [rowHeight, labelHeight, barHeight, axisHeight] = [50, 17, 10, 22];

/** The bars as an SVG as wide as its container, on a scale from 0 to at least 1; `label` is its text alternative. */
export function indexBars(rows: readonly IndexRow[], { label }: { readonly label: string }): Markup {
  const scale = linearScale([0, 1, ...rows.flatMap(({ alone, inAll }) => [alone, inAll]).flatMap(ends)]);
  return element(
    "svg",
    {
      class: "chart",
      width: "100%",
      height: rows.length * rowHeight + axisHeight,
      role: "img",
      "aria-label": label,
    },
    rowAxis(scale, { rows: rows.length, rowHeight, labelHeight }),
    rows.map((row, index) => rowMarks(row, index * rowHeight, scale)),
  );
}

function rowMarks({ label, alone, inAll }: IndexRow, top: number, scale: Scale): Markup {
  const first = top + labelHeight + 2;
  const text = `${formatNumber(alone.estimate, 3)} / ${formatNumber(inAll.estimate, 3)}`;
  return element(
    "g",
    {},
    element("title", {}, `${plainLine(label)}: alone and in all ${text}`),
    bar(alone, first, scale, aloneFill),
    bar(inAll, first + barHeight + 3, scale, inAllFill),
    rowText(label, text, top + labelHeight - 3),
  );
}

function bar(interval: Interval, y: number, scale: Scale, fill: BarFill): Markup {
  const [zero, end] = [position(scale, 0, from, to), position(scale, interval.estimate, from, to)];
  const middle = y + barHeight / 2;
  const [low, high] = ends(interval).map((value) => `${position(scale, value, from, to)}%`);
  // Ink on a wider stroke of paper is seen on the bar and beside it.
  const whisker = (style: string) =>
    fragment(
      chartLine({ x: low!, y: middle }, { x: high!, y: middle }, style),
      [low!, high!].map((x) => chartLine({ x, y: middle - 4 }, { x, y: middle + 4 }, style)),
    );
  const width = Math.round(Math.abs(end - zero) * 100) / 100;
  return fragment(
    filledBar({ x: Math.min(zero, end), width, y, height: barHeight }, fill),
    whisker(`stroke:${cssColor("paper")};stroke-width:3.4`),
    whisker(`stroke:${cssColor("ink")};stroke-width:1.2`),
  );
}

function ends({ low, high }: Interval): number[] {
  return [low, high];
}
