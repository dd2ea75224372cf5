// What lies in a run directory: every file by its path, and the digests that a complete run is sealed with.
import { DamagedDataError } from "../base/errors.ts";
import { readFile } from "./durable.ts";
import { type EntryKind, type FileSystem, listSorted } from "./file-system.ts";
import { runFiles } from "./format.ts";
import { checkpointFiles, checkpointStep, isLock, isReplayFileName, isTemporary } from "./layout.ts";
import { parseCheckpointManifest } from "./records.ts";

/** One thing below a run directory that is no folder, or an empty folder. */
export interface Content {
  /** Relative to the run directory. */
  readonly path: string;
  readonly kind: EntryKind;
}

/** Runs are three levels deep; whatever is deeper is not looked into. */
const deepest = 3;

/** Everything below a run directory except locks, by path; links are listed, never followed. */
export function runContents(fs: FileSystem, run: string): Content[] {
  const found: Content[] = [];
  const visit = (prefix: string, depth: number) => {
    for (const entry of listSorted(fs, prefix === "" ? run : `${run}/${prefix}`)) {
      if (prefix === "" && isLock(entry.name)) continue;
      const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
      const before = found.length;
      if (entry.kind === "folder" && depth < deepest) visit(path, depth + 1);
      if (entry.kind !== "folder" || (found.length === before && !isOrdinaryFolder(path))) {
        found.push({ path, kind: entry.kind });
      }
    }
  };
  visit("", 1);
  return found;
}

/** These may be empty. */
function isOrdinaryFolder(path: string): boolean {
  return path === runFiles.checkpoints || path === runFiles.replays;
}

/** Whether a run has a file of that path. */
export function isRunFile(path: string): boolean {
  const [first, second, third, ...rest] = path.split("/") as [string, ...(string | undefined)[]];
  if (rest.length > 0) return false;
  if (first === runFiles.checkpoints) {
    return (
      checkpointStep(second ?? "") !== null && Object.values<string>(checkpointFiles).includes(third ?? "")
    );
  }
  if (third !== undefined) return false;
  if (first === runFiles.replays) return isReplayFileName(second ?? "");
  const { manifest, config, metrics, evaluations, report } = runFiles;
  return (
    second === undefined && [manifest, config, metrics, evaluations, report].some((name) => name === first)
  );
}

/** Whether a path is, or lies in, something that an interrupted write left behind. */
export function isLeftOver(path: string): boolean {
  return path.split("/").some(isTemporary);
}

/**
 * SHA-256 of every file of a run, the manifest apart. Checkpoints are compared with their own manifests on the way, so
 * that damage done meanwhile is not sealed as truth; throws DamagedDataError where they differ.
 */
export function digestRun(fs: FileSystem, run: string): Record<string, string> {
  const digests: Record<string, string> = {};
  for (const { path } of runContents(fs, run)) {
    if (isRunFile(path) && path !== runFiles.manifest)
      digests[path] = fs.digest(readFile(fs, `${run}/${path}`));
  }
  for (const path of Object.keys(digests)) {
    if (path.endsWith(`/${checkpointFiles.manifest}`)) compareCheckpoint(fs, run, path, digests);
  }
  return digests;
}

function compareCheckpoint(
  fs: FileSystem,
  run: string,
  manifestPath: string,
  digests: Record<string, string>,
): void {
  const manifest = parseCheckpointManifest(readFile(fs, `${run}/${manifestPath}`), `${run}/${manifestPath}`);
  const folder = manifestPath.slice(0, manifestPath.lastIndexOf("/"));
  for (const [name, expected] of Object.entries(manifest.digests)) {
    const found = digests[`${folder}/${name}`];
    if (found !== expected)
      throw new DamagedDataError(`${run}/${folder}/${name}`, `SHA-256 ${found ?? "of nothing"}`, expected);
  }
}
