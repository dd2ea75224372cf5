// A long computation in the terminal: how much is done, on one line of stderr that is written anew.
import type { Work } from "../risk/estimates/work.ts";
import { watched } from "../risk/estimates/work.ts";
import type { Interruption } from "./command.ts";
import type { Terminal } from "./terminal.ts";

/** Between two lines where nothing can be redrawn. In ms. */
const between = 5000;

/** Does the work, tells its share and lets signals in. Throws an AbortError where one came. */
export async function worked<Result>(
  work: Work<Result>,
  what: string,
  terminal: Terminal,
  { signal }: Interruption,
): Promise<Result> {
  let last = performance.now();
  let shown = false;
  const onProgress = (share: number) => {
    if (terminal.quiet) return;
    const text = `${what}: ${Math.floor(100 * share)} %`;
    if (terminal.live) {
      process.stderr.write(`\r${text}`);
      shown = true;
    } else if (performance.now() - last > between) {
      terminal.say(text);
      last = performance.now();
    }
  };
  try {
    return await watched(work, { signal, onProgress });
  } finally {
    if (shown) process.stderr.write(`\r${" ".repeat(what.length + 8)}\r`);
  }
}
