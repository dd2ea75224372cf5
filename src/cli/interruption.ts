// Signals: the first asks the work to stop after a checkpoint, the second stops at once.
import type { Interruption } from "./command.ts";

const signalCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Listens for SIGINT and SIGTERM until the process ends. `notify` is told of the first one;
 * the second ends the process with the signal's exit code.
 */
export function listenForSignals(notify: (name: string) => void): Interruption {
  const controller = new AbortController();
  let exitCode: number | null = null;
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      if (exitCode !== null) process.exit(signalCodes[name]);
      exitCode = signalCodes[name];
      notify(name);
      controller.abort();
    });
  }
  return { signal: controller.signal, exitCode: () => exitCode };
}
