// `--vary`: what it says, as a dimension of a sweep.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { type Dimension, type DimensionValues, rangeScales } from "../experiments/search-space.ts";
import { checkedOverride, jsonOrWord } from "./settings.ts";

const expected = "PATH=V1,V2,... or PATH=SCALE:LOW..HIGH, such as train.ppo.learning_rate=log:1e-4..1e-2";
const kinds = [...rangeScales, "choice"];

/**
 * `path=v1,v2,...` (or `path=choice:v1,v2,...`): values as `--set` takes them; `path=log:a..b`, `uniform:a..b` or `whole:a..b`: all numbers
 * between two, and with `/n` at its end the n values that a grid takes.
 */
export function parseVary(text: string): Dimension {
  const equals = text.indexOf("=");
  if (equals < 1) throw new InputError("--vary", JSON.stringify(text), expected);
  const path = text.slice(0, equals).trim();
  const place = `--vary ${path}`;
  const written = text.slice(equals + 1).trim();
  checkedOverride(place, path, null);
  return { path, values: valuesOf(written, place, path) };
}

function valuesOf(written: string, place: string, path: string): DimensionValues {
  const [, kind, rest] = /^([a-z-]+):(.*)$/s.exec(written) ?? [];
  if (kind === undefined || rest === undefined) return listOf(written, place, path);
  if (kind === "choice") return listOf(rest, place, path);
  const scale = rangeScales.find((one) => one === kind);
  if (scale === undefined) throw new InputError(place, JSON.stringify(kind), oneOf(kind, kinds));
  const [, low, high, count] = /^(.+?)\.\.(.+?)(?:\/(\d+))?$/.exec(rest) ?? [];
  if (low === undefined || high === undefined) {
    throw new InputError(place, JSON.stringify(rest), "LOW..HIGH, and for a grid LOW..HIGH/COUNT");
  }
  return {
    kind: "range",
    scale,
    low: numberOf(low, place),
    high: numberOf(high, place),
    count: count === undefined ? null : Number(count),
  };
}

function listOf(written: string, place: string, path: string): DimensionValues {
  const values = partsOf(written).map((part) => {
    if (part === "") throw new InputError(place, JSON.stringify(written), expected);
    return checkedOverride(place, path, jsonOrWord(part, place)).value;
  });
  return { kind: "list", values };
}

/** Split at the commas that stand in no brackets and no quotes. */
function partsOf(text: string): string[] {
  const parts: string[] = [""];
  let [depth, quoted] = [0, false];
  for (const [index, character] of [...text].entries()) {
    if (character === '"' && text[index - 1] !== "\\") quoted = !quoted;
    if (!quoted && "[{".includes(character)) depth++;
    if (!quoted && "]}".includes(character)) depth--;
    if (character === "," && depth === 0 && !quoted) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}

function numberOf(text: string, place: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new InputError(place, JSON.stringify(text), "a finite number");
}
