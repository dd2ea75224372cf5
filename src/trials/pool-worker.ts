// The child's side of the local pool: takes one task, runs it, answers, ends.
import { Worker } from "node:worker_threads";
import { exitCodes, InnergapError } from "../base/errors.ts";
import type { Answer, Order, Task, TaskError } from "./pool-task.ts";

/** How long a child may take for its last checkpoint after the parent has died. */
const graceMilliseconds = 5_000;

const stopping = new AbortController();
const stop = () => stopping.abort();

// A terminal's Ctrl-C reaches the children, too; whether and how they stop is for the parent to say.
process.on("SIGINT", () => {});
process.on("SIGTERM", stop);
process.on("disconnect", stop);
process.on("uncaughtException", (error) => end({ status: "failed", error: described(error) }));
process.on("message", (order: Order) => {
  if (order.kind === "stop") stop();
  else void run(order.entry, order.task);
});
watchParent();

async function run(entry: string, task: Parameters<Task>[0]): Promise<void> {
  try {
    const { default: work } = (await import(entry)) as { default: Task };
    const progress = (message: Parameters<Task>[0]) => tell({ kind: "progress", message });
    end({ status: "done", value: await work(task, { progress, signal: stopping.signal }) });
  } catch (error) {
    end({ status: "failed", error: described(error) });
  }
}

function tell(answer: Answer, then: () => void = () => {}): void {
  if (process.connected) process.send?.(answer, undefined, undefined, then);
  else then();
}

function end(answer: Answer): void {
  tell(answer, () => process.exit(0));
}

function described(error: unknown): TaskError {
  if (!(error instanceof Error)) {
    return { name: "Error", message: String(error), exitCode: exitCodes.failure, stack: "" };
  }
  const exitCode = error instanceof InnergapError ? error.exitCode : exitCodes.failure;
  return { name: error.name, message: error.message, exitCode, stack: error.stack ?? "" };
}

/**
 * Ends this process when its parent is gone, even while the task computes without ever yielding: a thread of its own
 * looks, since no event reaches a busy main thread.
 */
function watchParent(): void {
  const watch = `
    const parent = ${process.ppid};
    const timer = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(timer);
      setTimeout(() => process.kill(process.pid, "SIGKILL"), ${graceMilliseconds});
    }, 500);`;
  new Worker(watch, { eval: true, execArgv: [] }).unref();
}
