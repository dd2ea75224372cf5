// The child process of one trial: disk, engine and report page are put into its hands here.
import type { Json } from "../base/hash.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { experimentNamed } from "../experiments/index.ts";
import { disk } from "../runs/disk.ts";
import { readRun } from "../runs/read-run.ts";
import type { Task } from "../trials/pool-task.ts";
import type { TrialFinished, TrialTask } from "../trials/study.ts";
import { runTrial } from "../trials/trial.ts";
import { fingerprint } from "./fingerprint.ts";
import { runPage } from "./report-pages.ts";

const trialProcess: Task = async (task, { progress, signal }) => {
  const { config, folder, command } = task as unknown as TrialTask;
  const runtime = nodeRuntime({ threads: config.threads });
  const finish = (finished: TrialFinished) => progress({ ...finished });
  try {
    const outcome = await runTrial(experimentNamed(config.experiment), config, folder, {
      fs: disk,
      runtime,
      fingerprint: fingerprint(runtime),
      command,
      signal,
      onProgress: (event) => progress({ ...event }),
      report: (run) => runPage(readRun(disk, run)),
    });
    finish({ finished: outcome.status, error: null });
    return outcome as unknown as Json;
  } catch (error) {
    finish({ finished: "failed", error: error instanceof Error ? error.message : String(error) });
    throw error;
  }
};

/** The local pool asks its entries for a default export. */
export default trialProcess;
