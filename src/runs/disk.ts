// The disk as Node gives it: the only file of this folder that touches Node's own modules.
import { createHash } from "node:crypto";
import type { Dirent } from "node:fs";
import * as nodeFs from "node:fs";
import { hostname } from "node:os";
import type { EntryKind, FileSystem, Owner } from "./file-system.ts";

const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = nodeFs.constants;
/** Larger files are none of ours; reading one would exhaust memory before it could be refused. */
const readLimit = 2 ** 30;

/** Runs on this machine's disk. Links are never followed below the folder that one is given. */
export const disk: FileSystem = {
  read,
  list: (folder) =>
    nodeFs
      .readdirSync(folder, { withFileTypes: true })
      .map((entry) => ({ name: entry.name, kind: kindOf(entry) })),
  makeFolder,
  create: (path) => nodeFs.openSync(path, "wx"),
  append: (path) => nodeFs.openSync(path, "a"),
  write: (handle, bytes) => nodeFs.writeSync(handle, bytes),
  sync: (handle) => nodeFs.fsyncSync(handle),
  close: (handle) => nodeFs.closeSync(handle),
  syncFolder,
  rename: (from, to) => nodeFs.renameSync(from, to),
  truncate,
  remove: (path) => nodeFs.unlinkSync(path),
  removeFolder: (path) => nodeFs.rmdirSync(path),
  digest: (bytes) => createHash("sha256").update(bytes).digest("hex"),
  owner: { host: hostName(), pid: String(process.pid), born: birth(process.pid) ?? "0" },
  alive,
};

function kindOf(entry: Dirent): EntryKind {
  if (entry.isSymbolicLink()) return "link";
  if (entry.isFile()) return "file";
  return entry.isDirectory() ? "folder" : "other";
}

function failure(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}

function makeFolder(path: string): boolean {
  try {
    nodeFs.mkdirSync(path);
    return true;
  } catch (error) {
    // Following a link is right here: the folder that one is given may be one.
    const there = (error as NodeJS.ErrnoException).code === "EEXIST" && nodeFs.statSync(path).isDirectory();
    if (there) return false;
    throw error;
  }
}

function read(path: string): Uint8Array {
  let handle: number;
  try {
    // Without O_NONBLOCK, opening a pipe that lies in a file's place would wait for ever.
    handle = nodeFs.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "ELOOP" ? failure("EINVAL", path) : error;
  }
  try {
    const status = nodeFs.fstatSync(handle);
    if (!status.isFile()) throw failure("EINVAL", path);
    if (status.size > readLimit) throw failure("EFBIG", path);
    return nodeFs.readFileSync(handle);
  } finally {
    nodeFs.closeSync(handle);
  }
}

function syncFolder(folder: string): void {
  // Windows cannot open folders; its file systems keep names durable without being asked.
  if (process.platform === "win32") return;
  const handle = nodeFs.openSync(folder, "r");
  try {
    nodeFs.fsyncSync(handle);
  } finally {
    nodeFs.closeSync(handle);
  }
}

function truncate(path: string, length: number): void {
  const handle = nodeFs.openSync(path, "r+");
  try {
    nodeFs.ftruncateSync(handle, length);
    nodeFs.fsyncSync(handle);
  } finally {
    nodeFs.closeSync(handle);
  }
}

function hostName(): string {
  return createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
}

/** When a process was born, as text that its number and the boot make unique; null when it is dead or unknown. */
function birth(pid: number): string | null {
  try {
    const boot = nodeFs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").slice(0, 4);
    const status = nodeFs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the command in parentheses and may hold anything; the state is next, the birth 20th.
    const fields = status.slice(status.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? null : `${boot}${Number(fields[19]).toString(36)}`;
  } catch {
    return null;
  }
}

function alive(owner: Owner): boolean {
  if (owner.host !== disk.owner.host) return true;
  const pid = Number(owner.pid);
  if (disk.owner.born !== "0") return birth(pid) === owner.born;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
