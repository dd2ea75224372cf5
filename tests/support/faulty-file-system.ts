// A file system that fails at a chosen operation, once or for good, and counts what could fail.
import type { FileSystem, Handle } from "../../src/runs/file-system.ts";

/** What happens at the chosen operation. */
export interface Fault {
  /** Place among the changing operations, from 0. */
  readonly at: number;
  /** "crash": this operation and all later ones fail, as if the process were gone. Else the code of one failure. */
  readonly code: "ENOSPC" | "EIO" | "EACCES" | "crash";
  /** Called just before the failure. */
  readonly onFault?: (operation: string) => void;
}

export interface FaultyFileSystem extends FileSystem {
  /** Changing operations so far, by name. */
  readonly operations: readonly string[];
}

/** Thrown by every operation after a crash; no code of ours knows it. */
export class Crash extends Error {}

const changing = [
  "makeFolder",
  "create",
  "append",
  "write",
  "sync",
  "close",
  "syncFolder",
  "rename",
  "truncate",
  "remove",
  "removeFolder",
] as const;

/** Wraps a file system; a write that fails has written half of its bytes before. */
export function faultyFileSystem(inner: FileSystem, fault: Fault | null): FaultyFileSystem {
  const operations: string[] = [];
  let crashed = false;
  const failing = (name: string, half: () => void): boolean => {
    if (crashed) throw new Crash("the process is gone");
    const hit = operations.length === fault?.at;
    operations.push(name);
    if (!hit) return false;
    fault.onFault?.(name);
    half();
    crashed = fault.code === "crash";
    return true;
  };
  const error = () =>
    fault?.code === "crash"
      ? new Crash("the process is gone")
      : Object.assign(new Error(`${fault?.code}: made to fail`), { code: fault?.code });
  const wrapped = Object.fromEntries(
    changing.map((name) => {
      const original = inner[name] as (...given: unknown[]) => unknown;
      const replaced = (...given: unknown[]) => {
        const half = () => {
          if (name !== "write") return;
          const [handle, bytes] = given as [Handle, Uint8Array];
          if (bytes.length > 1) inner.write(handle, bytes.subarray(0, bytes.length >> 1));
        };
        if (failing(name, half)) {
          // A file that reports an error on closing is closed nevertheless.
          if (name === "close") original(...given);
          throw error();
        }
        return original(...given);
      };
      return [name, replaced];
    }),
  );
  return Object.assign({ ...inner }, wrapped, { operations }) as FaultyFileSystem;
}
