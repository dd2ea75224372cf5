// One study while it is being made: its plan fixed first, its verdict and report last.
import { InputError } from "../base/errors.ts";
import { makeFolderDurably, readFile, removeTemporaries, storageError, writeAtomically } from "./durable.ts";
import { type FileSystem, listInside, listSorted } from "./file-system.ts";
import { runFiles, type StudyPlan, studyFiles, type Verdict } from "./format.ts";
import { encodeSealed } from "./json-text.ts";
import { checkName, isLock, trialFolderName } from "./layout.ts";
import { lockFolder, removeDeadLocks } from "./lock.ts";
import { readStudyPlan, studyRunFolders } from "./read-run.ts";
import { planHash } from "./records.ts";

/** A study folder whose lock this process holds. */
export interface StudyStore {
  readonly folder: string;
  /** As it stands on the disk: that of the first start. */
  readonly plan: StudyPlan;
  /** Whether the study had been begun before. */
  readonly resumed: boolean;
  /** Where the run of a trial belongs; for `openRun`. */
  trialFolder(setting: string, seed: number | null): string;
  /**
   * Writes the page, then the verdict, which seals it: with the digests of the page and of the runs as they are now.
   * A study is complete when its verdict is there.
   */
  writeResult(verdict: Verdict, report: string): void;
  /** Gives the lock back. */
  release(): void;
}

/** `<UTC time>-<experiment>-<preset>-<id>`, which sorts by time; `id` tells studies of the same second apart. */
export function studyFolderName(experiment: string, preset: string, now: Date, id: string): string {
  const time = now
    .toISOString()
    .replace(/[-:]|\..*/g, "")
    .replace("T", "-");
  return checkName("study", `${time}-${experiment}-${preset}-${id}`);
}

/**
 * Opens a study folder for writing, creating it with its plan when it is new. Throws InputError when another plan stands
 * there: what was fixed before the first run stays fixed.
 */
export function openStudy(fs: FileSystem, folder: string, plan: StudyPlan): StudyStore {
  const hash = planHash(plan.plan);
  if (plan.planHash !== hash) throw new InputError("planHash", plan.planHash, hash);
  const trials = `${folder}/${studyFiles.trials}`;
  makeFolderDurably(fs, folder, "the study folder");
  const release = lockFolder(fs, folder);
  try {
    removeTemporaries(fs, folder);
    const stored = readStudyPlan(fs, folder) ?? writePlan(fs, folder, plan);
    if (stored.planHash !== hash) throw new InputError(folder, `another plan (${stored.planHash})`, hash);
    const resumed = stored !== plan;
    makeFolderDurably(fs, trials, "the folder of trials");
    for (const { name } of listInside(fs, folder, studyFiles.trials))
      removeDeadLocks(fs, `${trials}/${name}`);
    return {
      folder,
      plan: stored,
      resumed,
      trialFolder: (setting, seed) => `${trials}/${trialFolderName(setting, seed)}`,
      writeResult: (verdict, page) => {
        const bytes = new TextEncoder().encode(page);
        writeAtomically(fs, folder, studyFiles.report, bytes);
        const sealed = encodeSealed({
          ...verdict,
          runs: digestManifests(fs, folder),
          report: fs.digest(bytes),
        });
        writeAtomically(fs, folder, studyFiles.verdict, sealed);
      },
      release,
    };
  } catch (error) {
    release();
    throw storageError(error, "open the study", folder, "what it holds is intact");
  }
}

/** SHA-256 of the manifest of each run of a study, by folder name. */
export function digestManifests(fs: FileSystem, folder: string): Record<string, string> {
  const digests = studyRunFolders(fs, folder).map((run) => [
    run.slice(run.lastIndexOf("/") + 1),
    fs.digest(readFile(fs, `${run}/${runFiles.manifest}`)),
  ]);
  return Object.fromEntries(digests);
}

function writePlan(fs: FileSystem, folder: string, plan: StudyPlan): StudyPlan {
  const foreign = listSorted(fs, folder).find(({ name }) => !isLock(name));
  if (foreign)
    throw new InputError(
      folder,
      `"${foreign.name}" in a folder without ${studyFiles.plan}`,
      "an empty folder or a study",
    );
  writeAtomically(fs, folder, studyFiles.plan, encodeSealed(plan));
  return plan;
}
