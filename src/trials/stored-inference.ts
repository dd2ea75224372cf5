// What a study has already inferred of its runs.
import type { InferStage } from "../experiments/experiment.ts";
import { isInference } from "../experiments/inference-plan.ts";
import type { FileSystem } from "../runs/file-system.ts";
import type { InferenceLine } from "../runs/inference-format.ts";
import { type RunRecord, readRun, readStudyPlan, studyRunFolders } from "../runs/read-run.ts";

/**
 * The lines that complete inference stages of the runs' own studies hold of their last checkpoints. Only lines of the given
 * policies, and only of deployments on the deployed side, or of those that are named.
 */
export function storedInference(
  fs: FileSystem,
  runs: readonly string[],
  {
    policies,
    deployments,
  }: Pick<InferStage, "policies"> & { readonly deployments: readonly string[] | null },
): InferenceLine[] {
  const studies = new Map<string, readonly InferenceLine[]>();
  return runs.flatMap((folder) => {
    const study = /^(.*)\/[^/]+\/[^/]+$/.exec(folder)?.[1] ?? ".";
    const known = studies.get(study) ?? linesOf(fs, study);
    studies.set(study, known);
    const run = readRun(fs, folder);
    const watched = deployments ?? deployedSide(run);
    return known.filter(
      (line) =>
        line.setting === run.config.setting &&
        line.seed === run.config.seed &&
        (line.step === null || line.step === run.checkpoints.at(-1)) &&
        policies.some((policy) => policy === line.policy) &&
        watched.includes(line.deployment),
    );
  });
}

function linesOf(fs: FileSystem, study: string): InferenceLine[] {
  if (readStudyPlan(fs, study) === null) return [];
  return studyRunFolders(fs, study)
    .map((folder) => readRun(fs, folder))
    .filter(({ manifest, config }) => manifest.status === "complete" && isInference(config))
    .flatMap(({ evaluations }) => evaluations.flatMap((line) => (line.kind === "inference" ? [line] : [])));
}

function deployedSide({ config }: RunRecord): string[] {
  return config.stages
    .filter(({ kind, side }) => kind === "deploy" && side === "deployed")
    .map(({ name }) => String(name));
}
