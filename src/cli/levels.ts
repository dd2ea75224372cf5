// `innergap levels`: levels of a world sampled or read, filtered, drawn, counted, compared, exported.
import { exitCodes, InputError } from "../base/errors.ts";
import type { JsonObject } from "../base/hash.ts";
import { frameText } from "../drawing/frame.ts";
import { formatNumber } from "../drawing/numbers.ts";
import type { Panel } from "../drawing/sheet.ts";
import { sideBySide } from "../drawing/side-by-side.ts";
import { textTableLines } from "../drawing/table.ts";
import type { Frame } from "../environments/environment.ts";
import {
  type LevelOverlap,
  type LevelSet,
  levelAt,
  levelHash,
  levelOverlap,
  levelSetHash,
  levelToJson,
  printLevels,
} from "../environments/levels.ts";
import type { Arguments } from "./arguments.ts";
import type { Execute } from "./command.ts";
import { sampleLevels } from "./level-sample.ts";
import { deliver, type FileFormat, formatOf, pictureOf } from "./picture-files.ts";
import type { Terminal } from "./terminal.ts";
import { readLevels, worldOf, worldTitle } from "./world-options.ts";

/** Levels beyond which a person would no longer look. */
const mostDrawn = 48;
/** Letters of a hash that name a level beside its picture. */
const shortHash = 8;

export const execute: Execute = async (args, terminal) => {
  const world = worldOf(args);
  const format = formatOf(args, ["text", "json", "svg", "png", "gif"]);
  const { levels, seen } = sampleLevels(args, world);
  const heading = headingOf(args, levels, seen);
  const overlap = overlapOf(args, levels);
  // What cannot be written is refused before anything is printed.
  if (format !== null) deliver(exported(format, levels, heading, args), args, terminal);
  const toStdout = format !== null && args.text("out") === null;
  if (!toStdout) printPage(levels, heading, overlap, args.text("against"), terminal);
  terminal.record({ kind: "done", result: recordOf(args, levels, seen, overlap) });
  return exitCodes.ok;
};

/** Where the levels are from, as comment lines of a file have it too. */
function headingOf(args: Arguments, { environment, count }: LevelSet, seen: number): string[] {
  const file = args.text("file");
  const where = args.texts("where");
  const source = file === null ? `seed ${args.text("seed") ?? 0}` : `from ${file}`;
  const side = [args.text("preset"), args.text("side")].filter((word) => word !== null).join(", ");
  return [
    `${worldTitle(environment)}${side === "" ? "" : ` (${side})`}`,
    `${count} level${count === 1 ? "" : "s"}, ${source}${where.length === 0 ? "" : `; with ${where.join(", ")} (${count} of ${seen})`}`,
  ];
}

function overlapOf(args: Arguments, levels: LevelSet): LevelOverlap | null {
  const against = args.text("against");
  const refuse = args.flag("refuse-overlap");
  if (against === null) {
    if (refuse)
      throw new InputError("--refuse-overlap", "nothing to compare with", "--against FILE beside it");
    return null;
  }
  const overlap = levelOverlap(levels, readLevels(levels.environment, against, "--against"));
  if (refuse && overlap.shared > 0) {
    const names = overlap.hashes.slice(0, 5).map((hash) => hash.slice(0, shortHash));
    const more = overlap.shared > names.length ? ", ..." : "";
    throw new InputError(
      "--against",
      `${overlap.shared} levels of ${against} (${names.join(", ")}${more})`,
      "none of them",
    );
  }
  return overlap;
}

