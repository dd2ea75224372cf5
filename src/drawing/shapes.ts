// The few shapes that worlds draw with: each is told from the others by its outline alone, colour comes second.
import type { ShapeWord } from "../environments/environment.ts";
import { element, fragment, type Markup } from "./markup.ts";
import { type ColorName, cssColor } from "./palette.ts";

interface Shape {
  readonly color: ColorName;
  /** Drawn in a square of 16 x 16 with the shape's colour as `color`. */
  readonly parts: readonly Markup[];
}

const solid = "fill:currentColor";
const paper = `fill:${cssColor("paper")}`;
const line = "fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round;stroke-linecap:round";
const paperLine = `fill:none;stroke:${cssColor("paper")};stroke-width:1.2;stroke-linecap:round`;

const path = (d: string, style: string) => element("path", { d, style });
const circle = (cx: number, cy: number, r: number, style: string) => element("circle", { cx, cy, r, style });
const rect = (x: number, y: number, width: number, height: number, rx: number, style: string) =>
  element("rect", { x, y, width, height, rx, style });

/** Every shape word has a drawing; a new word without one does not compile. */
const shapes: Readonly<Record<ShapeWord, Shape>> = {
  block: {
    color: "wall",
    parts: [
      rect(0.4, 0.4, 15.2, 15.2, 1, solid),
      path("M0.6 8H15.4M8 .6V8M4.5 8V15.4M11.5 8V15.4", paperLine),
    ],
  },
  agent: {
    color: "blue",
    parts: [
      path("M8 1.2a6.8 6.8 0 1 0 .001 0Z", solid),
      circle(5.7, 6.9, 1.45, paper),
      circle(10.3, 6.9, 1.45, paper),
      path("M5.4 10.9q2.6 1.9 5.2 0", paperLine),
    ],
  },
  key: {
    color: "orange",
    parts: [circle(4.7, 8, 2.7, line), path("M7.6 8H14.4M11.2 8V11M14 8V10.6", line)],
  },
  chest: {
    color: "vermilion",
    parts: [
      path("M1.6 7V5.6A3.4 3.4 0 0 1 5 2.4H11A3.4 3.4 0 0 1 14.4 5.6V7Z", solid),
      rect(1.6, 7.9, 12.8, 6, 0.8, solid),
      rect(6.7, 6.2, 2.6, 3.8, 0.6, paper),
    ],
  },
  wedge: {
    color: "orange",
    parts: [
      path("M1.2 9.2 14.6 3.2V13.4H1.2Z", solid),
      circle(11, 8.1, 1.3, paper),
      circle(6.2, 11, 1.1, paper),
      circle(11.4, 11.7, 0.8, paper),
    ],
  },
  flag: { color: "green", parts: [path("M4 1.8V14.6", line), path("M4.4 2.4 14 5.4 4.4 8.8Z", solid)] },
  disc: { color: "purple", parts: [circle(8, 8, 3.8, solid)] },
  ring: { color: "purple", parts: [circle(8, 8, 4.6, line)] },
  diamond: { color: "green", parts: [path("M8 1.4 14.2 8 8 14.6 1.8 8Z", solid)] },
  star: {
    color: "orange",
    parts: [path("M8 1.2 9.9 6 15 6.2 11 9.4 12.4 14.4 8 11.5 3.6 14.4 5 9.4 1 6.2 6.1 6Z", solid)],
  },
  cross: { color: "vermilion", parts: [path("M3.4 3.4 12.6 12.6M12.6 3.4 3.4 12.6", line)] },
  ghost: {
    color: "grey",
    parts: [
      path(
        "M3 14V7.2A5 5.2 0 0 1 13 7.2V14L11.3 12.4 9.7 14 8 12.4 6.3 14 4.7 12.4Z",
        `${line};stroke-dasharray:2 2.4`,
      ),
    ],
  },
};

/** All shape words that have a drawing. */
export const shapeWords = Object.keys(shapes) as readonly ShapeWord[];

/** The colour of a shape. */
export function shapeColor(shape: ShapeWord): ColorName {
  return shapes[shape].color;
}

/** Identifier of a shape's `<symbol>`. */
export function symbolId(shape: ShapeWord): string {
  return `shape-${shape}`;
}

/** A `<symbol>` per shape word, 16 x 16, to be placed once in a document and drawn with `<use>`. */
export function shapeSymbols(words: Iterable<ShapeWord> = shapeWords): Markup {
  return fragment(
    [...words].map((word) =>
      element(
        "symbol",
        { id: symbolId(word), viewBox: "0 0 16 16", style: `color:${cssColor(shapes[word].color)}` },
        shapes[word].parts,
      ),
    ),
  );
}
