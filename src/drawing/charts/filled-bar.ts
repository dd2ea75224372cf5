// Parts of bars: told apart by pattern as well as by colour, without identifiers that a page would have to keep apart.
import { element, type Markup } from "../markup.ts";
import { type ColorName, cssColor } from "../palette.ts";

export interface BarFill {
  readonly color: ColorName;
  readonly pattern: "solid" | "stripes" | "dots" | "hollow";
}

/** A place in a chart: horizontally in per cent of its width, vertically in pixels. */
export interface BarPlace {
  readonly x: number;
  readonly width: number;
  readonly y: number;
  readonly height: number;
}

/** A dashed line through the middle of a bar: thick and short dashes are stripes, round ones without length are dots. */
function texture(pattern: BarFill["pattern"], height: number): Markup | null {
  if (pattern !== "stripes" && pattern !== "dots") return null;
  const style =
    pattern === "stripes"
      ? `stroke-width:${height};stroke-dasharray:2 3`
      : `stroke-width:${Math.min(3.4, height / 2.5)};stroke-linecap:round;stroke-dasharray:0 6;stroke-dashoffset:-4`;
  return element("line", {
    x1: 0,
    x2: "100%",
    y1: height / 2,
    y2: height / 2,
    style: `stroke:${cssColor("paper")};${style}`,
  });
}

/** One part of a bar, cut off at its ends. */
export function filledBar({ x, width, y, height }: BarPlace, { color, pattern }: BarFill): Markup {
  const style =
    pattern === "hollow"
      ? `fill:none;stroke:${cssColor(color)};stroke-width:3`
      : `fill:${cssColor(color)};stroke:none`;
  return element(
    "svg",
    { x: `${x}%`, y, width: `${width}%`, height, overflow: "hidden" },
    element("rect", { width: "100%", height, style }),
    texture(pattern, height),
  );
}

/** The look of a part for a legend. */
export function barSample(fill: BarFill): Markup {
  return element(
    "svg",
    { width: 22, height: 12, "aria-hidden": "true" },
    filledBar({ x: 0, width: 100, y: 1, height: 10 }, fill),
  );
}
