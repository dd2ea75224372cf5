// What a sweep is handed on this machine: its disk, child processes for the trials, and the writer of its page.
import { exitCodes } from "../base/errors.ts";
import type { Json } from "../base/hash.ts";
import { sweepPage } from "../reports/sweep-page.ts";
import { disk } from "../runs/disk.ts";
import { runPool } from "../trials/pool.ts";
import type { TaskResult } from "../trials/pool-task.ts";
import type { TrialTask } from "../trials/study.ts";
import type { SweepServices } from "../trials/sweep.ts";
import type { SweepOutcome, TrialServices } from "../trials/sweep-trials.ts";
import type { TrialOutcome } from "../trials/trial.ts";
import { entryUrl, errorOf } from "./study-services.ts";

export const sweepServices: SweepServices = { fs: disk, runTrials, report: sweepPage };

type ProgressListener = Parameters<TrialServices["runTrials"]>[2];

/** One process per trial. A trial that fails stops no other; a full disk or a damaged file is thrown once all have ended. */
async function runTrials(
  tasks: readonly TrialTask[],
  workers: number,
  onProgress: ProgressListener,
  signal: AbortSignal,
): Promise<readonly SweepOutcome[]> {
  const results = await runPool({
    tasks: tasks as unknown as readonly Json[],
    workers,
    entry: entryUrl(),
    signal,
    onMessage: (index, message) => onProgress(index, message as unknown as Parameters<ProgressListener>[1]),
  });
  const hopeless = results.findIndex(isHopeless);
  if (hopeless >= 0) throw errorOf(tasks[hopeless]!, results[hopeless]!);
  return results.map(outcomeOf);
}

function isHopeless(result: TaskResult): boolean {
  const codes: readonly number[] = [exitCodes.resources, exitCodes.damaged];
  return result.status === "failed" && codes.includes(result.error.exitCode);
}

function outcomeOf(result: TaskResult): SweepOutcome {
  if (result.status === "done") return result.value as unknown as TrialOutcome;
  if (result.status === "cancelled") return { status: "interrupted", notices: [] };
  const { name, message } = result.error;
  return { status: "failed", error: message, diverged: name === "DivergenceError" };
}
