// A disk with a cache that a power cut empties: only what was synced is sure to be there afterwards.
import { sha256Hex } from "../../src/base/hash.ts";
import type { EntryKind, FileSystem, Handle } from "../../src/runs/file-system.ts";

interface FileNode {
  readonly kind: "file";
  content: Buffer;
  synced: Buffer;
}

interface FolderNode {
  readonly kind: "folder";
  entries: Map<string, Node>;
  synced: Map<string, Node>;
}

type Node = FileNode | FolderNode;

export interface CachedDisk extends FileSystem {
  /** Paths and contents of all files as they are now. */
  files(): Map<string, Uint8Array>;
  /**
   * What is on the medium after the power fails. `luck(n)` draws a whole number below n: whether a folder's latest names
   * or a file's latest bytes made it without having been synced.
   */
  afterPowerCut(luck: (below: number) => number): CachedDisk;
}

function failure(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}

function emptyFolder(): FolderNode {
  return { kind: "folder", entries: new Map(), synced: new Map() };
}

function survivor(node: Node, luck: (below: number) => number): Node {
  if (node.kind === "file") {
    // What was not synced is there, is not there, or is there in part, padded with zeros as file systems do.
    const states = [node.synced, node.content, Buffer.alloc(node.content.length)];
    const [synced, content, zeros] = states as [Buffer, Buffer, Buffer];
    content.copy(zeros, 0, 0, (content.length + synced.length) >> 1);
    const chosen = node.synced.equals(node.content) ? synced : states[luck(3)]!;
    return { kind: "file", content: Buffer.from(chosen), synced: Buffer.from(chosen) };
  }
  const entries = luck(2) === 0 ? node.synced : node.entries;
  const kept = new Map([...entries].map(([name, child]) => [name, survivor(child, luck)] as const));
  return { kind: "folder", entries: kept, synced: new Map(kept) };
}

export function cachedDisk(root: FolderNode = emptyFolder()): CachedDisk {
  const open = new Map<Handle, FileNode>();
  let handles = 0;
  const parts = (path: string) => path.split("/").filter((part) => part !== "");
  const find = (path: string): Node => {
    let node: Node = root;
    for (const part of parts(path)) {
      const next: Node | undefined = node.kind === "folder" ? node.entries.get(part) : undefined;
      if (!next) throw failure("ENOENT", path);
      node = next;
    }
    return node;
  };
  const folder = (path: string): FolderNode => {
    const node = find(path);
    if (node.kind !== "folder") throw failure("ENOTDIR", path);
    return node;
  };
  const file = (path: string): FileNode => {
    const node = find(path);
    if (node.kind !== "file") throw failure("EINVAL", path);
    return node;
  };
  const place = (path: string): [FolderNode, string] => {
    const all = parts(path);
    return [folder(all.slice(0, -1).join("/")), all.at(-1) ?? ""];
  };
  const opened = (path: string): Handle => {
    const [parent, name] = place(path);
    if (!parent.entries.has(name)) {
      parent.entries.set(name, { kind: "file", content: Buffer.alloc(0), synced: Buffer.alloc(0) });
    }
    open.set(++handles, file(path));
    return handles;
  };
  const collect = (node: Node, path: string, into: Map<string, Uint8Array>) => {
    if (node.kind === "file") into.set(path, node.content);
    else for (const [name, child] of node.entries) collect(child, `${path}/${name}`, into);
    return into;
  };
  return {
    files: () => collect(root, "", new Map()),
    afterPowerCut: (luck) => cachedDisk(survivor(root, luck) as FolderNode),
    read: (path) => Uint8Array.from(file(path).content),
    list: (path) => [...folder(path).entries].map(([name, { kind }]) => ({ name, kind: kind as EntryKind })),
    makeFolder: (path) => {
      if (parts(path).length === 0) return false;
      const [parent, name] = place(path);
      if (parent.entries.get(name)?.kind === "folder") return false;
      if (parent.entries.has(name)) throw failure("EEXIST", path);
      parent.entries.set(name, emptyFolder());
      return true;
    },
    create: (path) => {
      const [parent, name] = place(path);
      if (parent.entries.has(name)) throw failure("EEXIST", path);
      return opened(path);
    },
    append: opened,
    write: (handle, bytes) => {
      const node = open.get(handle);
      if (!node) throw failure("EBADF", String(handle));
      node.content = Buffer.concat([node.content, bytes]);
      return bytes.length;
    },
    sync: (handle) => {
      const node = open.get(handle);
      if (!node) throw failure("EBADF", String(handle));
      node.synced = node.content;
    },
    close: (handle) => void open.delete(handle),
    syncFolder: (path) => {
      const node = folder(path);
      node.synced = new Map(node.entries);
    },
    rename: (from, to) => {
      const [source, name] = place(from);
      const [target, newName] = place(to);
      const node = find(from);
      const there = target.entries.get(newName);
      if (there?.kind === "folder" && there.entries.size > 0) throw failure("ENOTEMPTY", to);
      source.entries.delete(name);
      target.entries.set(newName, node);
    },
    truncate: (path, length) => {
      const node = file(path);
      node.content = Buffer.from(node.content.subarray(0, length));
      node.synced = node.content;
    },
    remove: (path) => {
      file(path);
      const [parent, name] = place(path);
      parent.entries.delete(name);
    },
    removeFolder: (path) => {
      if (folder(path).entries.size > 0) throw failure("ENOTEMPTY", path);
      const [parent, name] = place(path);
      parent.entries.delete(name);
    },
    digest: sha256Hex,
    owner: { host: "cached", pid: "1", born: "0" },
    alive: () => false,
  };
}
