// Every write, sync, rename and removal of a whole study fails once: what was there stays, and the study goes on later.
import { expect, test } from "vitest";
import { ResourceError } from "../../src/base/errors.ts";
import { latestGoodCheckpoint } from "../../src/runs/checkpoints.ts";
import { isLock, isTemporary } from "../../src/runs/layout.ts";
import { listRuns } from "../../src/runs/listing.ts";
import { type MemoryFileSystem, memoryFileSystem } from "../../src/runs/memory.ts";
import { readStudy, studyRunFolders } from "../../src/runs/read-run.ts";
import { verifyStudy } from "../../src/runs/verify.ts";
import { Crash, type Fault, faultyFileSystem } from "../support/faulty-file-system.ts";
import { makeSyntheticStudy, withoutClock } from "../support/synthetic-study.ts";

const folder = "/studies/one";
const options = { cycles: 5, seeds: [1], keep: 2 };

const uninterrupted = (() => {
  const memory = memoryFileSystem();
  const counting = faultyFileSystem(memory, null);
  makeSyntheticStudy(counting, folder, { ...options, clock: 1 });
  return { files: withoutClock(memory.files), operations: counting.operations };
})();

const isScratch = (path: string) => path.split("/").some((name) => isLock(name) || isTemporary(name));

/** Makes the study with the fault; answers what was thrown and the files as they were when it struck. */
function strike(
  memory: MemoryFileSystem,
  fault: Fault,
): { thrown: unknown; before: Map<string, Uint8Array>; hit: string } {
  let before = new Map<string, Uint8Array>();
  let hit = "";
  const onFault = (operation: string) => {
    before = new Map(memory.files);
    hit = operation;
  };
  const faulty = faultyFileSystem(memory, { ...fault, onFault });
  try {
    makeSyntheticStudy(faulty, folder, { ...options, clock: 2 });
    return { thrown: null, before, hit };
  } catch (thrown) {
    return { thrown, before, hit };
  }
}

/** How many lines less there are now; those that there are must be the same. */
function linesLost(before: Buffer, now: Buffer): number {
  const shared = Math.min(before.length, now.length);
  expect(before.subarray(0, shared).equals(now.subarray(0, shared))).toBe(true);
  return before.subarray(shared).filter((byte) => byte === 10).length;
}

/** Every file is as it was; a file of lines has lost at most the one that was being added. */
function expectIntact(before: ReadonlyMap<string, Uint8Array>, after: ReadonlyMap<string, Uint8Array>): void {
  for (const [path, bytes] of before) {
    if (isScratch(path)) continue;
    const now = after.get(path) ?? new Uint8Array(0);
    if (!path.endsWith(".jsonl")) expect(Buffer.compare(now, bytes), path).toBe(0);
    else expect(linesLost(Buffer.from(bytes), Buffer.from(now)), path).toBeLessThanOrEqual(1);
  }
}

/** Readers take the folder as it is: nothing damaged, whatever was begun. */
function expectReadable(memory: MemoryFileSystem): void {
  const { studies } = listRuns(memory, folder);
  for (const study of studies) {
    expect(study.problem).toBeNull();
    expect(verifyStudy(memory, folder).filter(({ file }) => !isScratch(file))).toEqual([]);
    readStudy(memory, folder);
    for (const run of studyRunFolders(memory, folder)) {
      expect(latestGoodCheckpoint(memory, run).skipped).toEqual([]);
    }
  }
}

function expectFinishes(memory: MemoryFileSystem): void {
  makeSyntheticStudy(faultyFileSystem(memory, null), folder, { ...options, clock: 3 });
  expect(withoutClock(memory.files)).toEqual(uninterrupted.files);
  expect(verifyStudy(memory, folder)).toEqual([]);
  expect([...memory.files.keys()].filter(isScratch)).toEqual([]);
}

const places = uninterrupted.operations.map((operation, at) => ({ operation, at }));

test("the study has fault points of every kind", () => {
  expect(places.length).toBeGreaterThan(120);
  const kinds = [
    "append",
    "close",
    "create",
    "makeFolder",
    "remove",
    "removeFolder",
    "rename",
    "sync",
    "syncFolder",
    "write",
  ];
  expect([...new Set(uninterrupted.operations)].sort()).toEqual(kinds);
});

for (const code of ["ENOSPC", "EIO", "EACCES"] as const) {
  test(`${code} at every operation: exit code 5, the old state, and the same end afterwards`, () => {
    for (const { operation, at } of places) {
      const memory = memoryFileSystem();
      const { thrown, before, hit } = strike(memory, { at, code });
      expect(hit).toBe(operation);
      // Giving back a lock cannot fail a study whose results are all written.
      if (thrown === null) expect(operation).toBe("remove");
      else {
        expect(thrown, `${operation} at ${at}`).toBeInstanceOf(ResourceError);
        expect((thrown as ResourceError).message).toMatch(
          new RegExp(`${code}.*intact|${code}.*nothing was changed`),
        );
      }
      expectIntact(before, memory.files);
      expectReadable(memory);
      expectFinishes(memory);
    }
  });
}

test("the end of the process at every operation: readable, and the same end afterwards", () => {
  for (const { at } of places) {
    const memory = memoryFileSystem();
    const { thrown, before } = strike(memory, { at, code: "crash" });
    if (thrown !== null) expect(thrown).toBeInstanceOf(Crash);
    expectIntact(before, memory.files);
    expectReadable(memory);
    expectFinishes(memory);
  }
});
