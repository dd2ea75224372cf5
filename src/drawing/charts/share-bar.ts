// A share between 0 and 1 as a bar made of parts, with its prior, and with every seed and their interval below it.
import { element, fragment, type Markup } from "../markup.ts";
import { formatInterval, formatNumber } from "../numbers.ts";
import { cssColor } from "../palette.ts";
import { type BarFill, filledBar } from "./filled-bar.ts";
import { offsets } from "./offsets.ts";
import { linearScale, position } from "./scale.ts";
import { chartLine, chartText, marker, type SeriesStyle } from "./series.ts";

export interface ShareBar {
  readonly label: string;
  /** From left to right; their sum is the length of the bar. */
  readonly parts: readonly { readonly share: number; readonly fill: BarFill; readonly label: string }[];
  /** Where the share stood before anything was seen. */
  readonly prior: number;
  readonly dots: readonly { readonly label: string; readonly value: number }[];
  readonly low: number | null;
  readonly high: number | null;
}

const scale = linearScale([0, 1]);
/** Bars begin where text does; half a dot may stand over the edge. */
const [from, to] = [0, 100];
const barHeight = 12;
const dotsHeight = 14;

const seedStyle: SeriesStyle = {
  color: "grey",
  dash: null,
  marker: "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0Z",
  filled: true,
};

const at = (share: number) => position(scale, Math.min(1, Math.max(0, share)), from, to);

function parts(bar: ShareBar): Markup {
  let start = 0;
  return fragment(
    bar.parts.map(({ share, fill, label }) => {
      const [x, end] = [at(start), at(start + share)];
      start += share;
      if (end <= x) return null;
      return element(
        "g",
        {},
        element("title", {}, `${label}: ${formatNumber(share, 2)}`),
        filledBar({ x, width: Math.round((end - x) * 100) / 100, y: 3, height: barHeight }, fill),
      );
    }),
  );
}

function priorTick(prior: number): Markup {
  const x = `${at(prior)}%`;
  const [high, low] = [
    { x, y: 0 },
    { x, y: barHeight + 6 },
  ];
  return fragment(
    chartLine(high, low, `stroke:${cssColor("paper")};stroke-width:4`),
    chartLine(high, low, `stroke:${cssColor("ink")};stroke-width:1.6`),
  );
}

function seeds({ dots, low, high }: ShareBar): Markup {
  const y = barHeight + 5 + dotsHeight / 2;
  const places = dots.map(({ value }) => at(value));
  const shifts = offsets(places);
  const interval =
    low === null || high === null
      ? null
      : chartLine(
          { x: `${at(low)}%`, y },
          { x: `${at(high)}%`, y },
          `stroke:${cssColor("blue")};stroke-width:9;stroke-opacity:.28`,
        );
  return fragment(
    interval,
    dots.map((dot, index) =>
      marker(
        { x: `${places[index]}%`, y: String(y + shifts[index]! * 0.6) },
        seedStyle,
        `${dot.label}: ${formatNumber(dot.value, 2)}`,
      ),
    ),
  );
}

/** One bar from 0 to 1 as an SVG as wide as its container. */
export function shareBar(bar: ShareBar): Markup {
  const total = bar.parts.reduce((sum, { share }) => sum + share, 0);
  const words = [
    `${bar.label}: ${formatNumber(total, 2)}`,
    formatInterval(bar.low, bar.high, 2),
    `prior ${formatNumber(bar.prior, 2)}`,
  ];
  const lines = [0, 0.25, 0.5, 0.75, 1].map((share) =>
    chartLine(
      { x: `${at(share)}%`, y: 0 },
      { x: `${at(share)}%`, y: height(bar) },
      `stroke:${cssColor("line")};stroke-width:1`,
    ),
  );
  return element(
    "svg",
    {
      class: "chart",
      width: "100%",
      height: height(bar),
      role: "img",
      "aria-label": words.filter((word) => word !== "").join(", "),
    },
    lines,
    parts(bar),
    priorTick(bar.prior),
    seeds(bar),
  );
}

function height({ dots }: ShareBar): number {
  return barHeight + 6 + (dots.length === 0 ? 0 : dotsHeight);
}

/** Labels below bars that stand one under the other. */
export function shareAxis(): Markup {
  return element(
    "svg",
    { class: "chart", width: "100%", height: 16, "aria-hidden": "true" },
    [0, 0.25, 0.5, 0.75, 1].map((share) =>
      chartText({ x: `${at(share)}%`, y: 12 }, formatNumber(share, 2).replace(/\.00$/, ""), {
        anchor: share === 0 ? "start" : share === 1 ? "end" : "middle",
        quiet: true,
      }),
    ),
  );
}
