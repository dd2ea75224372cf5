// Reading runs and studies back as typed records; a run that is still being written reads as far as it is.
import { InputError } from "../base/errors.ts";
import { checkpointSteps } from "./checkpoints.ts";
import { readFile, readOptional } from "./durable.ts";
import { type FileSystem, listInside, listSorted } from "./file-system.ts";
import {
  type EvaluationLine,
  type MetricsLine,
  type ReplayFile,
  type RunConfig,
  type RunManifest,
  runFiles,
  type StudyPlan,
  studyFiles,
  type Verdict,
} from "./format.ts";
import { isReplayFileName } from "./layout.ts";
import {
  parseConfig,
  parseEvaluations,
  parseManifest,
  parseMetrics,
  parseReplay,
  parseStudyPlan,
  parseVerdict,
} from "./records.ts";

/** A run directory as it stands. */
export interface RunRecord {
  readonly folder: string;
  readonly manifest: RunManifest;
  readonly config: RunConfig;
  readonly metrics: readonly MetricsLine[];
  readonly evaluations: readonly EvaluationLine[];
  /** By file name. */
  readonly replays: readonly ReplayFile[];
  /** Steps of the checkpoints, ascending. */
  readonly checkpoints: readonly number[];
}

/** A study folder as it stands. */
export interface StudyRecord {
  readonly folder: string;
  readonly plan: StudyPlan;
  /** Null until the study is complete. */
  readonly verdict: Verdict | null;
  /** By folder name. */
  readonly runs: readonly RunRecord[];
}

/** The manifest of a run directory, or null where there is none (yet). */
export function readManifest(fs: FileSystem, folder: string): RunManifest | null {
  const path = `${folder}/${runFiles.manifest}`;
  const bytes = readOptional(fs, path);
  return bytes && parseManifest(bytes, path);
}

/**
 * Reads a run directory. Throws InputError where there is none, DamagedDataError naming the file that is not what was
 * written; what a run in progress has not written yet is empty.
 */
export function readRun(fs: FileSystem, folder: string): RunRecord {
  const manifest = readManifest(fs, folder);
  if (!manifest) throw new InputError(folder, `no ${runFiles.manifest}`, "a run directory");
  const file = (name: string) => `${folder}/${name}`;
  const parsed = <T>(name: string, parse: (bytes: Uint8Array, file: string) => T[]): T[] => {
    const bytes = readOptional(fs, file(name));
    return bytes ? parse(bytes, file(name)) : [];
  };
  return {
    folder,
    manifest,
    config: parseConfig(readFile(fs, file(runFiles.config)), file(runFiles.config)),
    metrics: parsed(runFiles.metrics, parseMetrics),
    evaluations: parsed(runFiles.evaluations, parseEvaluations),
    replays: readReplays(fs, folder),
    checkpoints: checkpointSteps(fs, folder),
  };
}

function readReplays(fs: FileSystem, folder: string): ReplayFile[] {
  return listInside(fs, folder, runFiles.replays)
    .filter(({ name, kind }) => kind === "file" && isReplayFileName(name))
    .map(({ name }) => `${folder}/${runFiles.replays}/${name}`)
    .map((path) => parseReplay(readFile(fs, path), path));
}

/** The plan of a study folder, or null where there is none. */
export function readStudyPlan(fs: FileSystem, folder: string): StudyPlan | null {
  const path = `${folder}/${studyFiles.plan}`;
  const bytes = readOptional(fs, path);
  return bytes && parseStudyPlan(bytes, path);
}

/** The folders of a study's runs that have begun, in the order of their names. */
export function studyRunFolders(fs: FileSystem, folder: string): string[] {
  return listInside(fs, folder, studyFiles.trials)
    .filter(({ kind }) => kind === "folder")
    .map(({ name }) => `${folder}/${studyFiles.trials}/${name}`)
    .filter((run) => listSorted(fs, run).some(({ name }) => name === runFiles.manifest));
}

/** Reads a study folder with all its runs. Throws as `readRun` does. */
export function readStudy(fs: FileSystem, folder: string): StudyRecord {
  const plan = readStudyPlan(fs, folder);
  if (!plan) throw new InputError(folder, `no ${studyFiles.plan}`, "a study folder");
  const path = `${folder}/${studyFiles.verdict}`;
  const verdict = readOptional(fs, path);
  return {
    folder,
    plan,
    verdict: verdict && parseVerdict(verdict, path),
    runs: studyRunFolders(fs, folder).map((run) => readRun(fs, run)),
  };
}
