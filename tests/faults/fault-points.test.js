// Every write, sync, rename and removal of a whole study fails once: what was there stays, and the study goes on later.
import { expect, test } from "vitest";
import { ResourceError } from "../../src/base/errors.js";
import { latestGoodCheckpoint } from "../../src/runs/checkpoints.js";
import { isLock, isTemporary } from "../../src/runs/layout.js";
import { listRuns } from "../../src/runs/listing.js";
import { memoryFileSystem } from "../../src/runs/memory.js";
import { readStudy, studyRunFolders } from "../../src/runs/read-run.js";
import { verifyStudy } from "../../src/runs/verify.js";
import { Crash, faultyFileSystem } from "../support/faulty-file-system.js";
import { makeSyntheticStudy, withoutClock } from "../support/synthetic-study.js";

const folder = "/studies/one";
const options = { cycles: 5, seeds: [1, 2], keep: 2 };
const uninterrupted = (() => {
  const memory = memoryFileSystem();
  const counting = faultyFileSystem(memory, null);
  makeSyntheticStudy(counting, folder, { ...options, clock: 1 });
  return { files: withoutClock(memory.files), operations: counting.operations };
})();
const isScratch = (path) => path.split("/").some((name) => isLock(name) || isTemporary(name));
/** Makes the study with the fault; answers what was thrown and the files as they were when it struck. */
function strike(memory, fault) {
  let before = new Map();
  let hit = "";
  const onFault = (operation) => {
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
/** Every file is as it was; of a file of lines that was being added to, all the lines are there. */
function expectIntact(before, after) {
  for (const [path, bytes] of before) {
    if (isScratch(path)) continue;
    const now = after.get(path) ?? new Uint8Array(0);
    if (!path.endsWith(".jsonl")) expect(Buffer.compare(now, bytes), path).toBe(0);
    else expect(Buffer.from(bytes).subarray(0, now.length).equals(now), path).toBe(true);
  }
}
/** Readers take the folder as it is: nothing damaged, whatever was begun. */
function expectReadable(memory) {
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
function expectFinishes(memory) {
  makeSyntheticStudy(faultyFileSystem(memory, null), folder, { ...options, clock: 3 });
  expect(withoutClock(memory.files)).toEqual(uninterrupted.files);
  expect(verifyStudy(memory, folder)).toEqual([]);
  expect([...memory.files.keys()].filter(isScratch)).toEqual([]);
}
const places = uninterrupted.operations.map((operation, at) => ({ operation, at }));
test("the study has fault points of every kind", () => {
  expect(places.length).toBeGreaterThan(200);
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
for (const code of ["ENOSPC", "EIO", "EACCES"]) {
  test(`${code} at every operation: exit code 5, the old state, and the same end afterwards`, () => {
    for (const { operation, at } of places) {
      const memory = memoryFileSystem();
      const { thrown, before, hit } = strike(memory, { at, code });
      expect(hit).toBe(operation);
      // Giving back a lock cannot fail a study whose results are all written.
      if (thrown === null) expect(operation).toBe("remove");
      else {
        expect(thrown, `${operation} at ${at}`).toBeInstanceOf(ResourceError);
        expect(thrown.message).toMatch(new RegExp(`${code}.*intact|${code}.*nothing was changed`));
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
