// The few file operations that runs are stored with: Node's disk and a memory behind one interface.

/** What a folder entry is; links are told apart so that nobody follows them out of a run. */
export type EntryKind = "file" | "folder" | "link" | "other";

export interface Entry {
  readonly name: string;
  readonly kind: EntryKind;
}

/** An open file; its meaning belongs to the file system that gave it. */
export type Handle = number;

/**
 * Primitive, synchronous operations, so that every place that can fail can be made to fail on its own. Paths are
 * separated by "/". A failed operation throws an Error with a `code` ("ENOSPC", "ENOENT", ...) as Node's do.
 */
export interface FileSystem {
  /** The whole file. A link, a folder or anything else that is no plain file fails with code "EINVAL". */
  read(path: string): Uint8Array;
  /** Entries in no particular order. */
  list(folder: string): readonly Entry[];
  /** Creates a folder whose parent exists; false when it is there already. */
  makeFolder(path: string): boolean;
  /** Opens a file that must not exist yet. */
  create(path: string): Handle;
  /** Opens a file for writing at its end, making it if need be. */
  append(path: string): Handle;
  /** Writes some of the bytes, at least one, and says how many. */
  write(handle: Handle, bytes: Uint8Array): number;
  /** Returns when what was written is on the medium. */
  sync(handle: Handle): void;
  close(handle: Handle): void;
  /** Makes the names in a folder durable: what creations and renames still need after `sync`. */
  syncFolder(folder: string): void;
  /** Atomic; a file that stands at `to` is replaced, a folder there must be empty. */
  rename(from: string, to: string): void;
  truncate(path: string, length: number): void;
  /** Removes one file or link. */
  remove(path: string): void;
  /** Removes one empty folder. */
  removeFolder(path: string): void;
  /** SHA-256 as 64 hexadecimal digits. */
  digest(bytes: Uint8Array): string;
  /** This process, as a lock names it. */
  readonly owner: Owner;
  /** Whether the process that a lock names still runs; true when that cannot be known. */
  alive(owner: Owner): boolean;
}

/** A process: machine, number and moment of birth, because numbers come round again. Each is `[0-9a-z]{1,16}`. */
export interface Owner {
  readonly host: string;
  readonly pid: string;
  readonly born: string;
}

/** The code of a failed operation ("ENOSPC"), or "" for any other error. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : "";
  return typeof code === "string" ? code : "";
}

/** Whether an operation failed because something is not there. */
export function isMissing(error: unknown): boolean {
  return errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR";
}

/** The folder's entries by name, in code-unit order; none where there is no such folder. */
export function listSorted(fs: FileSystem, folder: string): Entry[] {
  try {
    return [...fs.list(folder)].sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** `listSorted` of a folder inside another; none where a link stands in its place, which could lead anywhere. */
export function listInside(fs: FileSystem, parent: string, name: string): Entry[] {
  const isFolder = listSorted(fs, parent).some((entry) => entry.name === name && entry.kind === "folder");
  return isFolder ? listSorted(fs, `${parent}/${name}`) : [];
}

/** Removes a folder with everything in it; links are removed, never followed. */
export function removeTree(fs: FileSystem, folder: string): void {
  for (const entry of listSorted(fs, folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.kind === "folder") removeTree(fs, path);
    else fs.remove(path);
  }
  fs.removeFolder(folder);
}
