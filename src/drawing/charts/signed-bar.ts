// A signed number as a bar to the right or to the left of zero, on a scale that several bars share.
import { element, type Markup } from "../markup.ts";
import { cssColor } from "../palette.ts";
import { filledBar } from "./filled-bar.ts";
import { position, type Scale } from "./scale.ts";
import { chartLine } from "./series.ts";

const height = 12;

/** The bar as an SVG as wide as its container; `label` is its text alternative. The scale has to cover 0. */
export function signedBar(value: number, scale: Scale, label: string): Markup {
  const [zero, end] = [position(scale, 0, 1, 99), position(scale, value, 1, 99)];
  const x = Math.min(zero, end);
  const width = Math.round(Math.abs(end - zero) * 100) / 100;
  return element(
    "svg",
    { class: "chart", width: "100%", height, role: "img", "aria-label": label },
    filledBar(
      { x, width, y: 2, height: height - 4 },
      value >= 0 ? { color: "blue", pattern: "solid" } : { color: "vermilion", pattern: "stripes" },
    ),
    chartLine(
      { x: `${zero}%`, y: 0 },
      { x: `${zero}%`, y: height },
      `stroke:${cssColor("ink")};stroke-width:1.4`,
    ),
  );
}
