// Writing so that a kill, a full disk or a power cut leaves either the old state or the new one.
import { DamagedDataError, InputError, ResourceError } from "../base/errors.ts";
import { errorCode, type FileSystem, type Handle, isMissing, listSorted, removeTree } from "./file-system.ts";
import { isTemporary } from "./layout.ts";

/** What the codes of a machine that cannot give any more mean in words. */
const exhaustion: Readonly<Record<string, string>> = {
  ENOSPC: "no space is left on the device",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EACCES: "writing or reading is not permitted",
  EPERM: "the operation is not permitted",
  EFBIG: "the file would be larger than allowed",
  EIO: "the device reports an input/output error",
  EBUSY: "the file is in use by another program",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  ENOMEM: "memory is used up",
  ENOENT: "the folder is not there any more",
};

/**
 * The error that a failed file operation is reported as: ResourceError where the machine cannot give (exit code 5),
 * InputError where the path is of the wrong kind (2); anything else stays what it is.
 */
export function storageError(error: unknown, doing: string, path: string, intact: string): unknown {
  const code = errorCode(error);
  const reason = exhaustion[code];
  if (reason)
    return new ResourceError(`cannot ${doing} ${path}: ${reason} (${code}); ${intact}`, { cause: error });
  if (code === "ENOTDIR" || code === "EISDIR" || code === "ENAMETOOLONG" || code === "EEXIST") {
    return new InputError(path, `a path that does not fit (${code})`, `one at which to ${doing}`);
  }
  return error;
}

/** A file's bytes, or null where there is nothing. Throws DamagedDataError for anything but a plain file. */
export function readOptional(fs: FileSystem, path: string): Uint8Array | null {
  try {
    return fs.read(path);
  } catch (error) {
    if (isMissing(error)) return null;
    if (errorCode(error) === "EINVAL") throw new DamagedDataError(path, "a link or folder", "a plain file");
    throw storageError(error, "read", path, "nothing was changed");
  }
}

/** A file that must be there. Throws DamagedDataError when it is missing or no plain file. */
export function readFile(fs: FileSystem, path: string): Uint8Array {
  const bytes = readOptional(fs, path);
  if (bytes) return bytes;
  throw new DamagedDataError(path, "nothing", "a file");
}

/** A name for a file or folder that is being written. */
export function temporaryName(): string {
  const words = crypto.getRandomValues(new Uint32Array(2));
  return `.tmp-${[...words].map((word) => word.toString(16).padStart(8, "0")).join("")}`;
}

/** Creates a file, writes all bytes and syncs them; the file's name is durable only after `syncFolder`. */
export function writeNew(fs: FileSystem, path: string, bytes: Uint8Array): void {
  const handle = fs.create(path);
  closing(fs, handle, () => {
    writeAll(fs, handle, bytes);
    fs.sync(handle);
  });
}

/** Closes the handle after the work, also when it failed; the first failure is the one that counts. */
function closing(fs: FileSystem, handle: Handle, work: () => void): void {
  try {
    work();
  } catch (error) {
    attempt(() => fs.close(handle));
    throw error;
  }
  fs.close(handle);
}

function writeAll(fs: FileSystem, handle: Handle, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += fs.write(handle, bytes.subarray(at));
}

/** Tidying up after a failure must not hide the failure. */
export function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // What is left over bears a temporary name and goes at the next start.
  }
}

/**
 * Replaces or creates the file `folder/name` as a whole: temporary file in the same folder, sync, rename, sync of the
 * folder. Throws ResourceError when the machine cannot; the file is then what it was before.
 */
export function writeAtomically(
  fs: FileSystem,
  folder: string,
  name: string,
  content: Uint8Array | string,
): void {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const temporary = `${folder}/${temporaryName()}`;
  const path = `${folder}/${name}`;
  try {
    writeNew(fs, temporary, bytes);
    fs.rename(temporary, path);
    fs.syncFolder(folder);
  } catch (error) {
    attempt(() => fs.remove(temporary));
    throw storageError(error, "write", path, "what stood there before is intact");
  }
}

/**
 * Appends bytes and syncs them; `isNew` when there is no such file yet. After a failure a part of them may stand at the
 * end: readers leave a torn line out, and opening the run again cuts it off, so nothing may be added before that.
 */
export function appendDurably(
  fs: FileSystem,
  folder: string,
  name: string,
  bytes: Uint8Array,
  isNew: boolean,
): void {
  const path = `${folder}/${name}`;
  try {
    const handle = fs.append(path);
    closing(fs, handle, () => {
      writeAll(fs, handle, bytes);
      fs.sync(handle);
    });
    if (isNew) fs.syncFolder(folder);
  } catch (error) {
    throw storageError(error, "add to", path, "all earlier lines are intact");
  }
}

/** Creates a folder and its missing parents, each of them durable in the one above it. */
export function makeFolderDurably(fs: FileSystem, path: string, what: string): void {
  try {
    makeFolders(fs, path);
  } catch (error) {
    throw storageError(error, `create ${what}`, path, "what was there before is intact");
  }
}

function makeFolders(fs: FileSystem, path: string): void {
  const parent = parentFolder(path);
  let made: boolean;
  try {
    made = fs.makeFolder(path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT" || parent === path) throw error;
    makeFolders(fs, parent);
    made = fs.makeFolder(path);
  }
  if (made) fs.syncFolder(parent);
}

function parentFolder(path: string): string {
  const end = path.replace(/\/+$/, "").lastIndexOf("/");
  return end > 0 ? path.slice(0, end) : end === 0 ? "/" : ".";
}

/** Removes what interrupted writes have left in a folder (not below it). Only for the holder of the lock. */
export function removeTemporaries(fs: FileSystem, folder: string): void {
  const left = listSorted(fs, folder).filter(({ name }) => isTemporary(name));
  for (const { name, kind } of left) {
    if (kind === "folder") removeTree(fs, `${folder}/${name}`);
    else fs.remove(`${folder}/${name}`);
  }
  if (left.length > 0) fs.syncFolder(folder);
}
