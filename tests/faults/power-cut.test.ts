// The power fails at every operation, and the disk's cache is lost in some way: nothing that was reported written is gone.
import { expect, test } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { checkpointSteps, latestGoodCheckpoint } from "../../src/runs/checkpoints.ts";
import { isTemporary } from "../../src/runs/layout.ts";
import { readRun, readStudyPlan, studyRunFolders } from "../../src/runs/read-run.ts";
import { verifyStudy } from "../../src/runs/verify.ts";
import { Crash, faultyFileSystem } from "../support/faulty-file-system.ts";
import { cachedDisk } from "../support/power-cut.ts";
import { makeSyntheticStudy, withoutClock } from "../support/synthetic-study.ts";

const folder = "/studies/one";
const options = { cycles: 4, seeds: [1], keep: 1, clock: 1 };
const run = `${folder}/trials/open-s1`;

const isScratch = (path: string) => path.split("/").some(isTemporary);
const whole = cachedDisk();
const counting = faultyFileSystem(whole, null);
makeSyntheticStudy(counting, folder, options);
const expected = withoutClock(whole.files());

test("a power cut at any operation loses nothing that was reported written, and the study ends the same", () => {
  const rng = Rng.fromSeed("power-cut");
  // The last operation gives the lock back; nothing is lost when that fails.
  for (let at = 0; at < counting.operations.length - 1; at++) {
    const disk = cachedDisk();
    let cycles = 0;
    const faulty = faultyFileSystem(disk, { at, code: "crash" });
    const strike = () => makeSyntheticStudy(faulty, folder, { ...options, onCycle: () => cycles++ });
    expect(strike, `operation ${at}`).toThrow(Crash);
    // The first draw is the worst case: nothing that was not synced survives.
    for (const luck of [() => 0, (below: number) => rng.below(below), (below: number) => rng.below(below)]) {
      const left = disk.afterPowerCut(luck);
      const reported = Math.floor(cycles / 2) * 128;
      const begun = readStudyPlan(left, folder) !== null && studyRunFolders(left, folder).length > 0;
      if (begun) {
        readRun(left, run);
        expect(latestGoodCheckpoint(left, run).skipped).toEqual([]);
        expect(verifyStudy(left, folder).filter(({ file }) => !isScratch(file))).toEqual([]);
      }
      if (reported > 0) expect(Math.max(...checkpointSteps(left, run))).toBeGreaterThanOrEqual(reported);
      makeSyntheticStudy(left, folder, { ...options, clock: 2 });
      expect(withoutClock(left.files())).toEqual(expected);
      expect(verifyStudy(left, folder)).toEqual([]);
      expect([...left.files().keys()].filter(isScratch)).toEqual([]);
    }
  }
});
