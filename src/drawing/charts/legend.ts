// Legends beside charts: what each line, marker or fill stands for, as a list that wraps.
import { type Child, element, type Markup } from "../markup.ts";
import { type ColorName, cssColor } from "../palette.ts";
import { marker, seriesStyle } from "./series.ts";

/** A list of samples with their words. */
export function legend(items: readonly { readonly sample: Child; readonly text: Child }[]): Markup {
  return element(
    "ul",
    { class: "legend" },
    items.map(({ sample, text }) => element("li", {}, sample, element("span", {}, text))),
  );
}

/** The line of a series with the marker of its end. */
export function lineSample(index: number): Markup {
  const style = seriesStyle(index);
  const dash = style.dash ? `;stroke-dasharray:${style.dash}` : "";
  return strokeSample(
    `stroke:${cssColor(style.color)};stroke-width:2.2${dash}`,
    marker({ x: "23", y: "6" }, style, ""),
  );
}

/** A line in ink, as boundaries of maps are drawn. */
export function boundarySample(dash: string | null): Markup {
  return strokeSample(boundaryStyle(dash));
}

function strokeSample(style: string, ...marks: readonly Markup[]): Markup {
  return element(
    "svg",
    { width: 30, height: 12, "aria-hidden": "true" },
    element("line", { x1: 0, x2: 30, y1: 6, y2: 6, style }),
    marks,
  );
}

/** How a boundary is stroked. */
export function boundaryStyle(dash: string | null): string {
  return `fill:none;stroke:${cssColor("ink")};stroke-width:2.2${dash ? `;stroke-dasharray:${dash}` : ""}`;
}

/** The marker of a series alone, hollow. */
export function markerSample(index: number): Markup {
  return element(
    "svg",
    { width: 12, height: 12, "aria-hidden": "true" },
    marker({ x: "6", y: "6" }, { ...seriesStyle(index), filled: false }, ""),
  );
}

/** The pale bar of an interval. */
export function intervalSample(color: ColorName): Markup {
  return element(
    "svg",
    { width: 22, height: 12, "aria-hidden": "true" },
    element("rect", { y: 2, width: 22, height: 8, style: `fill:${cssColor(color)};fill-opacity:.34` }),
  );
}

/** A vertical stroke in ink, as ticks and whiskers have it. */
export function tickSample(dash: string | null = null): Markup {
  return element(
    "svg",
    { width: 6, height: 14, "aria-hidden": "true" },
    element("line", {
      x1: 3,
      x2: 3,
      y1: 0,
      y2: 14,
      style: `stroke:${cssColor(dash === null ? "ink" : "quiet")};stroke-width:1.6${dash === null ? "" : `;stroke-dasharray:${dash}`}`,
    }),
  );
}
