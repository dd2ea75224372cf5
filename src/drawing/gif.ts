// Pictures one after the other as an animated GIF: what has not changed is left transparent.
import omggif from "omggif";
import { ColorNumbers, undrawn } from "./color-table.ts";
import type { Pixels } from "./raster.ts";

export interface Moment {
  readonly pixels: Pixels;
  /** How long it is shown, to a hundredth. */
  readonly seconds: number;
}

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The part of a picture that differs from the one before it, in numbers of colours. */
interface Change extends Area {
  readonly numbers: Uint16Array;
  readonly hundredths: number;
}

/** Entries of a GIF's colour table that are colours; one more is what is transparent. */
const mostColors = 255;

/** The same bytes for the same moments, repeated for ever. Throws an Error unless all pictures have one size. */
export function encodeGif(moments: Iterable<Moment>): Uint8Array {
  const numbers = new ColorNumbers();
  const changes: Change[] = [];
  let before: Pixels | undefined;
  for (const { pixels, seconds } of moments) {
    const drawn = numbers.of(pixels.colors, checked(pixels, before)?.colors);
    const area = before === undefined ? { x: 0, y: 0, ...sizeOf(pixels) } : areaOf(drawn, pixels.width);
    changes.push({ ...area, numbers: cut(drawn, pixels.width, area), hundredths: Math.round(seconds * 100) });
    before = pixels;
  }
  if (before === undefined) throw new Error("a GIF needs at least one picture");
  return written(changes, numbers, sizeOf(before));
}

function sizeOf({ width, height }: Pixels): { width: number; height: number } {
  return { width, height };
}

function checked(pixels: Pixels, before: Pixels | undefined): Pixels | undefined {
  if (before !== undefined && (before.width !== pixels.width || before.height !== pixels.height)) {
    throw new Error("all pictures of a GIF must have one size");
  }
  return before;
}

/** The smallest rectangle with everything that is drawn; one pixel where there is nothing. */
function areaOf(drawn: Uint16Array, width: number): Area {
  let left = width;
  let right = -1;
  let top = -1;
  let bottom = -1;
  for (let pixel = 0; pixel < drawn.length; pixel++) {
    if (drawn[pixel] === undrawn) continue;
    const x = pixel % width;
    bottom = (pixel - x) / width;
    if (top < 0) top = bottom;
    if (x < left) left = x;
    if (x > right) right = x;
  }
  if (right < 0) return { x: 0, y: 0, width: 1, height: 1 };
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

function cut(drawn: Uint16Array, width: number, area: Area): Uint16Array {
  const part = new Uint16Array(area.width * area.height);
  for (let row = 0; row < area.height; row++) {
    const start = (area.y + row) * width + area.x;
    part.set(drawn.subarray(start, start + area.width), row * area.width);
  }
  return part;
}

function written(
  changes: readonly Change[],
  numbers: ColorNumbers,
  { width, height }: { width: number; height: number },
): Uint8Array {
  const table = numbers.table(mostColors);
  const transparent = table.colors.length;
  // Codes have at most 12 bits a pixel, and each block of 255 bytes has one more.
  const room = changes.reduce((sum, change) => sum + 2 * change.numbers.length + 64, 2048);
  const buffer = new Uint8Array(room);
  const writer = new omggif.GifWriter(buffer, width, height, {
    loop: 0,
    palette: padded([...table.colors, 0]),
  });
  for (const change of changes) {
    const indices = table.entriesOf(change.numbers);
    const options = { delay: change.hundredths, disposal: 1, transparent };
    writer.addFrame(change.x, change.y, change.width, change.height, indices, options);
  }
  return buffer.slice(0, writer.end());
}

/** Colour tables have a power of two of entries, from 2 to 256. */
function padded(colors: readonly number[]): number[] {
  let length = 2;
  while (length < colors.length) length *= 2;
  return [...colors, ...Array<number>(length - colors.length).fill(0)];
}
