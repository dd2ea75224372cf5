// What a command may say, and where: data on stdout, talk on stderr, nothing that could steer the terminal.
import type { Writable } from "node:stream";

/** The two streams and what they can do. */
export interface Terminal {
  /** Data for a person: a line of stdout. Says nothing with `--json`. */
  print(text?: string): void;
  /** Talk: a line of stderr. Says nothing with `--quiet`. */
  say(text: string): void;
  /** Talk that only `--verbose` wants. */
  detail(text: string): void;
  /** What went wrong: a line of stderr, always. */
  complain(text: string): void;
  /** One JSON line of stdout. Says nothing without `--json`. */
  record(value: object): void;
  /** Escape sequences of our own for a playing replay; the only way around `harmless`. */
  control(sequence: string): void;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** Whether stdout takes colours. */
  readonly color: boolean;
  /** Columns of the terminal; 100 where nobody knows, never below 40. */
  readonly width: number;
  /** Whether stderr may be redrawn in place: a terminal, and not a build server. */
  readonly live: boolean;
}

export interface Manner {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** `--color` or `--no-color`; null where neither was given. */
  readonly color: boolean | null;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be found.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with the escape character.
const colours = /(\u001b\[(?:[0-2]|22|39|49|[349][0-7]|10[0-7]|[34]8;5;\d{1,3}|[34]8;2(?:;\d{1,3}){3})m)/;

/**
 * Text without control characters (tab and line feed apart) and without marks that reverse the writing direction:
 * a name from a file cannot move the cursor or disguise a line. Plain colours stay where `color` says so.
 */
export function harmless(text: string, color: boolean): string {
  if (!color) return text.replace(new RegExp(colours, "g"), "").replace(controls, "");
  return text
    .split(colours)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(controls, "")))
    .join("");
}

/** JSON on one line; control characters as escapes, and numbers that JSON cannot hold as texts ("NaN", "Infinity"). */
export function jsonLine(value: object): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "number" && !Number.isFinite(part) ? String(part) : part,
  )
    .replace(controls, escaped)
    .replace(/[\u2028\u2029]/g, escaped);
}

/** Flags first, then NO_COLOR, then FORCE_COLOR, then whether somebody is looking. */
export function wantsColor(flag: boolean | null, environment: Environment, isTerminal: boolean): boolean {
  if (flag !== null) return flag;
  if (environment.NO_COLOR) return false;
  if (environment.FORCE_COLOR !== undefined) return !["0", "false"].includes(environment.FORCE_COLOR);
  return isTerminal && environment.TERM !== "dumb";
}

/** True on a build server: no bars, no prompts. */
export function onBuildServer(environment: Environment): boolean {
  return environment.CI !== undefined && !["", "0", "false"].includes(environment.CI);
}

export function createTerminal(manner: Manner, environment: Environment, out: Stream, err: Stream): Terminal {
  const color = wantsColor(manner.color, environment, out.isTTY === true);
  const errColor = wantsColor(manner.color, environment, err.isTTY === true);
  const line = (stream: Stream, text: string, coloured: boolean) =>
    stream.write(`${harmless(text, coloured)}\n`);
  return {
    json: manner.json,
    quiet: manner.quiet,
    verbose: manner.verbose,
    color,
    width: Math.max(40, out.columns || Number(environment.COLUMNS) || 100),
    live: err.isTTY === true && !onBuildServer(environment) && environment.TERM !== "dumb",
    print: (text = "") => void (manner.json || line(out, text, color)),
    say: (text) => void (manner.quiet || line(err, text, errColor)),
    detail: (text) => void (manner.verbose && line(err, text, errColor)),
    complain: (text) => void line(err, text, errColor),
    record: (value) => void (manner.json && out.write(`${jsonLine(value)}\n`)),
    control: (sequence) => void out.write(sequence),
  };
}

/** Gives the cursor back when the process ends, however it ends. */
export function showCursorAtExit(stream: NodeJS.WritableStream): void {
  process.once("exit", () => stream.write("\u001b[?25h"));
}
