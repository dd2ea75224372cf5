// Asks a Python program of bench/peers for its rate, turn by turn, in one long-lived process.
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { ResourceError } from "../base/errors.ts";

export interface Peer {
  /** Sends one request and waits for the rate that it is answered with. */
  ask(request: Readonly<Record<string, number>>): Promise<number>;
  /** Sends one request of any kind and waits for the JSON that it is answered with. */
  exchange(request: object): Promise<unknown>;
  stop(): void;
}

/**
 * Starts a program of bench/peers with the Python of the environment variable INNERGAP_PYTHON, else `python3`; undefined
 * where that has not got the module.
 */
export async function startPeer(script: string, module: string): Promise<Peer | undefined> {
  const python = process.env.INNERGAP_PYTHON ?? "python3";
  if (spawnSync(python, ["-c", `import ${module}`], { stdio: "ignore" }).status !== 0) return undefined;
  const path = fileURLToPath(new URL(`../../bench/peers/${script}`, import.meta.url));
  const child = spawn(python, [path, "--requests"]);
  child.stderr.pipe(process.stderr);
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  const exchange = (request: object) => exchangeWith(child, answers, request);
  return {
    ask: async (request) => ((await exchange(request)) as { value: number }).value,
    exchange,
    stop: () => child.stdin.end(),
  };
}

async function exchangeWith(
  child: ChildProcessWithoutNullStreams,
  answers: AsyncIterator<string>,
  request: object,
): Promise<unknown> {
  child.stdin.write(`${JSON.stringify(request)}\n`);
  const { value, done } = await answers.next();
  if (done) throw new ResourceError("the Python peer ended before it answered");
  return JSON.parse(value);
}
