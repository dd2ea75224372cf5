// From what a person calls a run or study to its folder.
import { existsSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import { disk } from "../runs/disk.ts";
import { isMissing } from "../runs/file-system.ts";
import { runFiles, studyFiles } from "../runs/format.ts";
import { isLock } from "../runs/layout.ts";

export interface Place {
  readonly folder: string;
  readonly kind: "study" | "run";
}

/** Where studies are kept unless `--out` says otherwise. */
export function usualOut(): string {
  return process.env.INNERGAP_OUT || "runs";
}

/**
 * The folder that is meant: a path, the name of a study under `out`, or "latest" for the newest study there
 * ("latest/trials/varied-s0" for a run of it).
 * Throws an InputError where it is neither a study nor a run.
 */
export function placeNamed(word: string, out = usualOut()): Place {
  const names = studyNames(out);
  if (/^latest(\/|$)/.test(word)) {
    const newest = names.at(-1);
    if (newest !== undefined) return placeAt(join(out, newest, word.slice("latest".length)));
    throw new InputError("latest", `no study in ${out}`, "a study there (innergap run makes one)");
  }
  const path = [word, join(out, word)].find((one) => existsSync(one));
  if (path !== undefined) return placeAt(path);
  const close = nearest(word, names);
  const hint = close === null ? "" : ` (did you mean ${close}?)`;
  throw new InputError(
    word,
    "no such folder",
    `a study folder or a run directory${hint}; innergap runs lists them`,
  );
}

function placeAt(path: string): Place {
  const kind = kindOf(path);
  if (kind !== null) return { folder: withoutTail(path), kind };
  const found = existsSync(path) ? `neither ${studyFiles.plan} nor ${runFiles.manifest}` : "no such folder";
  throw new InputError(path, found, "a study folder or a run directory");
}

function kindOf(path: string): Place["kind"] | null {
  const holds = (name: string) => existsSync(join(path, name));
  // A folder that has lost its manifest is still what it was: the reader will say what is missing.
  if (holds(studyFiles.plan) || holds(studyFiles.trials)) return "study";
  return holds(runFiles.manifest) || holds(runFiles.config) ? "run" : null;
}

function withoutTail(path: string): string {
  return path.length > 1 ? path.replace(/[/\\]+$/, "") : path;
}

/** Names of the studies in a folder, oldest first: names begin with the time. */
export function studyNames(out: string): readonly string[] {
  try {
    return readdirSync(out)
      .filter((name) => existsSync(join(out, name, studyFiles.plan)))
      .sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Whether some living process holds the folder's lock. */
export function isHeld(folder: string): boolean {
  return readdirSync(folder)
    .filter(isLock)
    .some((name) => {
      const [, host = "", pid = "", born = ""] = name.split("-");
      return disk.alive({ host, pid, born });
    });
}

/** Bytes of all files below a folder; links are counted, not followed. */
export function bytesBelow(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    bytes += entry.isDirectory() ? bytesBelow(path) : lstatSync(path).size;
  }
  return bytes;
}
