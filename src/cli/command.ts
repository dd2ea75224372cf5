// What a command is: a name with its words for the help page, what it takes, and the file that does the work.
import type { Arguments } from "./arguments.ts";
import type { Terminal } from "./terminal.ts";

export interface OptionSpec {
  readonly name: string;
  readonly alias?: string;
  readonly type: "text" | "number" | "flag";
  /** May be given several times; the values add up. */
  readonly repeat?: boolean;
  /** What stands for the value on the help page ("PATH=VALUE"). */
  readonly value?: string;
  readonly summary: string;
  /** Environment variable that is read where the option is not given. */
  readonly variable?: string;
  readonly choices?: readonly string[];
}

export interface PositionalSpec {
  readonly name: string;
  readonly required: boolean;
  /** Takes all that follow. */
  readonly many: boolean;
  readonly summary: string;
  /** The words that it may be, where they are few. */
  readonly choices?: readonly string[];
}

/** Done by a command file: the exit code, or an error. */
export type Execute = (args: Arguments, terminal: Terminal, signal: Interruption) => Promise<number>;

/** The person's wish to stop. */
export interface Interruption {
  /** Aborted by the first SIGINT or SIGTERM; the second ends the process at once. */
  readonly signal: AbortSignal;
  /** 130 or 143 once a signal has arrived, else null. */
  exitCode(): number | null;
}

export interface CommandSpec {
  readonly name: string;
  /** Heading that the command stands under on the help page. */
  readonly group: "Experiment" | "Look at results" | "Find out what there is" | "This machine";
  readonly summary: string;
  /** A paragraph or two for the command's own page. */
  readonly about: readonly string[];
  readonly positionals: readonly PositionalSpec[];
  readonly options: readonly OptionSpec[];
  /** What may follow `--`, for the help page ("PROGRAM [WORDS]"); those words are not parsed. Without it nothing may follow. */
  readonly afterDashes?: string;
  readonly examples: readonly { readonly line: string; readonly does: string }[];
  load(): Promise<{ readonly execute: Execute }>;
}
