// What an agent loses of the base objective: the part that its objective explains, and the part that its execution adds.
import { element, fragment, type Markup } from "../markup.ts";
import { formatInterval, formatNumber } from "../numbers.ts";
import { cssColor } from "../palette.ts";
import { type BarFill, filledBar } from "./filled-bar.ts";
import { offsets } from "./offsets.ts";
import { linearScale, position, type Scale } from "./scale.ts";
import { chartLine, chartText, marker, type SeriesStyle } from "./series.ts";

/** Losses are distances below the best value of the base objective, in its units. */
export interface GapBar {
  readonly label: string;
  /** Null where it is undefined. */
  readonly gap: { readonly mean: number; readonly low: number | null; readonly high: number | null } | null;
  /** Least and largest over the policies that are optimal for the objective. */
  readonly ties: readonly [low: number, high: number] | null;
  /** Loss in all: gap + residual. */
  readonly loss: number;
  /** Loss in all, seed by seed; none for agents without seeds. */
  readonly dots: readonly { readonly label: string; readonly value: number }[];
}

/** Something to compare with: what random play or standing idle loses. */
export interface GapMark {
  readonly label: string;
  readonly loss: number;
  /** `stroke-dasharray` of its line. */
  readonly dash: string;
}

export const gapFill: BarFill = { color: "vermilion", pattern: "solid" };
export const residualFill: BarFill = { color: "grey", pattern: "stripes" };

const [from, to] = [2, 98];
const gapTop = 4;
const gapHeight = 12;
const intervalTop = 18;
const residualTop = 27;
const residualHeight = 9;
const height = 42;

const lossStyle: SeriesStyle = {
  color: "blue",
  dash: null,
  marker: "M0-5 4.6 0 0 5-4.6 0Z",
  filled: true,
};
const seedStyle: SeriesStyle = {
  color: "blue",
  dash: null,
  marker: "M-2.4 0a2.4 2.4 0 1 0 4.8 0a2.4 2.4 0 1 0-4.8 0Z",
  filled: false,
};

/** One scale for bars that stand one under the other; it covers 0 and everything that they show. */
export function gapScale(bars: readonly GapBar[], marks: readonly GapMark[]): Scale {
  return linearScale([
    0,
    ...marks.map(({ loss }) => loss),
    ...bars.flatMap(({ gap, ties, loss, dots }) => [
      loss,
      ...dots.map(({ value }) => value),
      ...(gap === null ? [] : [gap.mean, gap.low ?? gap.mean, gap.high ?? gap.mean]),
      ...(ties ?? []),
    ]),
  ]);
}

function between(scale: Scale, one: number, other: number): { x: number; width: number } {
  const [low, high] = [Math.min(one, other), Math.max(one, other)];
  const x = position(scale, low, from, to);
  return { x, width: Math.round((position(scale, high, from, to) - x) * 100) / 100 };
}

function whisker(scale: Scale, [low, high]: readonly [number, number]): Markup {
  const y = gapTop + gapHeight / 2;
  const [x, end] = [`${position(scale, low, from, to)}%`, `${position(scale, high, from, to)}%`];
  const draw = (style: string) =>
    fragment(
      chartLine({ x, y }, { x: end, y }, style),
      [x, end].map((place) => chartLine({ x: place, y: y - 4.5 }, { x: place, y: y + 4.5 }, style)),
    );
  return fragment(
    draw(`stroke:${cssColor("paper")};stroke-width:3`),
    draw(`stroke:${cssColor("ink")};stroke-width:1.5`),
  );
}

