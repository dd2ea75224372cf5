// Answers queries of risk models from run folders on the disk, anew each time.
import { existsSync, readdirSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { InputError } from "../base/errors.ts";
import { countAgents, type InferredRun } from "../experiments/risk-evidence.ts";
import type { Evidence } from "../risk/runs-query.ts";
import { disk } from "../runs/disk.ts";
import type { FileSystem } from "../runs/file-system.ts";
import { listRuns } from "../runs/listing.ts";
import { readRun } from "../runs/read-run.ts";

/** Evidence from folders; relative ones are meant from `base`, the folder of the model or where the command runs. */
export function diskEvidence(base: string): Evidence {
  return (query, place) => {
    const pattern = isAbsolute(query.study) ? query.study : join(base, query.study);
    const folders = foldersLike(pattern);
    if (folders.length === 0)
      throw new InputError(`${place}.study`, JSON.stringify(query.study), "a folder that exists");
    const runs = [
      ...new Map(
        folders.flatMap((folder) => inferredRuns(disk, folder)).map((run) => [run.folder, run]),
      ).values(),
    ];
    return countAgents(runs, query, place);
  };
}

/** What the complete runs of the studies in a folder have inferred; throws DamagedDataError for a run that is not what was written. */
export function inferredRuns(fs: FileSystem, folder: string): readonly InferredRun[] {
  const { studies, runs } = listRuns(fs, folder);
  return [...studies.flatMap((study) => study.runs), ...runs]
    .filter(({ record, problem }) => problem !== null || record?.status === "complete")
    .map((run) => ({
      folder: run.folder,
      lines: readRun(fs, run.folder).evaluations.flatMap((line) => (line.kind === "inference" ? [line] : [])),
    }));
}

/** The folders that a path with * in its names stands for, by name. */
function foldersLike(pattern: string): readonly string[] {
  const parts = pattern.replaceAll("\\", "/").replace(/\/+$/, "").split("/");
  let found: readonly string[] = [parts[0] === "" ? "/" : parts[0]!];
  if (found[0]!.includes("*")) found = matching(".", found[0]!);
  for (const part of parts.slice(1)) {
    found = part.includes("*")
      ? found.flatMap((folder) => matching(folder, part))
      : found.map((folder) => join(folder, part)).filter((path) => existsSync(path));
  }
  return found.filter((path) => existsSync(path));
}

function matching(folder: string, part: string): readonly string[] {
  const pieces = part.split(/\*+/).map((piece) => piece.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const name = new RegExp(`^${pieces.join(".*")}$`);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && name.test(entry.name))
    .map((entry) => join(folder, entry.name))
    .sort();
}
