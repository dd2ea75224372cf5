// What a study has already inferred of its runs.
import type { DeployStage, InferStage, Stage } from "../experiments/experiment.ts";
import { isInference } from "../experiments/inference-plan.ts";
import type { FileSystem } from "../runs/file-system.ts";
import type { InferenceLine } from "../runs/inference-format.ts";
import { type RunRecord, readRun, readStudyPlan, studyRunFolders } from "../runs/read-run.ts";

/** Which lines are wanted; `deployments` null for all on the deployed side. */
type Asked = Pick<InferStage, "policies"> & { readonly deployments: readonly string[] | null };

/**
 * The lines that complete inference stages of the runs' own studies hold of their last checkpoints: those of the given
 * policies, in deployments on the deployed side or in those that are named. Null unless there are some of every run that
 * has such a deployment.
 */
export function storedInference(
  fs: FileSystem,
  runs: readonly string[],
  { policies, deployments }: Asked,
): InferenceLine[] | null {
  const studies = new Map<string, readonly InferenceLine[]>();
  const found: InferenceLine[] = [];
  for (const folder of runs) {
    const run = readRun(fs, folder);
    const watched = deploymentsOf(run).filter(({ name, side }) =>
      deployments === null ? side === "deployed" : deployments.includes(name),
    );
    if (watched.length === 0) continue;
    const study = /^(.*)\/[^/]+\/[^/]+$/.exec(folder)?.[1] ?? ".";
    const known = studies.get(study) ?? linesOf(fs, study);
    studies.set(study, known);
    const own = known.filter(
      (line) =>
        line.setting === run.config.setting &&
        line.seed === run.config.seed &&
        (line.step === null || line.step === run.checkpoints.at(-1)) &&
        policies.some((policy) => policy === line.policy) &&
        watched.some(({ name }) => name === line.deployment),
    );
    if (own.length === 0) return null;
    found.push(...own);
  }
  return found.length === 0 ? null : found;
}

function linesOf(fs: FileSystem, study: string): InferenceLine[] {
  if (readStudyPlan(fs, study) === null) return [];
  return studyRunFolders(fs, study)
    .map((folder) => readRun(fs, folder))
    .filter(({ manifest, config }) => manifest.status === "complete" && isInference(config))
    .flatMap(({ evaluations }) => evaluations.flatMap((line) => (line.kind === "inference" ? [line] : [])));
}

function deploymentsOf({ config }: RunRecord): DeployStage[] {
  return (config.stages as unknown as readonly Stage[]).filter((stage) => stage.kind === "deploy");
}
