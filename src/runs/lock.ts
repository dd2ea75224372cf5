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
    refuseOthers(fs, folder, name);
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

/**
 * Removes the locks that dead processes have left in a folder and answers the living ones' names. Needs no lock:
 * names are never used again, so what is removed is nobody's.
 */
export function removeDeadLocks(fs: FileSystem, folder: string): string[] {
  const locks = listSorted(fs, folder)
    .map(({ name }) => name)
    .filter(isLock);
  const living = locks.filter((name) => {
    if (name === lockName(fs.owner)) return held.get(fs)?.has(`${folder}/${name}`) ?? false;
    return fs.alive(ownerOf(name));
  });
  for (const name of locks) {
    // Another process may have been quicker to remove it.
    if (!living.includes(name)) attempt(() => fs.remove(`${folder}/${name}`));
  }
  return living;
}

function ownerOf(lock: string): Owner {
  const [, host, pid, born] = lock.split("-") as [string, string, string, string];
  return { host, pid, born };
}

/** Throws when a living process other than this one holds the folder. */
function refuseOthers(fs: FileSystem, folder: string, own: string): void {
  const other = removeDeadLocks(fs, folder).find((name) => name !== own);
  if (!other) return;
  const { host, pid } = ownerOf(other);
  const elsewhere =
    host === fs.owner.host ? "" : ` on another machine (if it is gone, delete ${other} there)`;
  throw new InnergapError(`${folder} is being written by process ${pid}${elsewhere}`);
}
