// Parts of a model as they come from its text: objects, lists, names, numbers and words, each checked at its place.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { functions } from "./formula.ts";

/** Numbers beyond are slips, and would overflow when they are multiplied. */
const largest = 1e15;
const longestName = 60;
const longestWords = 4000;

/** A value of the text as an error shows it. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number") return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

/** The entries of a mapping. */
export function readEntries(
  value: unknown,
  place: string,
): readonly (readonly [key: string, value: unknown])[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new InputError(place, shown(value), "a mapping of names to values");
  }
  return Object.entries(value);
}

/** The entries of a mapping that has no other keys than these. */
export function readObject(
  value: unknown,
  keys: readonly string[],
  place: string,
): ReadonlyMap<string, unknown> {
  const entries = readEntries(value, place);
  for (const [key] of entries) {
    if (!keys.includes(key)) throw new InputError(`${place}.${key}`, "an unknown name", oneOf(key, keys));
  }
  return new Map(entries);
}

export function readList(value: unknown, least: number, most: number, place: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new InputError(place, shown(value), "a list");
  if (value.length < least || value.length > most) {
    throw new InputError(place, `${value.length} entries`, `${least} to ${most} entries`);
  }
  return value;
}

/** A finite number of reasonable size. */
export function readNumber(value: unknown, place: string): number {
  if (typeof value !== "number" || !(Math.abs(value) <= largest)) {
    throw new InputError(place, shown(value), `a number between -${largest} and ${largest}`);
  }
  return value;
}

/** Free text, or nothing. */
export function readWords(value: unknown, place: string): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "string" || value.length > longestWords) {
    throw new InputError(place, shown(value), `text of at most ${longestWords} characters`);
  }
  return value;
}

/** The name of a quantity, a cause or an option. */
export function checkName(name: string, place: string): void {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name) || name.length > longestName) {
    const expected = `a letter, then letters, digits and _, at most ${longestName} in all`;
    throw new InputError(place, `the name ${JSON.stringify(name.slice(0, longestName))}`, expected);
  }
  if (Object.hasOwn(functions, name)) {
    throw new InputError(place, `the name ${name}`, "another: it is a function");
  }
}

/** Title, source, note and unit, as far as they are there. */
export function readRemarks(
  object: ReadonlyMap<string, unknown>,
  place: string,
): { title?: string; source?: string; note?: string; unit?: string } {
  const remarks: Record<string, string> = {};
  for (const key of ["title", "source", "note", "unit"]) {
    const words = readWords(object.get(key), `${place}.${key}`);
    if (words !== undefined) remarks[key] = words;
  }
  return remarks;
}
