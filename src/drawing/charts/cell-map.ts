// A map of two quantities: one shaded or coloured cell per pair of places, with lines through it.
import { element, fragment, type Markup } from "../markup.ts";
import { type ColorName, cssColor } from "../palette.ts";
import { boundaryStyle } from "./legend.ts";
import { chartText, seriesStyle } from "./series.ts";

export interface CellMapAxis {
  readonly title: string;
  /** Names of the places, in order. */
  readonly labels: readonly string[];
}

export interface CellMapCell {
  readonly across: number;
  readonly down: number;
  readonly text: string;
  readonly color: ColorName;
  /** How strong the colour is: 0 to 1. */
  readonly strength: number;
}

/** A line through the map, in cells: (0.5, 0.5) is the middle of the first one. */
export interface CellMapLine {
  readonly label: string;
  readonly points: readonly (readonly [across: number, down: number])[];
}

export interface CellMapOptions {
  /** Text alternative. */
  readonly label: string;
}

const [left, right] = [15, 99];
const [cellHeight, top, bottom] = [30, 6, 42];
/** The strongest shade that ink can still be read on. */
const strongest = 0.5;
/** Names along the horizontal axis that fit without touching. */
const mostNames = 12;

/** The map as an SVG as wide as its container; rows from the top in the order of the vertical axis. */
export function cellMap(
  across: CellMapAxis,
  down: CellMapAxis,
  cells: readonly CellMapCell[],
  lines: readonly CellMapLine[],
  { label }: CellMapOptions,
): Markup {
  const [columns, rows] = [across.labels.length, down.labels.length];
  const width = (right - left) / columns;
  const height = rows * cellHeight;
  const middle = (column: number) => left + (column + 0.5) * width;
  const every = Math.ceil(columns / mostNames);
  const boxes = cells.map((cell) => {
    const y = top + cell.down * cellHeight;
    return fragment(
      element("rect", {
        x: `${left + cell.across * width}%`,
        y,
        width: `${width}%`,
        height: cellHeight,
        style: `fill:${cssColor(cell.color)};fill-opacity:${(cell.strength * strongest).toFixed(3)};stroke:${cssColor("paper")};stroke-width:1.5`,
      }),
      columns <= 24 &&
        chartText({ x: `${middle(cell.across)}%`, y: y + cellHeight / 2 + 4 }, cell.text, {
          anchor: "middle",
        }),
    );
  });
  const names = [
    ...across.labels.map(
      (name, column) =>
        column % every === 0 &&
        chartText({ x: `${middle(column)}%`, y: top + height + 16 }, name, { anchor: "middle", quiet: true }),
    ),
    ...down.labels.map((name, row) =>
      chartText({ x: `${left - 1.2}%`, y: top + (row + 0.5) * cellHeight + 4 }, name, {
        anchor: "end",
        quiet: true,
      }),
    ),
    chartText({ x: `${(left + right) / 2}%`, y: top + height + 35 }, across.title, { anchor: "middle" }),
  ];
  return element(
    "svg",
    {
      class: "chart",
      width: "100%",
      height: top + height + bottom,
      role: "img",
      "aria-label": label,
    },
    boxes,
    element(
      "svg",
      {
        x: `${left}%`,
        y: top,
        width: `${right - left}%`,
        height,
        viewBox: `0 0 ${columns} ${rows}`,
        preserveAspectRatio: "none",
      },
      lines.map(({ points }, index) => mapLine(points, index)),
    ),
    names,
  );
}

function mapLine(points: CellMapLine["points"], index: number): Markup {
  const { dash } = seriesStyle(index);
  return element("polyline", {
    points: points.map(([x, y]) => `${x.toFixed(3)},${y.toFixed(3)}`).join(" "),
    "vector-effect": "non-scaling-stroke",
    style: boundaryStyle(dash),
  });
}

/**
 * Where a value lies along an axis of ascending places, in cells: a place is in the middle of its cell, what lies between two places is
 * interpolated, and what lies beyond the last one is continued at its spacing. NaN with fewer than two places.
 */
export function cellPosition(places: readonly number[], value: number): number {
  if (places.length < 2) return Number.NaN;
  let below = 0;
  while (below < places.length - 2 && places[below + 1]! <= value) below++;
  const [low, high] = [places[below]!, places[below + 1]!];
  return below + (value - low) / (high - low) + 0.5;
}
