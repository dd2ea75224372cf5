// A picture that is drawn over itself in the terminal, and the keys that are pressed meanwhile.
import { on } from "node:events";
import type { Arguments } from "./arguments.ts";
import { showCursorAtExit, type Terminal } from "./terminal.ts";

/** Whether a person looks at the terminal and sits at its keys. */
export function isInteractive(args: Arguments, terminal: Terminal): boolean {
  const watched = process.stdout.isTTY === true && process.stdin.isTTY === true;
  return watched && !args.flag("plain") && !terminal.json;
}

/** Draws these lines in place of the last ones. A line that wrapped would be two lines to go back over. */
export type Draw = (lines: readonly string[]) => void;

/** Hides the cursor and takes keys one by one while `use` runs; terminal and cursor always come back. */
export async function onScreen(terminal: Terminal, use: (draw: Draw) => Promise<void>): Promise<void> {
  let drawn = 0;
  const draw: Draw = (lines) => {
    if (drawn > 0) terminal.control(`\u001b[${drawn}A`);
    terminal.control("\u001b[J");
    for (const line of lines) terminal.print(line);
    drawn = lines.length;
  };
  showCursorAtExit(process.stdout);
  terminal.control("\u001b[?25l");
  process.stdin.setRawMode(true).resume();
  try {
    await use(draw);
  } finally {
    process.stdin.setRawMode(false).pause();
    terminal.control("\u001b[?25h");
  }
}

/** The next key that means something; `late` when the time is up, `stopped` when the person wishes to stop. */
export function nextEvent<Event>(
  meaning: (key: string) => Event | null,
  late: { readonly milliseconds: number; readonly event: Event },
  stopped: Event,
  signal: AbortSignal,
): Promise<Event> {
  return new Promise((resolve) => {
    const settle = (event: Event) => {
      clearTimeout(timer);
      process.stdin.off("data", onData);
      signal.removeEventListener("abort", onAbort);
      resolve(event);
    };
    const onData = (data: Buffer) => {
      const event = meaning(data.toString());
      if (event !== null) settle(event);
    };
    const onAbort = () => settle(stopped);
    const timer = setTimeout(() => settle(late.event), late.milliseconds);
    process.stdin.on("data", onData);
    signal.addEventListener("abort", onAbort);
  });
}

/** Every key that comes on stdin, typed or piped, until the stream ends or the person wishes to stop. */
export async function* typedKeys(signal: AbortSignal): AsyncGenerator<string> {
  try {
    for await (const [chunk] of on(process.stdin, "data", { signal, close: ["end"] })) {
      yield* keysIn(String(chunk));
    }
  } catch (error) {
    if ((error as Error).name !== "AbortError") throw error;
  } finally {
    process.stdin.pause();
  }
}

/** Single key presses: characters, and the escape sequences of arrow keys as one. */
export function keysIn(text: string): readonly string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: arrow keys begin with the escape character
  return text.match(/\u001b[[O][A-D]|[\s\S]/gu) ?? [];
}
