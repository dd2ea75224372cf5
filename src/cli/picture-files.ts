// What is written with --format and --out: pictures of panels, texts, JSON.
import { writeFileSync } from "node:fs";
import { extname } from "node:path";
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { encodeGif } from "../drawing/gif.ts";
import { encodePng } from "../drawing/png.ts";
import { Rasteriser } from "../drawing/raster.ts";
import { layOut, type Panel, panelSize, type Sheet, sheetSvg } from "../drawing/sheet.ts";
import type { ObjectKind } from "../environments/environment.ts";
import type { Arguments } from "./arguments.ts";
import type { Terminal } from "./terminal.ts";

export type FileFormat = "text" | "json" | "svg" | "png" | "gif";

const extensions: Readonly<Record<string, FileFormat>> = {
  ".txt": "text",
  ".json": "json",
  ".svg": "svg",
  ".png": "png",
  ".gif": "gif",
};

const usualScale = 2;
/** Pixels of one picture beyond which memory would run short. */
const mostPixels = 100_000_000;

/** What `--format` says, else the extension of `--out`, else null. Throws an InputError on a format that is not offered. */
export function formatOf(args: Arguments, offered: readonly FileFormat[]): FileFormat | null {
  const out = args.text("out");
  const word =
    args.text("format") ?? (out === null ? null : (extensions[extname(out).toLowerCase()] ?? extname(out)));
  if (word === null) return null;
  const format = offered.find((one) => one === word);
  const place = args.text("format") === null ? "--out" : "--format";
  if (format === undefined) throw new InputError(place, JSON.stringify(word), oneOf(word, offered));
  if (out === null && (format === "png" || format === "gif")) {
    throw new InputError("--format", `${format} without a file`, "--out FILE beside it");
  }
  return format;
}

/** Writes to the file of `--out`, or prints where there is none and the data is text. */
export function deliver(data: string | Uint8Array, args: Arguments, terminal: Terminal): void {
  const out = args.text("out");
  if (out === null) {
    for (const line of String(data).replace(/\n$/, "").split("\n")) terminal.print(line);
    return;
  }
  try {
    writeFileSync(out, data);
  } catch (error) {
    throw new InputError("--out", `${out} (${(error as NodeJS.ErrnoException).code})`, "a file to write to");
  }
  terminal.say(`written to ${out}`);
}

export interface Pictures {
  readonly panels: readonly Panel[];
  readonly objects: readonly ObjectKind[];
  /** Text alternative. */
  readonly label: string;
  /** How long a GIF shows each panel, the last one apart. */
  readonly seconds: number;
}

/** All panels on one sheet (SVG, PNG) or one after the other (GIF). */
export function pictureOf(
  format: "svg" | "png" | "gif",
  pictures: Pictures,
  args: Arguments,
): string | Uint8Array {
  const { panels, objects, label, seconds } = pictures;
  if (format === "svg") return `${sheetSvg(layOut(panels), objects, label).source}\n`;
  const scale = args.whole("scale", 1, 8) ?? usualScale;
  const raster = new Rasteriser(objects, { scale });
  const size = panelSize(panels);
  if (format === "png") return encodePng(raster.draw(checked(layOut(panels, undefined, size), scale)));
  const last = panels.length - 1;
  return encodeGif(
    panels.map((panel, index) => ({
      get pixels() {
        return raster.draw(checked(layOut([panel], 1, size), scale));
      },
      seconds: index === last ? Math.max(1.5, seconds) : seconds,
    })),
  );
}

function checked(sheet: Sheet, scale: number): Sheet {
  const pixels = sheet.width * sheet.height * scale * scale;
  if (pixels <= mostPixels) return sheet;
  throw new InputError(
    "--scale",
    `${scale}, ${pixels} pixels`,
    `at most ${mostPixels}: a smaller scale, or fewer frames`,
  );
}
