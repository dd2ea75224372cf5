// One moment of a gridworld as a picture (SVG) or as lines of text for the terminal.
import type { Frame, ObjectKind, ShapeWord } from "../environments/environment.ts";
import { element, type Markup } from "./markup.ts";
import { cssColor, palette } from "./palette.ts";
import { plainLine } from "./plain-text.ts";
import { shapeColor } from "./shapes.ts";
import { symbolId } from "./symbols.ts";

/** Side of a cell in the units of a frame's picture. */
export const cellSize = 16;

/** What the letters of a world are drawn as. */
export function shapesByLetter(objects: readonly ObjectKind[]): ReadonlyMap<string, ShapeWord> {
  return new Map(objects.map((kind) => [kind.letter, kind.shape]));
}

/** Floor and cell borders of a grid, without anything on them. */
export function gridGround(height: number, width: number): Markup {
  const lines: string[] = [];
  for (let row = 1; row < height; row++) lines.push(`M0 ${row * cellSize}H${width * cellSize}`);
  for (let column = 1; column < width; column++) lines.push(`M${column * cellSize} 0V${height * cellSize}`);
  return element(
    "g",
    {},
    element("rect", {
      width: width * cellSize,
      height: height * cellSize,
      style: `fill:${cssColor("floor")}`,
    }),
    element("path", { d: lines.join(""), style: `fill:none;stroke:${cssColor("line")};stroke-width:.5` }),
  );
}

function placed(shape: ShapeWord, cell: number, width: number): Markup {
  return element("use", {
    href: `#${symbolId(shape)}`,
    x: (cell % width) * cellSize,
    y: Math.floor(cell / width) * cellSize,
    width: cellSize,
    height: cellSize,
  });
}

/** The grid with everything that lies in its cells, and the shapes that it takes. Letters that stand for no object are drawn as nothing. */
export function frameItems(
  frame: Frame,
  objects: readonly ObjectKind[],
): { readonly items: readonly Markup[]; readonly shapes: ReadonlySet<ShapeWord> } {
  const byLetter = shapesByLetter(objects);
  const shapes = new Set<ShapeWord>();
  const items = [gridGround(frame.height, frame.width)];
  frame.cells.forEach((letters, cell) => {
    for (const letter of letters) {
      const shape = byLetter.get(letter);
      if (!shape) continue;
      shapes.add(shape);
      items.push(placed(shape, cell, frame.width));
    }
  });
  return { items, shapes };
}

/** A frame as a picture in a page that holds all `shapeSymbols` and colours. `label` is its text alternative. */
export function framePicture(frame: Frame, objects: readonly ObjectKind[], label: string): Markup {
  const viewBox = `0 0 ${frame.width * cellSize} ${frame.height * cellSize}`;
  return element(
    "svg",
    { class: "grid", viewBox, role: "img", "aria-label": label },
    frameItems(frame, objects).items,
  );
}

function paint(text: string, color: number): string {
  return `\u001b[38;5;${color}m${text}\u001b[0m`;
}

function cellText(letters: string, shapes: ReadonlyMap<string, ShapeWord>, color: boolean): string {
  const top = plainLine([...letters].at(-1) ?? "") || "·";
  const shape = shapes.get(top);
  if (!color) return top;
  return paint(top, shape ? palette[shapeColor(shape)].terminal : 240);
}

/**
 * A frame as lines of text: the top object of every cell, cells one space apart so that they come out nearly
 * square, and the notes to the right. With `color` in ANSI colours; the caller knows of NO_COLOR and terminals.
 */
export function frameText(
  frame: Frame,
  objects: readonly ObjectKind[],
  options: { readonly color: boolean },
): readonly string[] {
  const shapes = shapesByLetter(objects);
  const lines: string[] = [];
  for (let row = 0; row < frame.height; row++) {
    const cells = frame.cells.slice(row * frame.width, (row + 1) * frame.width);
    const note = frame.notes[row];
    const beside = note ? `   ${plainLine(note.label)} ${note.value}` : "";
    lines.push(cells.map((letters) => cellText(letters, shapes, options.color)).join(" ") + beside);
  }
  for (const note of frame.notes.slice(frame.height)) lines.push(`${plainLine(note.label)} ${note.value}`);
  return lines;
}
