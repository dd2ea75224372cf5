// Which runs and studies lie below a folder; reads one small file of each.
import { InnergapError } from "../base/errors.ts";
import { type FileSystem, listInside, listSorted } from "./file-system.ts";
import { type RunManifest, type StudyPlan, studyFiles } from "./format.ts";
import { readManifest, readStudyPlan } from "./read-run.ts";

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

function listed<T>(folder: string, read: () => T | null): Listed<T> | null {
  try {
    const record = read();
    return record && { folder, record, problem: null };
  } catch (error) {
    if (error instanceof InnergapError) return { folder, record: null, problem: error.message };
    throw error;
  }
}

/** All studies and runs directly below `folder`, and `folder` itself if it is one; by name, links left out. */
export function listRuns(fs: FileSystem, folder: string): Listing {
  const studies: ListedStudy[] = [];
  const runs: Listed<RunManifest>[] = [];
  const look = (path: string): boolean => {
    const study = listed(path, () => readStudyPlan(fs, path));
    if (study) studies.push(withRuns(fs, study));
    const run = study ? null : listed(path, () => readManifest(fs, path));
    if (run) runs.push(run);
    return study !== null || run !== null;
  };
  if (!look(folder)) {
    for (const { name, kind } of listSorted(fs, folder)) {
      if (kind === "folder") look(`${folder}/${name}`);
    }
  }
  return { studies, runs };
}

function withRuns(fs: FileSystem, study: Listed<StudyPlan>): ListedStudy {
  const trials = `${study.folder}/${studyFiles.trials}`;
  const runs = listInside(fs, study.folder, studyFiles.trials)
    .filter(({ kind }) => kind === "folder")
    .map(({ name }) => listed(`${trials}/${name}`, () => readManifest(fs, `${trials}/${name}`)))
    .filter((run) => run !== null);
  const complete = listSorted(fs, study.folder).some(({ name }) => name === studyFiles.verdict);
  return { ...study, complete, runs };
}
