// What was given on the command line, asked for by name and type.
import { InputError } from "../base/errors.ts";

/** Parsed options and positionals of one command. */
export class Arguments {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(
    /** Name of the command. */
    readonly command: string,
    /** The words after `innergap`, for the record. */
    readonly words: readonly string[],
    values: Readonly<Record<string, unknown>>,
    /** The words after `--`, where the command takes some. */
    readonly afterDashes: readonly string[] = [],
  ) {
    this.#values = values;
  }

  /** The last value of an option, or null where it was not given. */
  text(name: string): string | null {
    const value = this.texts(name).at(-1);
    return value === undefined ? null : value;
  }

  /** Every value of a repeatable option or positional, in order. */
  texts(name: string): readonly string[] {
    const value = this.#values[name];
    if (value === undefined || value === null) return [];
    return (Array.isArray(value) ? value : [value]).map(String);
  }

  flag(name: string): boolean {
    return this.#values[name] === true;
  }

  /** True or false where the flag or its `--no-` form was given, else null. */
  choice(name: string): boolean | null {
    const value = this.#values[name];
    return typeof value === "boolean" ? value : null;
  }

  /** A whole number within bounds, or null where it was not given; anything else is an InputError. */
  whole(name: string, low: number, high: number): number | null {
    return this.#bounded(name, low, high, (value) => Number.isInteger(value), "a whole number");
  }

  /** A number within bounds, or null where it was not given; anything else is an InputError. */
  number(name: string, low: number, high: number): number | null {
    return this.#bounded(name, low, high, Number.isFinite, "a number");
  }

  #bounded(
    name: string,
    low: number,
    high: number,
    fits: (value: number) => boolean,
    kind: string,
  ): number | null {
    const text = this.text(name);
    if (text === null) return null;
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (fits(value) && value >= low && value <= high) return value;
    throw new InputError(`--${name}`, JSON.stringify(text), `${kind} from ${low} to ${high}`);
  }
}
