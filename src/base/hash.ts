// Names for values: canonical JSON and its SHA-256, the same in Node and in the browser.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** Anything that survives JSON unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** SHA-256 of bytes or of the UTF-8 form of a string, as 64 hexadecimal digits. */
export function sha256Hex(data: Uint8Array | string): string {
  return bytesToHex(sha256(typeof data === "string" ? utf8ToBytes(data) : data));
}

/**
 * JSON with object keys in code-unit order and no white space, so that equal values give equal text.
 * Throws a TypeError on numbers that JSON cannot hold (NaN, infinities).
 */
export function canonicalJson(value: Json): string {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new TypeError(`canonical JSON cannot hold the number ${value}`);
  }
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const record = value as JsonObject;
  const entries = Object.keys(record)
    .filter((key) => record[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key] as Json)}`);
  return `{${entries.join(",")}}`;
}

/** SHA-256 of the canonical JSON of a value, as 64 hexadecimal digits. */
export function hashJson(value: Json): string {
  return sha256Hex(canonicalJson(value));
}
