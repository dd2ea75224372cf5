// Tasks side by side in child processes: one fresh process per task, so that a crash costs that task alone.
//
// Node's own fork instead of a pool library: tasks must be asked to stop, not terminated; a child that dies must say by
// which signal; and a child's output must stay off stdout, which belongs to `--json`.
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { exitCodes, InputError } from "../base/errors.ts";
import type { Json } from "../base/hash.ts";
import type { Answer, Order, TaskResult } from "./pool-task.ts";

export interface PoolOptions {
  readonly tasks: readonly Json[];
  /** How many processes at a time. */
  readonly workers: number;
  /** URL of the module whose default export is the `Task` to run. */
  readonly entry: string;
  /** Called for every progress message, with the task's place in `tasks`. */
  readonly onMessage?: (index: number, message: Json) => void;
  /** Aborting it asks running tasks to stop at their next safe point and cancels the others. */
  readonly signal?: AbortSignal;
  /** Aborting it kills every child at once. */
  readonly killSignal?: AbortSignal;
  /** Node's options for the children; by default those of this process, and collecting garbage on one thread. */
  readonly execArgv?: readonly string[];
}

/** A child that has answered has nothing left to do; one that lingers is ended. */
const lingerMilliseconds = 5_000;

/**
 * Runs all tasks, at most `workers` at a time, and answers how each ended, in the order of the tasks. Never rejects on
 * account of a task: what it throws, and how its process dies, is its result. No child is left when it resolves.
 */
export async function runPool(options: PoolOptions): Promise<TaskResult[]> {
  const { tasks, workers } = options;
  if (!(Number.isSafeInteger(workers) && workers >= 1)) {
    throw new InputError("workers", String(workers), "a whole number from 1");
  }
  const results: TaskResult[] = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < tasks.length; index = next++) {
      const stopped = options.signal?.aborted || options.killSignal?.aborted;
      results[index] = stopped ? { status: "cancelled" } : await runTask(index, options);
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, tasks.length) }, lane));
  return results;
}

/** Resolves when the task's process has ended. */
function runTask(index: number, options: PoolOptions): Promise<TaskResult> {
  const { tasks, entry, onMessage, signal, killSignal } = options;
  const child = startChild(options);
  let answer: TaskResult | null = null;
  let problem = "";
  const send = (order: Order) => {
    // A child that has just died cannot be told anything; its exit says the rest.
    if (child.connected) child.send(order, () => {});
  };
  const stop = () => send({ kind: "stop" });
  const kill = () => child.kill("SIGKILL");
  const receive = (message: unknown) => {
    const said = message as Answer;
    if ("kind" in said) return onMessage?.(index, said.message);
    answer = said;
    setTimeout(kill, lingerMilliseconds).unref();
  };
  signal?.addEventListener("abort", stop);
  killSignal?.addEventListener("abort", kill);
  child.on("message", receive);
  send({ kind: "task", entry, task: tasks[index]! });
  return new Promise((resolve) => {
    const finish = (code: number | null, by: NodeJS.Signals | null) => {
      signal?.removeEventListener("abort", stop);
      killSignal?.removeEventListener("abort", kill);
      resolve(answer ?? crashed(problem, code, by));
    };
    child.on("error", (error) => {
      problem = error.message;
      if (child.pid === undefined) finish(null, null);
    });
    child.on("exit", (code, by) => {
      // Messages that the child sent before it ended may still be on their way until the channel closes; a process of
      // the child's own can hold it open, so nobody waits for that for ever.
      if (!child.connected) return finish(code, by);
      child.once("disconnect", () => finish(code, by));
      setTimeout(() => finish(code, by), lingerMilliseconds).unref();
    });
  });
}

/**
 * As many children as cores leave no core for the collector's helper threads: two training side by side gained 5 % without
 * them (median of five pairs).
 */
const childOptions = ["--single-threaded-gc"];

function startChild({ execArgv }: PoolOptions): ChildProcess {
  // Compiled or not, the worker lies beside this file with the same ending.
  const worker = new URL(`./pool-worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);
  return fork(fileURLToPath(worker), {
    stdio: ["ignore", 2, 2, "ipc"],
    execArgv: [...(execArgv ?? [...process.execArgv, ...childOptions])],
  });
}

function crashed(problem: string, code: number | null, by: NodeJS.Signals | null): TaskResult {
  const end = by
    ? `was ended by ${by}`
    : code === null
      ? `could not be started: ${problem}`
      : `ended with code ${code}`;
  const message = `the process of this task ${end} before it had a result`;
  return { status: "failed", error: { name: "PoolError", message, exitCode: exitCodes.failure, stack: "" } };
}
