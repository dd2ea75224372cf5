// The few shapes that worlds draw with: each is told from the others by its outline alone, colour comes second.
import type { ShapeWord } from "../environments/environment.ts";
import type { ColorName } from "./palette.ts";

/** How a part is painted: filled, or stroked with round ends, in the shape's own colour or in that of paper. */
export type Paint = "solid" | "paper" | "line" | "paperLine" | "dashed";

/**
 * One part of a shape in a square of 16 x 16: a path of the commands M, L, H, V, Q, C and Z in either case, or a
 * circle. That is all that pictures of pixels can draw.
 */
export type Part =
  | { readonly d: string; readonly paint: Paint }
  | { readonly cx: number; readonly cy: number; readonly r: number; readonly paint: Paint };

export interface Shape {
  readonly color: ColorName;
  /** Bottom first. */
  readonly parts: readonly Part[];
}

/** Widths of strokes, and how long the strokes and gaps of a dashed one are. */
export const strokes = { line: 2, paperLine: 1.2, dashed: 2, dash: 2, gap: 2.4 } as const;

const solid = (d: string): Part => ({ d, paint: "solid" });
const paper = (d: string): Part => ({ d, paint: "paper" });
const line = (d: string): Part => ({ d, paint: "line" });
const paperLine = (d: string): Part => ({ d, paint: "paperLine" });
const disc = (cx: number, cy: number, r: number, paint: Paint): Part => ({ cx, cy, r, paint });

