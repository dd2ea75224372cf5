// From what a person calls runs and studies to the runs that trained an agent.
import { InputError } from "../base/errors.ts";
import { isLearning, type Stage } from "../experiments/experiment.ts";
import { disk } from "../runs/disk.ts";
import { readRun, studyRunFolders } from "../runs/read-run.ts";
import { placeNamed } from "./folders.ts";

/** The run itself, or every run of a study that trained an agent. */
export function trainedRunFolders(word: string): readonly string[] {
  const { folder, kind } = placeNamed(word);
  if (kind === "run") return [folder];
  const trained = studyRunFolders(disk, folder).filter((run) =>
    (readRun(disk, run).config.stages as unknown as readonly Stage[]).some(isLearning),
  );
  if (trained.length > 0) return trained;
  throw new InputError(folder, "no run that has begun", "a study with trained agents");
}
