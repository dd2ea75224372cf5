// Pixels, PNG and GIF: what is decoded by other code is what was drawn, byte for byte the same every time.
import { inflateSync } from "node:zlib";
import * as fc from "fast-check";
import { decodeFrames } from "modern-gif";
import { describe, expect, test } from "vitest";
import type { Frame, ObjectKind } from "../environments/environment.ts";
import { ColorNumbers } from "./color-table.ts";
import { encodeGif } from "./gif.ts";
import { covers, polylines } from "./outline.ts";
import { palette, surfaces } from "./palette.ts";
import { encodePng } from "./png.ts";
import { coverage, type Pixels, Rasteriser } from "./raster.ts";
import { shapes, shapeWords } from "./shapes.ts";
import { layOut, sheetSvg } from "./sheet.ts";

const objects: readonly ObjectKind[] = shapeWords.map((shape, index) => ({
  letter: String.fromCodePoint(0x41 + index),
  name: shape,
  shape,
}));

function frameOf(cells: readonly string[], width: number): Frame {
  return { height: cells.length / width, width, cells, notes: [] };
}

const hex = (color: string) => Number.parseInt(color.slice(1), 16);

function colorAt({ colors, width }: Pixels, x: number, y: number): number {
  return colors[y * width + x]!;
}

/** Random pictures of one size with few or many colours. */
const pictures = fc
  .record({
    width: fc.integer({ min: 1, max: 24 }),
    height: fc.integer({ min: 1, max: 24 }),
    count: fc.integer({ min: 1, max: 5 }),
    colors: fc.integer({ min: 1, max: 200 }),
    seed: fc.nat(),
  })
  .map(({ width, height, count, colors, seed }) => {
    let state = seed;
    const next = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 8;
    };
    const known = Array.from({ length: colors }, next);
    return Array.from({ length: count }, () => ({
      width,
      height,
      colors: Uint32Array.from({ length: width * height }, () => known[next() % colors]!),
    }));
  });

