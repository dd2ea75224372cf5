// Starts this package's own command as a person would, for benches that measure it from outside.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ResourceError } from "../base/errors.ts";

export interface Finished {
  readonly exitCode: number;
  readonly seconds: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Path of the compiled command; throws where the project has not been built. */
export function commandPath(): string {
  const path = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
  if (!existsSync(path)) throw new ResourceError("dist/cli/main.js is missing: run `npm run build` first");
  return path;
}

/** Runs Node with these words and waits for its end; `watch` is told the process id at once. */
export function runNode(
  words: readonly string[],
  watch: (pid: number) => void = () => {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "pipe"] });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({
        exitCode: code ?? 1,
        seconds: (performance.now() - started) / 1000,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      }),
    );
    if (child.pid !== undefined) watch(child.pid);
  });
}
