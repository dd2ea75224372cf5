// `innergap infer`: which objective trained or planted agents pursue, how, how sure, and with what gap.
import { exitCodes } from "../base/errors.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { summariseInference } from "../experiments/summarise-inference.ts";
import { disk } from "../runs/disk.ts";
import type { InferenceLine } from "../runs/inference-format.ts";
import { Interrupted, type StageProgress } from "../trials/context.ts";
import { type InferenceRequest, inferRuns } from "../trials/infer-runs.ts";
import type { Arguments } from "./arguments.ts";
import type { Execute } from "./command.ts";
import { inferenceRequest } from "./inference-options.ts";
import { printInference } from "./inference-text.ts";
import { watchStudy } from "./progress.ts";
import { studyOptions } from "./study-options.ts";
import type { Terminal } from "./terminal.ts";
import { trainedRunFolders } from "./trained-runs.ts";

export const execute: Execute = async (args, terminal, interruption) => {
  const request = inferenceRequest(args, args.texts("run").flatMap(trainedRunFolders));
  const lines = await inferred(request, args, terminal, interruption.signal);
  if (lines === null) return interruption.exitCode() ?? exitCodes.failure;
  const summary = summariseInference(lines);
  printInference(lines, summary, terminal);
  terminal.record({ kind: "done", result: { summary, lines } });
  return exitCodes.ok;
};

/** The lines of a request, with progress on the terminal; null where the person wished to stop. */
export async function inferred(
  request: InferenceRequest,
  args: Arguments,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<InferenceLine[] | null> {
  const view = await watchStudy(terminal);
  const onProgress = (event: StageProgress) =>
    view.take({ kind: "progress", setting: args.command, seed: null, ...event });
  try {
    const runtime = nodeRuntime({ threads: studyOptions(args).threads });
    return await inferRuns(request, { fs: disk, runtime, signal, onProgress });
  } catch (error) {
    if (error instanceof Interrupted) return null;
    throw error;
  } finally {
    view.stop();
  }
}