describe("geometry", () => {
  test("a square, a ring and a stroke cover what they should", () => {
    const square = covers({ d: "M2 2H6V6H2Z", paint: "solid" });
    expect([square(4, 4), square(1, 4), square(7, 7)]).toEqual([true, false, false]);
    const ring = covers({ cx: 8, cy: 8, r: 4, paint: "line" });
    expect([ring(8, 8), ring(8, 4.5), ring(8, 2.5)]).toEqual([false, true, false]);
    const stroke = covers({ d: "M2 8h4", paint: "line" });
    // Round ends reach one unit further.
    expect([stroke(1.1, 8), stroke(4, 8.9), stroke(4, 9.1), stroke(7.2, 8)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    const dashed = covers({ d: "M0 8H16", paint: "dashed" });
    expect([dashed(1, 8), dashed(3.2, 8), dashed(5, 8)]).toEqual([true, false, true]);
  });

  test("paths are read with relative commands, repeated operands and closing lines", () => {
    expect(polylines("M1 1l2 0 0 2zM5 5h1v-1")).toEqual([
      [1, 1, 3, 1, 3, 3, 1, 1],
      [5, 5, 6, 5, 6, 4],
    ]);
    expect(polylines("M0 0Q1 0 1 1")[0]!.slice(-2)).toEqual([1, 1]);
    expect(() => polylines("M0 0A1 1 0 0 0 1 1")).toThrow('path command "A"');
  });

  test("the area of a square is that of its pixels", () => {
    const mask = coverage({ d: "M3 3H11V11H3Z", paint: "solid" }, 2);
    expect(mask.reduce((sum, share) => sum + share, 0)).toBe(16 * 16 * 16);
  });
});

describe("outlines", () => {
  /** Where anything of a shape is, at 16 x 16 pixels and without colour. */
  const outlines = shapeWords.map((word) => {
    const ink = new Uint8Array(256);
    for (const part of shapes[word].parts) {
      const over = part.paint === "paper" || part.paint === "paperLine" ? 0 : 16;
      coverage(part, 1).forEach((share, pixel) => {
        ink[pixel] = Math.round((ink[pixel]! * (16 - share) + over * share) / 16);
      });
    }
    return { word, ink };
  });

  test("of any two shapes differ in at least a sixth of what they cover", () => {
    for (const [index, first] of outlines.entries()) {
      for (const second of outlines.slice(index + 1)) {
        let [apart, together] = [0, 0];
        for (let pixel = 0; pixel < 256; pixel++) {
          apart += Math.abs(first.ink[pixel]! - second.ink[pixel]!);
          together += Math.max(first.ink[pixel]!, second.ink[pixel]!);
        }
        expect(apart / together, `${first.word} and ${second.word}`).toBeGreaterThan(1 / 6);
      }
    }
  });
});

describe("pixels", () => {
  test("of a sheet lie where its layout says", () => {
    const square = objects.find(({ shape }) => shape === "square")!.letter;
    const sheet = layOut([{ caption: ["I"], frame: frameOf(["", square], 2) }]);
    const pixels = new Rasteriser(objects, { scale: 2 }).draw(sheet);
    expect([pixels.width, pixels.height]).toEqual([2 * sheet.width, 2 * sheet.height]);
    const top = 2 * (8 + 12);
    expect(colorAt(pixels, 1, 1)).toBe(hex(surfaces.paper.light));
    expect(colorAt(pixels, 16 + 10, top + 10)).toBe(hex(surfaces.floor.light));
    expect(colorAt(pixels, 16 + 32 + 16, top + 16)).toBe(hex(palette.purple.light));
    // The stem of the caption's letter.
    expect(colorAt(pixels, 16 + 5, 16 + 6)).toBe(hex(surfaces.ink.light));
    const dark = new Rasteriser(objects, { scale: 2, theme: "dark" }).draw(sheet);
    expect(colorAt(dark, 16 + 32 + 16, top + 16)).toBe(hex(palette.purple.dark));
  });

  test("of every shape differ from bare floor", () => {
    const raster = new Rasteriser(objects, { scale: 1 });
    const bare = raster.draw(layOut([{ caption: [], frame: frameOf([""], 1) }]));
    for (const { letter } of objects) {
      const drawn = raster.draw(layOut([{ caption: [], frame: frameOf([letter], 1) }]));
      expect(drawn.colors).not.toEqual(bare.colors);
    }
  });

  test("panels stand in rows and columns, without overlap and inside the sheet", () => {
    const frame = frameOf(["", "", "", "", "", ""], 3);
    const panels = Array.from({ length: 5 }, (_, index) => ({ caption: [`panel number ${index}`], frame }));
    const sheet = layOut(panels, 2);
    expect(new Set(sheet.panels.map(({ x, y }) => `${x},${y}`)).size).toBe(5);
    expect(new Set(sheet.panels.map(({ y }) => y)).size).toBe(3);
    for (const { x, y, caption } of sheet.panels) {
      expect(x + 6 * caption[0]!.length).toBeLessThanOrEqual(sheet.width);
      expect(y + sheet.captionHeight + 32).toBeLessThanOrEqual(sheet.height);
    }
    const { source } = sheetSvg(sheet, objects, "five panels");
    expect(source.match(/<text /g)).toHaveLength(5);
  });
});

/** The colours of a PNG of bytes with a palette, read by hand: chunks, inflate, no filters. */
function decodedPng(file: Uint8Array): { width: number; height: number; colors: number[] } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at < file.length; ) {
    const length = view.getUint32(at);
    chunks.set(String.fromCharCode(...file.subarray(at + 4, at + 8)), file.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const header = chunks.get("IHDR")!;
  const [width, height] = [header[3]! + 256 * header[2]!, header[7]! + 256 * header[6]!];
  const entries = chunks.get("PLTE")!;
  const lines = inflateSync(chunks.get("IDAT")!);
  const colors: number[] = [];
  for (let row = 0; row < height; row++) {
    expect(lines[row * (width + 1)]).toBe(0);
    for (let column = 0; column < width; column++) {
      const entry = 3 * lines[row * (width + 1) + 1 + column]!;
      colors.push((entries[entry]! << 16) | (entries[entry + 1]! << 8) | entries[entry + 2]!);
    }
  }
  return { width, height, colors };
}

describe("files", () => {
  test("a PNG is decoded to the pixels that it was made of, and is the same bytes again", () => {
    fc.assert(
      fc.property(pictures, ([picture]) => {
        const file = encodePng(picture!);
        expect(encodePng(picture!)).toEqual(file);
        const { width, height, colors } = decodedPng(file);
        expect([width, height]).toEqual([picture!.width, picture!.height]);
        expect(colors).toEqual([...picture!.colors]);
      }),
      { numRuns: 50 },
    );
  });

  test("a GIF is decoded to every picture that it was made of, and is the same bytes again", () => {
    fc.assert(
      fc.property(pictures, (list) => {
        const moments = list.map((pixels) => ({ pixels, seconds: 0.25 }));
        const file = encodeGif(moments);
        expect(encodeGif(moments)).toEqual(file);
        const frames = decodeFrames(file as Uint8Array<ArrayBuffer>);
        expect(frames).toHaveLength(list.length);
        for (const [index, { data, delay }] of frames.entries()) {
          expect(delay).toBe(250);
          const colors = Array.from(
            { length: data.length / 4 },
            (_, pixel) => (data[4 * pixel]! << 16) | (data[4 * pixel + 1]! << 8) | data[4 * pixel + 2]!,
          );
          expect(colors).toEqual([...list[index]!.colors]);
        }
      }),
      { numRuns: 50 },
    );
  });

  test("more colours than a file has room for are rounded until they fit", () => {
    const numbers = new ColorNumbers();
    const drawn = numbers.of(Uint32Array.from({ length: 1000 }, (_, index) => index * 16));
    const { colors } = numbers.table(256);
    expect(colors.length).toBeLessThanOrEqual(256);
    expect(colors.length).toBeGreaterThan(64);
    expect(numbers.table(1000).entriesOf(drawn)).toHaveLength(1000);
  });

  test("pictures of two sizes, or none, make no GIF", () => {
    const picture = (width: number) => ({
      pixels: { width, height: 1, colors: new Uint32Array(width) },
      seconds: 1,
    });
    expect(() => encodeGif([])).toThrow("at least one");
    expect(() => encodeGif([picture(1), picture(2)])).toThrow("one size");
  });
});
