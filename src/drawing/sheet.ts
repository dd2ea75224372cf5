// Frames with captions, side by side on one sheet: the layout that pictures of every format share, and its SVG.
import type { Frame, ObjectKind, ShapeWord } from "../environments/environment.ts";
import { cellSize, frameItems } from "./frame.ts";
import { element, type Markup } from "./markup.ts";
import { colorVariables, cssColor } from "./palette.ts";
import { plainLine } from "./plain-text.ts";
import { shapeSymbols } from "./symbols.ts";

/** One frame with lines of text above it. */
export interface Panel {
  readonly caption: readonly string[];
  readonly frame: Frame;
}

/** A panel at its place, in units of 1/16 cell; captions are plain lines. */
export interface PlacedPanel extends Panel {
  readonly x: number;
  readonly y: number;
}

export interface Sheet {
  readonly width: number;
  readonly height: number;
  /** Distance from the top of a panel to the top of its frame. */
  readonly captionHeight: number;
  readonly panels: readonly PlacedPanel[];
}

/** Text in these units: letters 5 x 7 in a box of 6 x 12. */
export const letterBox = { width: 6, height: 12 } as const;
const margin = 8;
const gap = 16;

/** The room that each of several panels takes. */
export interface PanelSize {
  readonly width: number;
  readonly height: number;
  readonly captionHeight: number;
}

/** As large as the largest of the panels. */
export function panelSize(panels: readonly Panel[]): PanelSize {
  const lines = panels.map(({ caption }) => caption.length);
  const letters = panels.flatMap(({ caption }) => caption.map((line) => [...plainLine(line)].length));
  const captionHeight = Math.max(0, ...lines) * letterBox.height;
  const width = Math.max(
    Math.max(0, ...letters) * letterBox.width,
    ...panels.map(({ frame }) => frame.width * cellSize),
  );
  const height = captionHeight + Math.max(0, ...panels.map(({ frame }) => frame.height * cellSize));
  return { width, height, captionHeight };
}

/** Panels in rows of `columns` (default: as many as rows), each in a place as large as the largest or of a given size. */
export function layOut(
  panels: readonly Panel[],
  columns = Math.ceil(Math.sqrt(panels.length)),
  size = panelSize(panels),
): Sheet {
  const across = Math.max(1, Math.min(columns, panels.length));
  const down = Math.ceil(panels.length / across);
  const extent = (count: number, each: number) => 2 * margin + count * each + (count - 1) * gap;
  return {
    width: extent(across, size.width),
    height: extent(down, size.height),
    captionHeight: size.captionHeight,
    panels: panels.map(({ caption, frame }, index) => ({
      caption: caption.map(plainLine),
      frame,
      x: margin + (index % across) * (size.width + gap),
      y: margin + Math.floor(index / across) * (size.height + gap),
    })),
  };
}

/** Where the foot of a caption's line stands below the top of its panel. */
function baseline(line: number): number {
  return line * letterBox.height + 7;
}

/** A sheet as an SVG picture of its own, with its symbols and both colour themes. `label` is its text alternative. */
export function sheetSvg(sheet: Sheet, objects: readonly ObjectKind[], label: string): Markup {
  const used = new Set<ShapeWord>();
  const drawn = sheet.panels.map(({ x, y, caption, frame }) => {
    const { items, shapes } = frameItems(frame, objects);
    for (const shape of shapes) used.add(shape);
    const lines = caption.map((text, line) => element("text", { y: baseline(line) }, text));
    const grid = element("g", { transform: `translate(0 ${sheet.captionHeight})` }, items);
    return element("g", { transform: `translate(${x} ${y})` }, lines, grid);
  });
  const { width, height } = sheet;
  const text = `text{font:10px ui-monospace,Menlo,Consolas,monospace;fill:${cssColor("ink")}}`;
  const dark = `@media (prefers-color-scheme: dark){svg{${colorVariables("dark")}}}`;
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${width} ${height}`,
      width: 2 * width,
      height: 2 * height,
      role: "img",
      "aria-label": label,
    },
    element("style", {}, `svg{${colorVariables("light")}}${dark}${text}`),
    element("defs", {}, shapeSymbols(used)),
    element("rect", { width, height, style: `fill:${cssColor("paper")}` }),
    drawn,
  );
}
