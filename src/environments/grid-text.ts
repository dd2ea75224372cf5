// Levels as text: rows of letters, read strictly and printed canonically.
import { InputError } from "../base/errors.ts";
import { agent, floor, wall } from "./grid.ts";

/** The letters of a world's own things, by code. Floor `.` (or a space), wall `#` and agent `@` are everyone's. */
export type Alphabet = Readonly<Record<string, number>>;

interface GridSize {
  readonly height: number;
  readonly width: number;
}

const common: Alphabet = { ".": floor, " ": floor, "#": wall, "@": agent };

/**
 * Reads height x width letters. Rows and columns in errors count from 1. Throws an InputError on a wrong number of
 * rows or of letters in a row, on unknown letters, on a border that is not wall, and unless there is exactly one
 * agent. Trailing line ends are ignored; floor is printed as `.` because spaces get lost on the way.
 */
export function parseGrid(text: string, size: GridSize, things: Alphabet): Uint8Array {
  const rows = splitRows(text);
  if (rows.length !== size.height) throw new InputError("level", count(rows.length, "row"), `${size.height}`);
  const level = new Uint8Array(size.height * size.width);
  rows.forEach((letters, row) => {
    if (letters.length !== size.width) {
      throw new InputError(`level row ${row + 1}`, count(letters.length, "column"), `${size.width}`);
    }
    letters.forEach((letter, column) => {
      level[row * size.width + column] = readCell(letter, row, column, size, things);
    });
  });
  requireOneAgent(level, size.width);
  return level;
}

/** One row per line, without a line end after the last. */
export function printGrid(level: Uint8Array, size: GridSize, things: Alphabet): string {
  const letters = new Map(
    Object.entries({ ...things, ".": floor, "#": wall, "@": agent }).map(([a, b]) => [b, a]),
  );
  const rows: string[] = [];
  for (let row = 0; row < size.height; row++) {
    const codes = level.subarray(row * size.width, (row + 1) * size.width);
    rows.push(Array.from(codes, (code) => letterOf(letters, code)).join(""));
  }
  return rows.join("\n");
}

function letterOf(letters: ReadonlyMap<number, string>, code: number): string {
  const letter = letters.get(code);
  if (letter === undefined) throw new InputError("level", `the cell code ${code}`, "a code of this world");
  return letter;
}

/** Code points, not code units: a letter outside the basic plane is still one column. */
function splitRows(text: string): string[][] {
  return text
    .replace(/(\r?\n)+$/, "")
    .split(/\r?\n/)
    .map((row) => [...row]);
}

function readCell(letter: string, row: number, column: number, size: GridSize, things: Alphabet): number {
  const known: Alphabet = { ...common, ...things };
  const code = Object.hasOwn(known, letter) ? known[letter] : undefined;
  if (code === undefined)
    throw new InputError(at(row, column), `"${letter}"`, `one of ${Object.keys(known).join("")}`);
  const border = row === 0 || column === 0 || row === size.height - 1 || column === size.width - 1;
  if (border && code !== wall)
    throw new InputError(at(row, column), `"${letter}"`, `"#", as on the whole border`);
  return code;
}

function requireOneAgent(level: Uint8Array, width: number): void {
  const first = level.indexOf(agent);
  if (first < 0) throw new InputError("level", "no agent", `exactly one "@"`);
  const second = level.indexOf(agent, first + 1);
  if (second < 0) return;
  const place = at(Math.floor(second / width), second % width);
  const earlier = at(Math.floor(first / width), first % width);
  throw new InputError(place, `a second agent (the first is at ${earlier})`, `exactly one "@"`);
}

/** Throws an InputError unless the code of exactly one cell has a bit of `thing`; `letters` are those that it can be read from. */
export function requireOneThing(level: Uint8Array, thing: number, plural: string, letters: string): void {
  const found = level.reduce((sum, code) => sum + (code & thing ? 1 : 0), 0);
  if (found !== 1) throw new InputError("level", `${found} ${plural}`, `exactly one ${letters}`);
}

function at(row: number, column: number): string {
  return `level row ${row + 1}, column ${column + 1}`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
