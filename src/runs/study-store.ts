// One study while it is being made: its plan fixed first, its verdict and report last.
import { InputError } from "../base/errors.ts";
import { removeTemporaries, storageError, writeAtomically } from "./durable.ts";
import { type FileSystem, listSorted } from "./file-system.ts";
import { type StudyPlan, studyFiles, type Verdict } from "./format.ts";
import { encodeSealed } from "./json-text.ts";
import { checkName, isLock, trialFolderName } from "./layout.ts";
import { lockFolder } from "./lock.ts";
import { readStudyPlan } from "./read-run.ts";
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
  writeVerdict(verdict: Verdict): void;
  writeReport(html: string): void;
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
  try {
    fs.makeFolder(folder);
  } catch (error) {
    throw storageError(error, "create the study folder", folder, "nothing was changed");
  }
  const release = lockFolder(fs, folder);
  try {
    removeTemporaries(fs, folder);
    const stored = readStudyPlan(fs, folder) ?? writePlan(fs, folder, plan);
    if (stored.planHash !== hash) throw new InputError(folder, `another plan (${stored.planHash})`, hash);
    const resumed = stored !== plan;
    fs.makeFolder(trials);
    fs.syncFolder(folder);
    return {
      folder,
      plan: stored,
      resumed,
      trialFolder: (setting, seed) => `${trials}/${trialFolderName(setting, seed)}`,
      writeVerdict: (verdict) => writeAtomically(fs, folder, studyFiles.verdict, encodeSealed(verdict)),
      writeReport: (html) => writeAtomically(fs, folder, studyFiles.report, html),
      release,
    };
  } catch (error) {
    release();
    throw storageError(error, "open the study", folder, "what it holds is intact");
  }
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
