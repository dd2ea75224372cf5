// The small marks of incentives: each has a shape and a colour, and a character for the terminal.
import { element, type Markup } from "../markup.ts";
import { cssColor } from "../palette.ts";
import type { Mark, MarkShape } from "./layered-drawing.ts";
import { round } from "./node-outline.ts";

/** The same shapes as characters, in the order in which they stand in nodes and legends. */
export const markCharacters: Readonly<Record<MarkShape, string>> = {
  disc: "●",
  triangle: "▲",
  square: "■",
  diamond: "◆",
  pentagon: "⬟",
};

export const markShapes = Object.keys(markCharacters) as readonly MarkShape[];

/** Corners around a middle at 0, 0; empty for the disc. */
const corners: Readonly<Record<MarkShape, readonly (readonly [x: number, y: number])[]>> = {
  disc: [],
  square: [
    [-4.8, -4.8],
    [4.8, -4.8],
    [4.8, 4.8],
    [-4.8, 4.8],
  ],
  triangle: [
    [0, -5.9],
    [6, 4.9],
    [-6, 4.9],
  ],
  diamond: [
    [0, -6.6],
    [6.6, 0],
    [0, 6.6],
    [-6.6, 0],
  ],
  pentagon: [
    [0, -6],
    [5.8, -1.8],
    [3.6, 5],
    [-3.6, 5],
    [-5.8, -1.8],
  ],
};

/** The mark around a middle point; its title is a tooltip. */
export function markSymbol({ title, shape, color }: Mark, x: number, y: number): Markup {
  const style = `fill:${cssColor(color)}`;
  const tooltip = element("title", {}, title);
  if (shape === "disc") return element("circle", { cx: round(x), cy: round(y), r: 5.3, style }, tooltip);
  const points = corners[shape].map(([dx, dy]) => `${round(x + dx)},${round(y + dy)}`).join(" ");
  return element("polygon", { points, style }, tooltip);
}
