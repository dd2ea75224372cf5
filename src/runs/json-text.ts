// JSON as runs hold it: whole records that carry their own digest, and lines of JSON with a tail that may be torn.
import { DamagedDataError } from "../base/errors.ts";
import { sha256Hex } from "../base/hash.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** JSON has no infinities: numbers that are not finite are written as the strings "NaN", "Infinity", "-Infinity". */
function withoutNonFinite(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

/** A record as the text of a file: indented for people, one line feed at the end. */
export function encodeRecord(value: object): string {
  return `${JSON.stringify(value, withoutNonFinite, 2)}\n`;
}

/** A record as one line: for files with long arrays, and for JSON Lines. */
export function encodeLine(value: object): string {
  return `${JSON.stringify(value, withoutNonFinite)}\n`;
}

/** A record with a last field `self`: the SHA-256 of the text that the record has without it. */
export function encodeSealed(value: object): string {
  const { self: _, ...rest } = value as { self?: unknown };
  const text = encodeRecord(rest);
  // `self` goes in behind the last field: the text is as if it had been encoded with it.
  const open = text === "{}\n" ? "{" : `${text.slice(0, -3)},`;
  return `${open}\n  "self": "${sha256Hex(text)}"\n}\n`;
}

/** The text of a file, or a DamagedDataError where the bytes are no UTF-8. */
export function decodeText(bytes: Uint8Array, file: string): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new DamagedDataError(file, "bytes that are no UTF-8", "UTF-8 text");
  }
}

/** The object that a JSON text holds, or a DamagedDataError naming file and place. */
export function decodeObject(
  text: string,
  file: string,
  place = "the text",
): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DamagedDataError(file, `${place} that is no JSON`, "a JSON object");
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new DamagedDataError(file, `${place} that is another kind of JSON`, "a JSON object");
}

/**
 * The object of a sealed record. The text must be letter for letter what `encodeSealed` makes of the object, so not
 * one byte of the file can change unseen, white space included.
 */
export function decodeSealed(bytes: Uint8Array, file: string): Readonly<Record<string, unknown>> {
  const text = decodeText(bytes, file);
  const value = decodeObject(text, file);
  if (resealed(value) !== text) {
    throw new DamagedDataError(file, "a text that its own digest does not fit", "the text as it was written");
  }
  return value;
}

function resealed(value: object): string | null {
  try {
    return encodeSealed(value);
  } catch (error) {
    // Nesting that JSON.parse takes can still be too deep for JSON.stringify; nothing of ours is nested like that.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Lines of JSON as far as they are complete. */
export interface JsonLines {
  readonly objects: readonly Readonly<Record<string, unknown>>[];
  /** Bytes up to and with the line feed of each line. [lines] */
  readonly ends: readonly number[];
  /** Bytes after the last line feed: a line whose writing was cut off. */
  readonly torn: number;
}

/**
 * Reads JSON Lines: one object per line, UTF-8, line feeds. What follows the last line feed is a torn line and is left
 * out; any earlier line that is no JSON object throws a DamagedDataError with its number.
 */
export function decodeLines(bytes: Uint8Array, file: string): JsonLines {
  const objects: Readonly<Record<string, unknown>>[] = [];
  const ends: number[] = [];
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    const text = decodeText(bytes.subarray(start, end), file);
    const place = `line ${objects.length + 1}`;
    if (!text.startsWith("{") || !text.endsWith("}")) {
      throw new DamagedDataError(file, `${place} that is no JSON object`, "one object per line");
    }
    objects.push(decodeObject(text, file, place));
    start = end + 1;
    ends.push(start);
  }
  return { objects, ends, torn: bytes.length - start };
}
