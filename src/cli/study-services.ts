// What a study is handed on this machine: its disk, child processes for the trials, and the writer of the report.
import { exitCodes, InnergapError } from "../base/errors.ts";
import type { Json } from "../base/hash.ts";
import { disk } from "../runs/disk.ts";
import { runPool } from "../trials/pool.ts";
import type { TaskError, TaskResult } from "../trials/pool-task.ts";
import type { StudyServices, TrialTask } from "../trials/study.ts";
import type { TrialOutcome } from "../trials/trial.ts";
import { studyPage } from "./report-pages.ts";

type ProgressListener = Parameters<StudyServices["runTrials"]>[2];
type TrialMessage = Parameters<ProgressListener>[1];

export const studyServices: StudyServices = { fs: disk, runTrials, report: studyPage };

/** A trial that could not be run to its end, with the exit code that its own error asks for. */
class TrialError extends InnergapError {
  override readonly name = "TrialError";
  override readonly exitCode: number;

  constructor(trial: TrialTask, { message, exitCode }: TaskError) {
    const { setting, seed } = trial.config;
    const next =
      exitCode === exitCodes.damaged
        ? `put the file back as it was, or remove ${trial.folder} to begin this run again with --resume`
        : `its last checkpoint is in ${trial.folder}, and --resume goes on from it`;
    super(`${setting}, seed ${seed}: ${message}; ${next}`);
    this.exitCode = exitCode;
  }
}

/** One process per trial. The first failure stops the others at their next checkpoint; then it is thrown. */
async function runTrials(
  tasks: readonly TrialTask[],
  workers: number,
  onProgress: ProgressListener,
  signal: AbortSignal,
): Promise<readonly TrialOutcome[]> {
  const failure = new AbortController();
  const results = await runPool({
    tasks: tasks as unknown as readonly Json[],
    workers,
    entry: entryUrl(),
    signal: AbortSignal.any([signal, failure.signal]),
    onMessage: (index, message) => {
      const said = message as unknown as TrialMessage;
      if ("finished" in said && said.finished === "failed") failure.abort();
      onProgress(index, said);
    },
  });
  const failed = results.findIndex((result) => result.status === "failed");
  if (failed >= 0) throw errorOf(tasks[failed]!, results[failed]!);
  return results.map((result) =>
    result.status === "done"
      ? (result.value as unknown as TrialOutcome)
      : { status: "interrupted", notices: [] },
  );
}

/** Compiled or not, the entry lies beside this file with the same ending. */
export function entryUrl(): string {
  return new URL(`./trial-process${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url).href;
}

/** Errors of the language itself are ours to mend: they keep their stack. Everything else is told as a sentence. */
const faults = /^(?:Error|TypeError|RangeError|ReferenceError|SyntaxError|AssertionError)$/;

/** The error of a trial that failed, as a person is told it. */
export function errorOf(trial: TrialTask, result: TaskResult): Error {
  if (result.status !== "failed") throw new Error("only a failed trial has an error");
  const { error } = result;
  if (!faults.test(error.name) || error.exitCode !== exitCodes.failure) return new TrialError(trial, error);
  return Object.assign(new Error(error.message), { name: error.name, stack: error.stack });
}
