// One writer per folder: a lock is a file whose name says which process holds it.
import { InnergapError } from "../base/errors.ts";
import { attempt, storageError } from "./durable.ts";
import { errorCode, type FileSystem, listSorted, type Owner } from "./file-system.ts";
import { isLock } from "./layout.ts";

/** The locks that this process holds, so that a file of its name which an earlier namesake left is told apart. */
const held = new WeakMap<FileSystem, Set<string>>();

/**
 * Takes the lock of a folder and answers what gives it back. A lock whose process is dead is taken over. Throws an
 * InnergapError naming the holder when another process, or this one, has it.
 *
 * Every taker first leaves its own file and then looks for others, so of two that come at once at least one sees
 * the other and retreats (both may); two can never hold it. A name needs no content, so no lock is ever half written.
 */
export function lockFolder(fs: FileSystem, folder: string): () => void {
  const name = lockName(fs.owner);
  const path = `${folder}/${name}`;
  const ours = held.get(fs) ?? new Set<string>();
  held.set(fs, ours);
  if (ours.has(path)) throw new InnergapError(`${folder} is being written by this process already`);
  leaveFile(fs, folder, path);
  ours.add(path);
  const release = () => {
    ours.delete(path);
    attempt(() => fs.remove(path));
  };
  try {
    clearStaleLocks(fs, folder, name);
  } catch (error) {
    release();
    throw storageError(error, "lock", folder, "nothing was changed");
  }
  return release;
}

function lockName({ host, pid, born }: Owner): string {
  return `.lock-${host}-${pid}-${born}`;
}

function leaveFile(fs: FileSystem, folder: string, path: string): void {
  try {
    fs.close(fs.create(path));
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw storageError(error, "lock", folder, "nothing was changed");
  }
}

/** Removes the locks of dead processes; a living one is an error. */
function clearStaleLocks(fs: FileSystem, folder: string, own: string): void {
  for (const { name } of listSorted(fs, folder)) {
    if (name === own || !isLock(name)) continue;
    const [, host, pid, born] = name.split("-") as [string, string, string, string];
    if (fs.alive({ host, pid, born })) {
      const elsewhere =
        host === fs.owner.host ? "" : ` on another machine (if it is gone, delete ${name} there)`;
      throw new InnergapError(`${folder} is being written by process ${pid}${elsewhere}`);
    }
    // Another taker may have been quicker to remove it.
    attempt(() => fs.remove(`${folder}/${name}`));
  }
}
