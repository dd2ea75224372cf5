// A program of somebody else's, spoken to in lines of JSON on its stdin and stdout; whatever it does, it ends in bounded time.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { InputError } from "../base/errors.ts";

export interface OutsideProgramOptions {
  /** How long an answer may take, in seconds. */
  readonly timeout: number;
  /** Most characters of a line of its stdout. */
  readonly longestLine: number;
  /** Aborting it ends the program at once, and whatever is being waited for. */
  readonly signal?: AbortSignal;
  /** Told what the program writes to stderr, piece by piece. */
  readonly onTalk?: (text: string) => void;
}

/** How long a program may take to leave after its stdin was closed. */
const leaveMilliseconds = 1000;
/** After its end, what it wrote last may still be on its way. */
const lastWordsMilliseconds = 250;
/** Last characters of stderr that are kept. */
const keptTalk = 4000;
/** How much of a wrong line an error shows. */
const shownCharacters = 80;

interface Waiting {
  /** What was asked, for errors. */
  readonly question: string;
  take(line: string): void;
  fail(error: Error): void;
}

/**
 * Started from a list of words, never through a shell, in a process group of its own; `close` leaves none of the group behind. One question is asked at
 * a time and each is answered by one line. All that a program can do wrong (not start, say nothing, end, say what is no JSON, never end
 * a line, speak unasked) is an InputError: the program was given, and cannot be used.
 */
export class OutsideProgram {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #options: OutsideProgramOptions;
  readonly #killAll = () => this.#kill();
  readonly #abort = () => this.#fail(stopped());
  #partial = "";
  #talk = "";
  #waiting: Waiting | null = null;
  #problem: Error | null = null;
  #ended = false;
  readonly #exit: Promise<void>;

  constructor(words: readonly string[], options: OutsideProgramOptions) {
    const [file, ...rest] = words;
    if (file === undefined || file === "") {
      throw new InputError("program", "no words", "the program to test, with its arguments");
    }
    this.#options = options;
    const grouped = process.platform !== "win32";
    this.#child = spawn(file, rest, { stdio: ["pipe", "pipe", "pipe"], shell: false, detached: grouped });
    process.once("exit", this.#killAll);
    options.signal?.addEventListener("abort", this.#abort);
    if (options.signal?.aborted) this.#abort();
    this.#exit = new Promise((resolve) => {
      this.#child.once("exit", (code, by) => {
        this.#ended = true;
        const end = wrong(`its end (${by === null ? `exit code ${code}` : by})`, this.#expected());
        // Where the end is our doing there is nothing more to be heard.
        const patience = this.#problem ? 0 : lastWordsMilliseconds;
        setTimeout(() => {
          this.#fail(end);
          resolve();
        }, patience);
      });
      this.#child.once("error", (error) => {
        this.#ended = true;
        const expected = "a program that can be started";
        this.#fail(
          new InputError("program", `${JSON.stringify(file)}, which gives ${error.message}`, expected),
        );
        resolve();
      });
    });
    // Who does not read is told by the silence that follows, or by the end.
    this.#child.stdin.on("error", () => {});
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => this.#read(text));
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#talk = (this.#talk + text).slice(-keptTalk);
      options.onTalk?.(text);
    });
  }

  /** The last that it wrote to stderr. */
  get talk(): string {
    return this.#talk;
  }

  /** Says something that asks for no answer. */
  tell(message: object): void {
    if (this.#problem) throw this.#problem;
    this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  /** Says something and waits for the line that answers it, as parsed JSON. Rejects with an InputError; `question` names it there. */
  ask(message: object, question: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#problem) return reject(this.#problem);
      const { timeout } = this.#options;
      const timer = setTimeout(
        () => this.#fail(wrong(`no answer to ${question} within ${timeout} s`, "one line of JSON")),
        timeout * 1000,
      );
      const settle = (end: () => void) => {
        clearTimeout(timer);
        this.#waiting = null;
        end();
      };
      this.#waiting = {
        question,
        take: (line) => {
          const value = parsed(line);
          if (value === undefined) {
            const expected = `one line of JSON as answer to ${question} (stdout is for answers alone; talk goes to stderr)`;
            this.#fail(wrong(`the line ${shown(line)}`, expected));
          } else settle(() => resolve(value.json));
        },
        fail: (error) => settle(() => reject(error)),
      };
      this.tell(message);
    });
  }

  /** Asks it to leave by closing its stdin, and after a second ends it and all that it started. */
  async close(farewell: object | null): Promise<void> {
    this.#waiting = null;
    this.#options.signal?.removeEventListener("abort", this.#abort);
    if (!this.#ended && this.#problem === null) {
      if (farewell) this.#child.stdin.write(`${JSON.stringify(farewell)}\n`);
      this.#child.stdin.end();
      await this.#leaving();
    }
    this.#kill();
    process.removeListener("exit", this.#killAll);
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) stream.destroy();
    await this.#leaving();
  }

  /** Until it has ended, but no longer than a moment. */
  async #leaving(): Promise<void> {
    const patience = new AbortController();
    await Promise.race([this.#exit, sleep(leaveMilliseconds, patience.signal)]);
    patience.abort();
  }

  #expected(): string {
    return this.#waiting ? `an answer to ${this.#waiting.question}` : "a program that goes on";
  }

  #read(text: string): void {
    let from = 0;
    for (let end = text.indexOf("\n"); end >= 0 && !this.#problem; end = text.indexOf("\n", from)) {
      const line = this.#partial + text.slice(from, end);
      this.#partial = "";
      from = end + 1;
      if (this.#waiting) this.#waiting.take(line);
      else this.#fail(wrong(`the line ${shown(line)}, which nobody asked for`, "one line for each question"));
    }
    this.#partial += text.slice(from);
    const { longestLine } = this.#options;
    if (this.#partial.length > longestLine) {
      this.#fail(wrong(`a line that does not end within ${longestLine} characters`, "short lines"));
    }
  }

  /** The first problem stays; everything is ended at once. */
  #fail(error: Error): void {
    this.#problem ??= error;
    this.#waiting?.fail(this.#problem);
    this.#kill();
  }

  /** Ends the whole group, the program's own children included. */
  #kill(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      if (process.platform === "win32") this.#child.kill("SIGKILL");
      else process.kill(-pid, "SIGKILL");
    } catch {
      // Nobody of the group is left.
    }
  }
}

function wrong(found: string, expected: string): InputError {
  return new InputError("program", found, expected);
}

function stopped(): Error {
  const error = new Error("stopped");
  error.name = "AbortError";
  return error;
}

function shown(line: string): string {
  const text = JSON.stringify(line.slice(0, shownCharacters));
  return line.length > shownCharacters ? `${text}...` : text;
}

function parsed(line: string): { json: unknown } | undefined {
  try {
    return { json: JSON.parse(line) as unknown };
  } catch {
    return undefined;
  }
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
