// Pixels as a PNG file.
import { encode } from "fast-png";
import { ColorNumbers } from "./color-table.ts";
import type { Pixels } from "./raster.ts";

/** The same bytes for the same pixels, one byte per pixel and a palette; beyond 256 colours some are rounded. */
export function encodePng({ width, height, colors }: Pixels): Uint8Array {
  const numbers = new ColorNumbers();
  const drawn = numbers.of(colors);
  const table = numbers.table(256);
  const palette = table.colors.map((color) => [color >> 16, (color >> 8) & 255, color & 255]);
  return encode(
    { width, height, data: table.entriesOf(drawn), channels: 1, depth: 8, palette },
    { zlib: { level: 9 } },
  );
}
