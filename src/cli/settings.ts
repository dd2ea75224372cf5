// `--set`, `--seeds` and `--config`: what they say, as values.
import { InputError } from "../base/errors.ts";
import type { Json } from "../base/hash.ts";
import { oneOf } from "../base/nearest.ts";

/** One setting to be changed; whether the path exists is for the experiment to say. */
export interface Override {
  readonly path: string;
  readonly value: Json;
}

/** No study needs more, and a range typed wrongly should not start a million trials. */
const mostSeeds = 10_000;
const highestSeed = 2 ** 31 - 1;

/** `path=value`; the value is JSON (a number, true, false, null, "text", arrays and objects of these) or else a bare word. */
export function parseOverride(text: string): Override {
  const equals = text.indexOf("=");
  const place = "--set";
  if (equals < 1)
    throw new InputError(place, JSON.stringify(text), "PATH=VALUE, such as train.ppo.learning_rate=3e-4");
  const path = text.slice(0, equals).trim();
  const written = text.slice(equals + 1).trim();
  if (written === "") throw new InputError(`${place} ${path}`, "no value", "a value after the equals sign");
  return checkedOverride(`${place} ${path}`, path, jsonOrWord(written, `${place} ${path}`));
}

/** What a word of the command line says: JSON where it is some, else the word itself; throws an InputError for broken JSON. */
export function jsonOrWord(written: string, place: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    // What begins like JSON was meant as JSON; a bare word is a string.
    if (/^[[{"]/.test(written))
      throw new InputError(place, written, "complete JSON (mind the shell's quotes)");
    if (/^[-+]?(\d|\.\d|infinity|nan)/i.test(written))
      throw new InputError(place, written, "a number as JSON writes it");
    return written;
  }
}

/** The path and value as an override, or an InputError: no numbers that JSON cannot hold, no more than six objects inside each other. */
export function checkedOverride(place: string, path: string, value: unknown): Override {
  const parts = path.split(".");
  const forbidden = parts.find((part) => part === "" || reserved.includes(part));
  if (forbidden !== undefined) {
    throw new InputError(place, JSON.stringify(path), "names separated by single dots");
  }
  if (!isPlainValue(value)) {
    throw new InputError(
      place,
      JSON.stringify(value),
      "a finite number, true, false, null, a text, or arrays and objects of these",
    );
  }
  return { path, value };
}

/** Names that mean something to the language wherever they stand. */
const reserved = ["__proto__", "prototype", "constructor"];

function isPlainValue(value: unknown, depth = 6): value is Json {
  if (Array.isArray(value)) return depth > 0 && value.every((item) => isPlainValue(item, depth - 1));
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value === "object" && value !== null) {
    const isPlain = ([name, item]: [string, unknown]) =>
      !reserved.includes(name) && isPlainValue(item, depth - 1);
    return depth > 0 && Object.entries(value).every(isPlain);
  }
  return value === null || typeof value === "boolean" || typeof value === "string";
}

/** "0,1,2", "0-9", "0-3,8", or a count: "10" means 0 to 9. Every seed once, in the order given. */
export function parseSeeds(text: string, place = "--seeds"): readonly number[] {
  const expected = "a list 0,1,2, a range 0-9, or how many: 10 means 0-9";
  const refuse = (found: string): never => {
    throw new InputError(place, found, expected);
  };
  if (/^\d+$/.test(text)) {
    const count = Number(text);
    if (count < 1 || count > mostSeeds) refuse(`${text} seeds (1 to ${mostSeeds} are possible)`);
    return Array.from({ length: count }, (_, seed) => seed);
  }
  const seeds: number[] = [];
  for (const part of text.split(",")) {
    // A comma may end the list, so that "7," is seed 7 alone.
    if (part === "" && seeds.length > 0 && text.endsWith(",")) continue;
    const ends = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part) ?? refuse(JSON.stringify(text));
    const low = Number(ends[1]);
    const high = Number(ends[2] ?? ends[1]);
    if (high < low) refuse(`the range ${part}, which runs backwards`);
    if (high > highestSeed) refuse(`the seed ${high}, above ${highestSeed}`);
    if (seeds.length + high - low >= mostSeeds) refuse(`more than ${mostSeeds} seeds`);
    for (let seed = low; seed <= high; seed++) seeds.push(seed);
  }
  const twice = seeds.find((seed, index) => seeds.indexOf(seed) !== index);
  if (twice !== undefined) refuse(`seed ${twice} twice`);
  return seeds;
}

/** What a `--config` file may hold; every entry is optional. */
export interface ConfigFile {
  readonly preset?: string;
  /** In the forms of `--seeds`, or as an array of numbers. */
  readonly seeds?: readonly number[];
  readonly workers?: number;
  readonly threads?: number;
  readonly out?: string;
  readonly set: readonly Override[];
}

const entries: Readonly<Record<string, { readonly expected: string; fits(value: unknown): boolean }>> = {
  preset: { expected: "the name of a preset", fits: (value) => typeof value === "string" },
  seeds: {
    expected: "seeds as --seeds takes them, or an array of whole numbers",
    fits: (value) => typeof value === "string" || (Array.isArray(value) && value.every(Number.isInteger)),
  },
  workers: { expected: "a whole number of at least 1", fits: isPositiveWhole },
  threads: { expected: "a whole number of at least 1", fits: isPositiveWhole },
  out: { expected: "the path of a folder", fits: (value) => typeof value === "string" },
  set: { expected: "an object of paths and values", fits: isRecord },
};

function isPositiveWhole(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 1;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads the text of a configuration file; `name` stands in front of every complaint. */
export function parseConfig(text: string, name: string): ConfigFile {
  const config = jsonOf(text, name);
  if (!isRecord(config)) throw new InputError(name, describe(config), "a JSON object");
  for (const [key, value] of Object.entries(config)) {
    const entry = Object.hasOwn(entries, key) ? entries[key] : undefined;
    if (entry === undefined)
      throw new InputError(name, `the entry "${key}"`, oneOf(key, Object.keys(entries)));
    if (!entry.fits(value)) throw new InputError(`${name}: ${key}`, describe(value), entry.expected);
  }
  const { seeds, set, ...rest } = config;
  return {
    ...(rest as Pick<ConfigFile, "preset" | "workers" | "threads" | "out">),
    ...(seeds === undefined ? {} : { seeds: parseSeeds(seedText(seeds), `${name}: seeds`) }),
    set: Object.entries((set as Record<string, unknown> | undefined) ?? {}).map(([path, value]) =>
      checkedOverride(`${name}: set: ${path}`, path, value),
    ),
  };
}

/** An array of seeds is a list even where it has one entry. */
function seedText(seeds: unknown): string {
  return Array.isArray(seeds) ? `${seeds.join(",")},` : String(seeds);
}

function jsonOf(text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new InputError(name, (error as Error).message, "JSON");
  }
}

function describe(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
