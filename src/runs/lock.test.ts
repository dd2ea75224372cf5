// One writer at a time: living holders are respected, dead ones are not.
import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../tests/support/temporary-folder.ts";
import { InnergapError } from "../base/errors.ts";
import { disk } from "./disk.ts";
import type { FileSystem, Owner } from "./file-system.ts";
import { lockFolder, removeDeadLocks } from "./lock.ts";
import { memoryFileSystem } from "./memory.ts";

/** Several processes on one memory: each has the files of all, and a life of its own. */
function machine() {
  const memory = memoryFileSystem();
  memory.makeFolder("/run");
  const living = new Set<string>();
  const process = (pid: string): FileSystem => {
    living.add(pid);
    return { ...memory, owner: { host: "here", pid, born: "1" }, alive: alive(living) };
  };
  return { memory, process, kill: (pid: string) => living.delete(pid) };
}

const alive = (living: ReadonlySet<string>) => (owner: Owner) =>
  owner.host !== "here" || living.has(owner.pid);

test("a living holder keeps others out until it lets go", () => {
  const { memory, process } = machine();
  const [one, two] = [process("1"), process("2")];
  const release = lockFolder(one, "/run");
  expect(() => lockFolder(two, "/run")).toThrow(/process 1$/);
  expect(() => lockFolder(one, "/run")).toThrow(InnergapError);
  release();
  expect(memory.files.size).toBe(0);
  lockFolder(two, "/run")();
  expect(memory.files.size).toBe(0);
});

test("a dead holder is succeeded, also by a process with its number", () => {
  const { memory, process, kill } = machine();
  lockFolder(process("1"), "/run");
  kill("1");
  const release = lockFolder(process("2"), "/run");
  expect([...memory.files.keys()]).toEqual(["/run/.lock-here-2-1"]);
  release();
  lockFolder(process("3"), "/run");
  kill("3");
  lockFolder(process("3"), "/run")();
  expect(memory.files.size).toBe(0);
});

test("a holder on another machine cannot be judged and is named", () => {
  const { memory, process } = machine();
  memory.close(memory.create("/run/.lock-there-9-9"));
  expect(() => lockFolder(process("1"), "/run")).toThrow(".lock-there-9-9");
  expect([...memory.files.keys()]).toEqual(["/run/.lock-there-9-9"]);
});

test("two that come at the same moment never both get in", () => {
  const { memory, process } = machine();
  const [one, two] = [process("1"), process("2")];
  const got: string[] = [];
  // The second comes between any two operations of the first.
  for (let at = 0; at < 4; at++) {
    let operations = 0;
    const releases: (() => void)[] = [];
    const enter = (fs: FileSystem, name: string) => {
      try {
        releases.push(lockFolder(fs, "/run"));
        got.push(name);
      } catch (error) {
        expect(error).toBeInstanceOf(InnergapError);
      }
    };
    const interrupted =
      <A extends unknown[], R>(operation: (...given: A) => R) =>
      (...given: A): R => {
        if (operations++ === at) enter(two, "two");
        return operation(...given);
      };
    const { create, list, close } = one;
    const slow = { ...one, create: interrupted(create), list: interrupted(list), close: interrupted(close) };
    enter(slow, "one");
    expect(releases.length).toBeLessThanOrEqual(1);
    for (const release of releases) release();
  }
  expect(memory.files.size).toBe(0);
  expect(new Set(got).size).toBeGreaterThan(0);
});

test("on the disk: a process that has ended, however it did, holds nothing", () => {
  const folder = temporaryFolder();
  const { pid } = spawnSync(process.execPath, ["--eval", ""]);
  const { host, born } = disk.owner;
  writeFileSync(`${folder}/.lock-${host}-${pid}-${born}`, "");
  // The number of a living process with another birth: the holder died and its number came round.
  writeFileSync(`${folder}/.lock-${host}-${process.ppid}-0abc`, "");
  const release = lockFolder(disk, folder);
  expect(readdirSync(folder)).toEqual([`.lock-${host}-${process.pid}-${born}`]);
  expect(removeDeadLocks(disk, folder)).toHaveLength(1);
  release();
  expect(readdirSync(folder)).toEqual([]);
});
