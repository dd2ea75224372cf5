// Which runs and studies lie below a folder; reads one small file of each.
import { InnergapError } from "../base/errors.ts";
import { readFile } from "./durable.ts";
import { type FileSystem, listSorted } from "./file-system.ts";
import { type RunManifest, runFiles, type StudyPlan, studyFiles } from "./format.ts";
import { studyRunFolders } from "./read-run.ts";
import { parseListedManifest, parseStudyPlan } from "./records.ts";

/** A run or study in a list. Of `record` and `problem` exactly one is null. */
export interface Listed<T> {
  readonly folder: string;
  readonly record: T | null;
  /** Why the record cannot be read. */
  readonly problem: string | null;
}

export interface ListedStudy extends Listed<StudyPlan> {
  /** Whether it has its verdict. */
  readonly complete: boolean;
  readonly runs: readonly Listed<RunManifest>[];
}

export interface Listing {
  readonly studies: readonly ListedStudy[];
  /** Runs that belong to no study. */
  readonly runs: readonly Listed<RunManifest>[];
}

/** All studies and runs directly below `folder`, and `folder` itself if it is one; by name, links left out. */
export function listRuns(fs: FileSystem, folder: string): Listing {
  const studies: ListedStudy[] = [];
  const runs: Listed<RunManifest>[] = [];
  const look = (path: string, names: readonly string[]): boolean => {
    const isStudy = names.includes(studyFiles.plan);
    const isRun = !isStudy && names.includes(runFiles.manifest);
    if (isStudy) studies.push(listedStudy(fs, path, names));
    if (isRun) runs.push(listedRun(fs, path));
    return isStudy || isRun;
  };
  const entries = listSorted(fs, folder);
  if (
    look(
      folder,
      entries.map(({ name }) => name),
    )
  )
    return { studies, runs };
  for (const { name, kind } of entries) {
    if (kind === "folder") look(`${folder}/${name}`, namesIn(fs, `${folder}/${name}`));
  }
  return { studies, runs };
}

function namesIn(fs: FileSystem, folder: string): string[] {
  return listSorted(fs, folder).map(({ name }) => name);
}

function listed<T>(folder: string, read: () => T): Listed<T> {
  try {
    return { folder, record: read(), problem: null };
  } catch (error) {
    if (error instanceof InnergapError) return { folder, record: null, problem: error.message };
    throw error;
  }
}

function listedRun(fs: FileSystem, folder: string): Listed<RunManifest> {
  const path = `${folder}/${runFiles.manifest}`;
  return listed(folder, () => parseListedManifest(readFile(fs, path), path));
}

function listedStudy(fs: FileSystem, folder: string, names: readonly string[]): ListedStudy {
  const path = `${folder}/${studyFiles.plan}`;
  return {
    ...listed(folder, () => parseStudyPlan(readFile(fs, path), path)),
    complete: names.includes(studyFiles.verdict),
    runs: studyRunFolders(fs, folder).map((run) => listedRun(fs, run)),
  };
}
