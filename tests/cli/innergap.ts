// Starts the compiled command as a person would, and waits for its end.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../..");
export const program = join(root, "dist/cli/main.js");

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Lines of stdout that are not empty. */
  readonly lines: readonly string[];
}

export interface Start {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped into it. */
  readonly input?: string;
  /** Told the process as soon as it runs. */
  readonly started?: (child: ChildProcess) => void;
}

/** Only what the command itself needs from the environment: the machine's own settings stay out of the tests. */
function cleanEnvironment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }), ...extra };
}

export function innergap(
  words: readonly string[],
  { cwd = root, env = {}, input = "", started }: Start = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...words], { cwd, env: cleanEnvironment(env) });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    child.on("error", reject);
    child.on("close", (exitCode) => {
      const stdout = Buffer.concat(out).toString();
      const lines = stdout.split("\n").filter((line) => line.trim() !== "");
      resolve({ exitCode, stdout, stderr: Buffer.concat(err).toString(), lines });
    });
    started?.(child);
  });
}