function gapMarks(bar: GapBar, scale: Scale): Markup | null {
  const { gap, ties, loss } = bar;
  if (gap === null) return null;
  const residual = between(scale, gap.mean, loss);
  return fragment(
    filledBar({ ...between(scale, 0, gap.mean), y: gapTop, height: gapHeight }, gapFill),
    ties && whisker(scale, ties),
    gap.low !== null &&
      gap.high !== null &&
      chartLine(
        { x: `${position(scale, gap.low, from, to)}%`, y: intervalTop + 3 },
        { x: `${position(scale, gap.high, from, to)}%`, y: intervalTop + 3 },
        `stroke:${cssColor("vermilion")};stroke-width:6;stroke-opacity:.4`,
      ),
    chartLine(
      { x: `${position(scale, gap.mean, from, to)}%`, y: gapTop + gapHeight },
      { x: `${position(scale, gap.mean, from, to)}%`, y: residualTop + residualHeight },
      `stroke:${cssColor("quiet")};stroke-width:1`,
    ),
    filledBar({ ...residual, y: residualTop, height: residualHeight }, residualFill),
  );
}

function lossMarks({ loss, dots }: GapBar, scale: Scale): Markup {
  const y = residualTop + residualHeight / 2;
  const places = dots.map(({ value }) => position(scale, value, from, to));
  const shifts = offsets(places);
  return fragment(
    dots.map((dot, index) =>
      marker(
        { x: `${places[index]}%`, y: String(y + shifts[index]! * 0.8) },
        seedStyle,
        `${dot.label}: ${formatNumber(dot.value, 2)}`,
      ),
    ),
    marker(
      { x: `${position(scale, loss, from, to)}%`, y: String(y) },
      lossStyle,
      `loss in all: ${formatNumber(loss, 2)}`,
    ),
  );
}

/** One agent's losses as an SVG as wide as its container. */
export function gapBar(bar: GapBar, scale: Scale, marks: readonly GapMark[]): Markup {
  const { gap, ties, loss } = bar;
  const words = [
    gap === null
      ? "gap undefined"
      : `gap ${formatNumber(gap.mean, 2)} ${formatInterval(gap.low, gap.high, 2)}`.trim(),
    ties === null ? "" : `over ties ${formatInterval(ties[0], ties[1], 2)}`,
    gap === null ? "" : `residual ${formatNumber(loss - gap.mean, 2)}`,
    `loss in all ${formatNumber(loss, 2)}`,
  ].filter((word) => word !== "");
  return element(
    "svg",
    {
      class: "chart",
      width: "100%",
      height,
      role: "img",
      "aria-label": `${bar.label}: ${words.join(", ")}`,
    },
    scale.ticks.map((tick) => {
      const x = `${position(scale, tick, from, to)}%`;
      return chartLine({ x, y: 0 }, { x, y: height }, `stroke:${cssColor("line")};stroke-width:1`);
    }),
    marks.map(({ loss: place, dash }) => {
      const x = `${position(scale, place, from, to)}%`;
      return chartLine(
        { x, y: 0 },
        { x, y: height },
        `stroke:${cssColor("quiet")};stroke-width:1.2;stroke-dasharray:${dash}`,
      );
    }),
    gapMarks(bar, scale),
    lossMarks(bar, scale),
  );
}

/** The axis in units of the base objective, below the bars. */
export function gapAxis(scale: Scale): Markup {
  return axis(scale.ticks.map((tick, index) => [position(scale, tick, from, to), scale.labels[index]!]));
}

/** The axis in shares of `range`, what the best policy has before random play, above the bars. */
export function gapShareAxis(scale: Scale, range: number): Markup {
  const shares = linearScale([scale.low / range, scale.high / range]);
  return axis(
    shares.ticks.map((tick, index) => [position(scale, tick * range, from, to), shares.labels[index]!]),
  );
}

function axis(ticks: readonly (readonly [x: number, label: string])[]): Markup {
  return element(
    "svg",
    { class: "chart", width: "100%", height: 16, "aria-hidden": "true" },
    ticks.map(([x, label]) =>
      chartText({ x: `${x}%`, y: 12 }, label, {
        anchor: x < 4 ? "start" : x > 96 ? "end" : "middle",
        quiet: true,
      }),
    ),
  );
}
