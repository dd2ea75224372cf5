// `innergap evaluate`: trained agents of finished runs in their deployments, or in changed ones.
import { exitCodes } from "../base/errors.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { studyTableText } from "../reports/table-text.ts";
import { disk } from "../runs/disk.ts";
import { readRun } from "../runs/read-run.ts";
import { Interrupted, type StageProgress } from "../trials/context.ts";
import { type EvaluationRequest, type EvaluationResult, evaluateRun } from "../trials/evaluate.ts";
import type { Arguments } from "./arguments.ts";
import type { Execute } from "./command.ts";
import { watchStudy } from "./progress.ts";
import { studyOptions } from "./study-options.ts";
import type { Terminal } from "./terminal.ts";
import { trainedRunFolders } from "./trained-runs.ts";

type Evaluated = Omit<EvaluationResult, "experiment"> & { readonly run: string };

export const execute: Execute = async (args, terminal, interruption) => {
  const folders = trainedRunFolders(args.text("run") ?? "");
  const evaluated: Evaluated[] = [];
  for (const run of folders) {
    try {
      evaluated.push(await evaluateOne(evaluationRequest(args, run), args, terminal, interruption.signal));
    } catch (error) {
      if (error instanceof Interrupted) break;
      throw error;
    }
  }
  const [first, ...others] = evaluated;
  terminal.record({ kind: "done", result: others.length === 0 && first ? first : { runs: evaluated } });
  return interruption.exitCode() ?? exitCodes.ok;
};

async function evaluateOne(
  request: EvaluationRequest,
  args: Arguments,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Evaluated> {
  const { run } = request;
  const { setting, seed } = readRun(disk, run).manifest;
  const view = await watchStudy(terminal);
  const onProgress = (event: StageProgress) => view.take({ kind: "progress", setting, seed, ...event });
  const runtime = nodeRuntime({ threads: studyOptions(args).threads });
  try {
    const { experiment, ...rest } = await evaluateRun(request, { fs: disk, runtime, signal, onProgress });
    view.stop();
    terminal.print(`${run}, checkpoint ${rest.step}`);
    const { width, color } = terminal;
    terminal.print(studyTableText(rest.summary, experiment, { width, color }));
    return { run, ...rest };
  } finally {
    view.stop();
  }
}

function evaluationRequest(args: Arguments, run: string): EvaluationRequest {
  const deployments = args.texts("deployment");
  return {
    run,
    step: args.whole("step", 0, Number.MAX_SAFE_INTEGER),
    deployments: deployments.length === 0 ? null : deployments,
    overrides: studyOptions(args).overrides,
  };
}