/** Every shape word has a drawing; a new word without one does not compile. */
export const shapes: Readonly<Record<ShapeWord, Shape>> = {
  block: {
    color: "wall",
    parts: [solid("M.4 .4H15.6V15.6H.4Z"), paperLine("M.6 8H15.4M8 .6V8M4.5 8V15.4M11.5 8V15.4")],
  },
  agent: {
    color: "blue",
    parts: [
      disc(8, 8, 6.8, "solid"),
      disc(5.7, 6.9, 1.45, "paper"),
      disc(10.3, 6.9, 1.45, "paper"),
      paperLine("M5.4 10.9q2.6 1.9 5.2 0"),
    ],
  },
  key: { color: "orange", parts: [disc(4.7, 8, 2.7, "line"), line("M7.6 8H14.4M11.2 8V11M14 8V10.6")] },
  chest: {
    color: "vermilion",
    parts: [
      solid("M1.6 7V5.6C1.6 3.7 3.1 2.4 5 2.4H11C12.9 2.4 14.4 3.7 14.4 5.6V7Z"),
      solid("M1.6 7.9H14.4V13.1Q14.4 13.9 13.6 13.9H2.4Q1.6 13.9 1.6 13.1Z"),
      paper("M6.7 6.2H9.3V10H6.7Z"),
    ],
  },
  wedge: {
    color: "orange",
    parts: [
      solid("M1.2 8 14.6 2V12.2H1.2Z"),
      disc(11, 6.9, 1.3, "paper"),
      disc(6.2, 9.8, 1.1, "paper"),
      disc(11.4, 10.5, 0.8, "paper"),
    ],
  },
  flag: { color: "green", parts: [line("M4 1.8V14.6"), solid("M4.4 2.4 14 5.4 4.4 8.8Z")] },
  disc: { color: "purple", parts: [disc(8, 8, 3.8, "solid")] },
  ring: { color: "purple", parts: [disc(8, 8, 4.6, "line")] },
  diamond: { color: "green", parts: [solid("M8 1.4 14.2 8 8 14.6 1.8 8Z")] },
  star: {
    color: "orange",
    parts: [solid("M8 1.2 9.9 6 15 6.2 11 9.4 12.4 14.4 8 11.5 3.6 14.4 5 9.4 1 6.2 6.1 6Z")],
  },
  cross: { color: "vermilion", parts: [line("M3.4 3.4 12.6 12.6M12.6 3.4 3.4 12.6")] },
  ghost: {
    color: "grey",
    parts: [
      {
        d: "M3 14V7.2C3 4.3 5.2 2 8 2C10.8 2 13 4.3 13 7.2V14L11.3 12.4 9.7 14 8 12.4 6.3 14 4.7 12.4Z",
        paint: "dashed",
      },
    ],
  },
  // Low and wide, so that its rim and foot are seen under what lies on it.
  plate: {
    color: "sky",
    parts: [solid("M.2 10.8H15.8Q14.8 14.6 11.4 14.6V15.8H4.6V14.6Q1.2 14.6 .2 10.8Z")],
  },
  beacon: {
    color: "orange",
    parts: [
      solid("M6 7.2H10L12 15.2H4Z"),
      disc(8, 4.4, 2, "solid"),
      line("M3.6 4.4H1.6M12.4 4.4H14.4M4.6 1.6 3.4 .9M11.4 1.6 12.6 .9"),
      paperLine("M5.6 11H10.4"),
    ],
  },
  leader: {
    color: "purple",
    parts: [
      disc(8, 10, 5.4, "solid"),
      solid("M2.9 5.2 2.2 .6 5.4 2.9 8 .4 10.6 2.9 13.8 .6 13.1 5.2Z"),
      disc(6, 9.4, 1.2, "paper"),
      disc(10, 9.4, 1.2, "paper"),
      paperLine("M3.4 5.8H12.6"),
    ],
  },
  lava: {
    color: "vermilion",
    parts: [
      line("M1.2 4q1.7-2.8 3.4 0q1.7 2.8 3.4 0q1.7-2.8 3.4 0q1.7 2.8 3.4 0"),
      line("M1.2 8.2q1.7-2.8 3.4 0q1.7 2.8 3.4 0q1.7-2.8 3.4 0q1.7 2.8 3.4 0"),
      line("M1.2 12.4q1.7-2.8 3.4 0q1.7 2.8 3.4 0q1.7-2.8 3.4 0q1.7 2.8 3.4 0"),
    ],
  },
  apple: {
    color: "green",
    parts: [
      solid(
        "M8 5.6C6.4 4 2 4 2 8.8C2 12.2 4.5 15.2 6.4 15.2C7.2 15.2 7.5 14.7 8 14.7C8.5 14.7 8.8 15.2 9.6 15.2C11.5 15.2 14 12.2 14 8.8C14 4 9.6 4 8 5.6Z",
      ),
      line("M8 6Q7.8 3.6 6.6 2.2"),
      solid("M8.4 4Q9.4 .6 13.4 1Q12.4 4.2 8.4 4Z"),
    ],
  },
  shield: {
    color: "sky",
    parts: [
      solid("M8 1 14.2 3.2V7.6C14.2 11.4 11.6 14 8 15.2C4.4 14 1.8 11.4 1.8 7.6V3.2Z"),
      paperLine("M8 4V12M4.6 6.8H11.4"),
    ],
  },
  monster: {
    color: "vermilion",
    parts: [
      solid("M2.4 15.2V6.8L.8 .8 5.4 3.8H10.6L15.2 .8 13.6 6.8V15.2L10.8 12.4 8 15.2 5.2 12.4Z"),
      paper("M4.2 6.2 7.2 8.2 4.6 8.8Z"),
      paper("M11.8 6.2 8.8 8.2 11.4 8.8Z"),
    ],
  },
  tree: {
    color: "green",
    parts: [solid("M8 .6 12.2 5.2H10.4L13.6 8.8H11.6L15 12.6H9.2V15.4H6.8V12.6H1L4.4 8.8H2.4L5.6 5.2H3.8Z")],
  },
  door: {
    color: "vermilion",
    parts: [
      solid("M3 15.4V5.6C3 2.6 5.2 .8 8 .8C10.8 .8 13 2.6 13 5.6V15.4Z"),
      paperLine("M5.2 13.4V5.8C5.2 4 6.4 3 8 3C9.6 3 10.8 4 10.8 5.8V13.4"),
      disc(9, 9.2, 1, "paper"),
    ],
  },
  "open-door": {
    color: "blue",
    parts: [
      line("M3.6 15V5.6C3.6 3 5.6 1.4 8 1.4C10.4 1.4 12.4 3 12.4 5.6V15M1.4 15H14.6"),
      disc(10, 9.2, 0.9, "solid"),
    ],
  },
  pad: {
    color: "green",
    parts: [solid("M.6 8.6H15.4V11.4H.6Z"), line("M3.4 12 2 15M12.6 12 14 15M1.6 8V5M14.4 8V5")],
  },
  crater: {
    color: "vermilion",
    parts: [solid("M.4 15.4V9.4L2.6 5.4H4.4Q5 11 8 11Q11 11 11.6 5.4H13.4L15.6 9.4V15.4Z")],
  },
  lander: {
    color: "blue",
    parts: [
      solid("M5.6 1H10.4L13 8.4H3Z"),
      solid("M6.6 8H9.4L10.8 12.2H5.2Z"),
      line("M4 8.4 2.2 14M12 8.4 13.8 14M1 14.4H3.6M12.4 14.4H15"),
      disc(8, 5, 1.5, "paper"),
    ],
  },
  square: { color: "purple", parts: [solid("M3.2 3.2H12.8V12.8H3.2Z")] },
  triangle: { color: "orange", parts: [solid("M8 1.8 14.8 13.6H1.2Z")] },
  // Solid ones have the colour that a world is about, the open ones another.
  ball: { color: "vermilion", parts: [disc(8, 8, 6, "solid"), paperLine("M3.4 5.4Q8 8.8 12.6 5.4")] },
  "open-ball": { color: "blue", parts: [disc(8, 8, 5.8, "line"), line("M3.4 5.8Q8 9.2 12.6 5.8")] },
  bar: { color: "orange", parts: [solid("M1.2 11.4 11.4 1.2 14.8 4.6 4.6 14.8Z")] },
  "open-bar": { color: "grey", parts: [line("M1.8 11.4 11.4 1.8 14.2 4.6 4.6 14.2Z")] },
  gem: {
    color: "orange",
    parts: [solid("M4 2.4H12L15.4 6.6 8 14.8.6 6.6Z"), paperLine("M1.6 6.6H14.4M5.4 6.6 8 13.4 10.6 6.6")],
  },
  "open-gem": {
    color: "grey",
    parts: [line("M4.4 2.8H11.6L14.8 6.8 8 14.2 1.2 6.8Z"), line("M1.2 6.8H14.8")],
  },
};

/** All shape words. */
export const shapeWords = Object.keys(shapes) as readonly ShapeWord[];

/** The colour of a shape. */
export function shapeColor(shape: ShapeWord): ColorName {
  return shapes[shape].color;
}
