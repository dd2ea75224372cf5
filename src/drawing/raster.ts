// Sheets as pixels: every stack of shapes is drawn once as a tile and copied to where it stands.
import font from "oled-font-5x7";
import type { ObjectKind, ShapeWord } from "../environments/environment.ts";
import { cellSize, shapesByLetter } from "./frame.ts";
import { covers } from "./outline.ts";
import { palette, surfaces } from "./palette.ts";
import { type Part, shapes } from "./shapes.ts";
import { letterBox, type PlacedPanel, type Sheet } from "./sheet.ts";

/** A picture, each colour as 0xRRGGBB, row by row. [height * width] */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly colors: Uint32Array;
}

export interface RasterOptions {
  /** Pixels per unit of the sheet: a cell is 16 times as wide. */
  readonly scale: number;
  readonly theme?: "light" | "dark";
}

/** Points that are looked at per pixel and direction: edges in 17 steps. */
const samples = 4;
const full = samples * samples;

/** Draws sheets of one world; its tiles are kept, so that many frames cost little more than one. */
export class Rasteriser {
  readonly #shapes: ReadonlyMap<string, ShapeWord>;
  readonly #scale: number;
  readonly #theme: "light" | "dark";
  readonly #masks = new Map<ShapeWord, readonly Uint8Array[]>();
  readonly #tiles = new Map<string, Uint32Array>();

  constructor(objects: readonly ObjectKind[], options: RasterOptions) {
    this.#shapes = shapesByLetter(objects);
    this.#scale = options.scale;
    this.#theme = options.theme ?? "light";
  }

  draw(sheet: Sheet): Pixels {
    const width = sheet.width * this.#scale;
    const height = sheet.height * this.#scale;
    const pixels = { width, height, colors: new Uint32Array(width * height).fill(this.#color("paper")) };
    for (const panel of sheet.panels) {
      this.#drawCaption(pixels, panel);
      this.#drawFrame(pixels, panel, sheet.captionHeight);
    }
    return pixels;
  }

  #drawFrame(pixels: Pixels, { frame, x, y }: PlacedPanel, captionHeight: number): void {
    const size = cellSize * this.#scale;
    frame.cells.forEach((letters, cell) => {
      const row = Math.floor(cell / frame.width);
      const column = cell % frame.width;
      const tile = this.#tile(letters, row > 0, column > 0);
      const top = (y + captionHeight) * this.#scale + row * size;
      const left = x * this.#scale + column * size;
      for (let line = 0; line < size; line++) {
        pixels.colors.set(tile.subarray(line * size, (line + 1) * size), (top + line) * pixels.width + left);
      }
    });
  }

  #drawCaption(pixels: Pixels, { caption, x, y }: PlacedPanel): void {
    caption.forEach((text, line) => {
      [...text].forEach((letter, index) => {
        this.#drawLetter(pixels, letter, x + index * letterBox.width, y + line * letterBox.height);
      });
    });
  }

  #drawLetter({ width, colors }: Pixels, letter: string, x: number, y: number): void {
    const scale = this.#scale;
    const found = font.lookup.indexOf(letter);
    const glyph = found < 0 ? font.lookup.indexOf("?") : found;
    for (let dot = 0; dot < 5 * 8; dot++) {
      const [column, row] = [dot >> 3, dot & 7];
      if (((font.fontData[glyph * 5 + column]! >> row) & 1) === 0) continue;
      for (let line = 0; line < scale; line++) {
        const start = ((y + row) * scale + line) * width + (x + column) * scale;
        colors.fill(this.#color("ink"), start, start + scale);
      }
    }
  }

  /** A cell with everything on it; lines part it from cells above and to the left. [size * size] */
  #tile(letters: string, above: boolean, left: boolean): Uint32Array {
    const key = `${above}${left}${letters}`;
    const known = this.#tiles.get(key);
    if (known) return known;
    const size = cellSize * this.#scale;
    const tile = new Uint32Array(size * size).fill(this.#color("floor"));
    this.#drawGridLines(tile, size, above, left);
    for (const letter of letters) {
      const shape = this.#shapes.get(letter);
      if (shape) this.#drawShape(tile, shape);
    }
    this.#tiles.set(key, tile);
    return tile;
  }

  #drawGridLines(tile: Uint32Array, size: number, above: boolean, left: boolean): void {
    const width = Math.max(1, this.#scale >> 1);
    const line = this.#color("line");
    if (above) tile.fill(line, 0, width * size);
    for (let row = 0; left && row < size; row++) tile.fill(line, row * size, row * size + width);
  }

  #drawShape(tile: Uint32Array, shape: ShapeWord): void {
    const { color, parts } = shapes[shape];
    const masks = this.#masksOf(shape);
    parts.forEach(({ paint }, index) => {
      const paper = paint === "paper" || paint === "paperLine";
      blend(tile, this.#color(paper ? "paper" : color), masks[index]!);
    });
  }

  #masksOf(shape: ShapeWord): readonly Uint8Array[] {
    const known = this.#masks.get(shape);
    if (known) return known;
    const masks = shapes[shape].parts.map((part) => coverage(part, this.#scale));
    this.#masks.set(shape, masks);
    return masks;
  }

  #color(name: keyof typeof palette | keyof typeof surfaces): number {
    const themed = name in palette ? palette[name as keyof typeof palette] : surfaces[name as "paper"];
    return Number.parseInt(themed[this.#theme].slice(1), 16);
  }
}

/** How much of each pixel of a cell a part covers, in 16ths. [size * size] */
export function coverage(part: Part, scale: number): Uint8Array {
  const size = cellSize * scale;
  const inside = covers(part);
  const mask = new Uint8Array(size * size);
  const fine = size * samples;
  for (let y = 0; y < fine; y++) {
    for (let x = 0; x < fine; x++) {
      if (!inside((x + 0.5) / (scale * samples), (y + 0.5) / (scale * samples))) continue;
      const pixel = Math.floor(y / samples) * size + Math.floor(x / samples);
      mask[pixel] = mask[pixel]! + 1;
    }
  }
  return mask;
}

function blend(tile: Uint32Array, color: number, mask: Uint8Array): void {
  for (let pixel = 0; pixel < mask.length; pixel++) {
    const share = mask[pixel]!;
    if (share > 0) tile[pixel] = mixed(tile[pixel]!, color, share);
  }
}

/** The colour `over`, covering share / 16 of `under`; integers only. */
function mixed(under: number, over: number, share: number): number {
  let color = 0;
  for (let shift = 0; shift <= 16; shift += 8) {
    const [a, b] = [(under >> shift) & 255, (over >> shift) & 255];
    color |= Math.round((a * (full - share) + b * share) / full) << shift;
  }
  return color;
}