function printPage(
  levels: LevelSet,
  heading: readonly string[],
  overlap: LevelOverlap | null,
  against: string | null,
  terminal: Terminal,
): void {
  for (const line of heading) terminal.print(line);
  const panels = panelsOf(levels, Math.min(levels.count, mostDrawn));
  const { objects } = levels.environment;
  const blocks = panels.map(({ caption, frame }) => [...caption, ...frameText(frame, objects, terminal)]);
  terminal.print();
  for (const line of sideBySide(blocks, terminal.width)) terminal.print(line);
  if (levels.count > mostDrawn) terminal.print(`\n... and ${levels.count - mostDrawn} more`);
  terminal.print();
  for (const line of censusTable(levels, terminal.width)) terminal.print(line);
  if (overlap === null) return;
  terminal.print();
  terminal.print(
    `${overlap.shared} shared with ${against}: ${overlap.distinct[0]} and ${overlap.distinct[1]} distinct levels`,
  );
  for (const hash of overlap.hashes) terminal.print(`  ${hash}`);
}

/** Pictures of the first levels, as they are before the first step. */
function panelsOf(levels: LevelSet, count: number): Panel[] {
  const { environment } = levels;
  const batch = environment.batch({ lanes: 1, horizon: 1, observe: false });
  return Array.from({ length: count }, (_, index) => {
    const level = levelAt(levels, index);
    batch.reset(0, level, 0);
    const frame: Frame = { ...batch.frame(0), notes: [] };
    return { caption: [`${index + 1}  ${levelHash(environment, level).slice(0, shortHash)}`], frame };
  });
}

interface Count {
  readonly name: string;
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

/** What there is to be had on the levels, by the names of the world's census. */
function censusOf(levels: LevelSet): Count[] {
  const each = Array.from({ length: levels.count }, (_, index) =>
    levels.environment.census(levelAt(levels, index)),
  );
  return Object.keys(each[0] ?? {}).map((name) => {
    const values = each.map((census) => census[name] ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const least = values.reduce((one, other) => Math.min(one, other));
    return { name, mean, least, most: values.reduce((one, other) => Math.max(one, other)) };
  });
}

function censusTable(levels: LevelSet, width: number): readonly string[] {
  const columns = ["counted", "mean", "least", "most"].map((title, index) => ({
    title,
    align: index === 0 ? ("left" as const) : ("right" as const),
  }));
  const rows = censusOf(levels).map(({ name, mean, least, most }) => ({
    cells: [name, formatNumber(mean, 2), formatNumber(least, 0), formatNumber(most, 0)],
  }));
  return rows.length === 0 ? [] : textTableLines({ columns, rows }, width);
}

function exported(
  format: FileFormat,
  levels: LevelSet,
  heading: readonly string[],
  args: Arguments,
): string | Uint8Array {
  if (format === "text") return printLevels(levels, heading);
  if (format === "json") return `${JSON.stringify(fileOf(levels), null, 2)}\n`;
  const { environment, count } = levels;
  if (count === 0) throw new InputError("--format", `no level for ${format}`, "at least one");
  const label = `${count} level${count === 1 ? "" : "s"} of ${environment.name}`;
  const pictures = { panels: panelsOf(levels, count), objects: environment.objects, label, seconds: 1 };
  return pictureOf(format, pictures, args);
}

function fileOf(levels: LevelSet): JsonObject {
  const { environment, count } = levels;
  return {
    environment: environment.id,
    parameters: environment.parameters,
    hash: levelSetHash(levels),
    levels: Array.from({ length: count }, (_, index) => {
      const level = levelAt(levels, index);
      return { hash: levelHash(environment, level), rows: levelToJson(environment, level).rows! };
    }),
  };
}

function recordOf(args: Arguments, levels: LevelSet, seen: number, overlap: LevelOverlap | null): object {
  const { environment, count } = levels;
  const each = Array.from({ length: count }, (_, index) => levelAt(levels, index));
  return {
    environment: environment.id,
    parameters: environment.parameters,
    count,
    seen,
    levelSet: levelSetHash(levels),
    texts: each.map((level) => environment.printLevel(level)),
    hashes: each.map((level) => levelHash(environment, level)),
    census: censusOf(levels),
    out: args.text("out"),
    overlap,
  };
}
