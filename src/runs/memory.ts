// A disk that is only memory: runs in the browser, and in tests.
import { sha256Hex } from "../base/hash.ts";
import type { Entry, FileSystem, Handle } from "./file-system.ts";

/** An empty memory with the operations of a disk; `files` holds every file by its path. */
export interface MemoryFileSystem extends FileSystem {
  readonly files: ReadonlyMap<string, Uint8Array>;
}

function failure(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

/** Everything in it is lost with it; folders are made with `makeFolder` as on a disk. */
export function memoryFileSystem(): MemoryFileSystem {
  const files = new Map<string, Uint8Array>();
  const folders = new Set<string>([""]);
  const open = new Map<Handle, string>();
  let handles = 0;
  const content = (path: string): Uint8Array => {
    const bytes = files.get(path);
    if (!bytes) throw failure(folders.has(path) ? "EINVAL" : "ENOENT", path);
    return bytes;
  };
  const opened = (path: string): Handle => {
    if (!folders.has(parentOf(path))) throw failure("ENOENT", path);
    if (folders.has(path)) throw failure("EISDIR", path);
    if (!files.has(path)) files.set(path, new Uint8Array(0));
    open.set(++handles, path);
    return handles;
  };
  const isEmpty = (folder: string) => entriesOf(folder, files.keys(), folders).length === 0;
  return {
    files,
    read: (path) => content(path).slice(),
    list: (folder) => {
      if (!folders.has(folder)) throw failure("ENOENT", folder);
      return entriesOf(folder, files.keys(), folders);
    },
    makeFolder: (path) => {
      if (folders.has(path)) return false;
      if (files.has(path)) throw failure("EEXIST", path);
      if (!folders.has(parentOf(path))) throw failure("ENOENT", path);
      folders.add(path);
      return true;
    },
    create: (path) => {
      if (files.has(path)) throw failure("EEXIST", path);
      return opened(path);
    },
    append: opened,
    write: (handle, bytes) => {
      const path = open.get(handle);
      if (path === undefined) throw failure("EBADF", String(handle));
      const before = content(path);
      const after = new Uint8Array(before.length + bytes.length);
      after.set(before);
      after.set(bytes, before.length);
      files.set(path, after);
      return bytes.length;
    },
    sync: () => {},
    close: (handle) => void open.delete(handle),
    syncFolder: () => {},
    rename: (from, to) => {
      const bytes = files.get(from);
      if (bytes) {
        files.delete(from);
        files.set(to, bytes);
        return;
      }
      if (!folders.has(from)) throw failure("ENOENT", from);
      if (folders.has(to) && !isEmpty(to)) throw failure("ENOTEMPTY", to);
      for (const [path, moved] of [...files].filter(([path]) => path.startsWith(`${from}/`))) {
        files.delete(path);
        files.set(to + path.slice(from.length), moved);
      }
      for (const folder of [...folders].filter((path) => path === from || path.startsWith(`${from}/`))) {
        folders.delete(folder);
        folders.add(to + folder.slice(from.length));
      }
    },
    truncate: (path, length) => void files.set(path, content(path).slice(0, length)),
    remove: (path) => {
      content(path);
      files.delete(path);
    },
    removeFolder: (path) => {
      if (!isEmpty(path)) throw failure("ENOTEMPTY", path);
      folders.delete(path);
    },
    digest: sha256Hex,
    owner: { host: "memory", pid: "1", born: "0" },
    alive: () => false,
  };
}

function entriesOf(folder: string, files: Iterable<string>, folders: Iterable<string>): Entry[] {
  const within = (path: string) => path !== folder && parentOf(path) === folder;
  const name = (path: string) => path.slice(path.lastIndexOf("/") + 1);
  return [
    ...[...files].filter(within).map((path) => ({ name: name(path), kind: "file" as const })),
    ...[...folders]
      .filter((path) => path !== "" && within(path))
      .map((path) => ({ name: name(path), kind: "folder" as const })),
  ];
}
