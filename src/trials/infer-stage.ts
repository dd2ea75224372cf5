// The stage that asks which objective the agents of a study pursue, once all of them are trained.
import { InputError } from "../base/errors.ts";
import type { InferStage } from "../experiments/experiment.ts";
import { trialFolderName } from "../runs/layout.ts";
import { type RunRecord, readRun } from "../runs/read-run.ts";
import type { TrainContext } from "./context.ts";
import { prepareInference } from "./prepared-inference.ts";
import { referenceAgents } from "./reference-agents.ts";
import { NetworkActors, trainedAgents } from "./trained-agents.ts";

/**
 * Solves the levels, then watches the reference agents and those of the runs beside this one. What the lines rest on stands
 * in them: the hashes of levels and parameters. An interrupted stage begins again, because what takes the time is the
 * solving, and solved levels are not kept.
 */
export async function runInferStage(stage: InferStage, context: TrainContext): Promise<void> {
  const runs = runsBeside(stage, context);
  const prepared = await prepareInference(stage, context);
  const actors = new NetworkActors(context.runtime);
  try {
    const groups = [
      ...referenceAgents(stage.agents, stage.training, stage.plannerDiscount),
      ...runs.flatMap((run) => trainedAgents(run, stage, context.fs, actors)),
    ];
    await prepared.infer(groups, (lines) => context.store.appendEvaluations(lines));
  } finally {
    await actors.release();
  }
}

/** The runs of the stage's settings, seed by seed; all must be complete. */
function runsBeside({ settings, seeds }: InferStage, { fs, folder }: TrainContext): RunRecord[] {
  const beside = folder.slice(0, folder.lastIndexOf("/"));
  return settings.flatMap((setting) =>
    (seeds ?? []).map((seed) => {
      const run = readRun(fs, `${beside}/${trialFolderName(setting, seed)}`);
      if (run.manifest.status === "complete") return run;
      throw new InputError(run.folder, `a run that is ${run.manifest.status}`, "a complete one");
    }),
  );
}
