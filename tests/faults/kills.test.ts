// Real SIGKILLs of a real writer at random moments: what is left reads cleanly, and the end is that of an undisturbed run.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { latestGoodCheckpoint } from "../../src/runs/checkpoints.ts";
import { disk } from "../../src/runs/disk.ts";
import { isLock, isTemporary } from "../../src/runs/layout.ts";
import { readManifest, readStudy } from "../../src/runs/read-run.ts";
import { verifyStudy } from "../../src/runs/verify.ts";
import { makeSyntheticStudy, withoutClock } from "../support/synthetic-study.ts";
import { filesBelow, temporaryFolder } from "../support/temporary-folder.ts";

const kills = Number(process.env.INNERGAP_KILLS ?? 5);
const cyclesPerKill = 24;
const cycles = cyclesPerKill * (kills + 3);
const support = (name: string) => new URL(`../support/${name}`, import.meta.url);

/** Starts the writer and kills it some milliseconds after it has reported a cycle; answers how it ended. */
function writeUntilKilled(
  folder: string,
  clock: number,
  after: { readonly cycle: number; readonly delay: number },
): Promise<NodeJS.Signals | number | null> {
  const program = fileURLToPath(support("study-program.ts"));
  const options = [
    "--import",
    support("typescript.mjs").href,
    program,
    folder,
    String(cycles),
    String(clock),
  ];
  const child = spawn(process.execPath, options, { stdio: ["ignore", "pipe", "inherit"] });
  createInterface(child.stdout).on("line", (line) => {
    if (Number(line) >= after.cycle) setTimeout(() => child.kill("SIGKILL"), after.delay);
  });
  return new Promise((resolve) => child.on("exit", (code, by) => resolve(by ?? code)));
}

function expectReadable(study: string): void {
  const run = `${study}/trials/open-s1`;
  if (existsSync(`${study}/study.json`)) readStudy(disk, study);
  if (readManifest(disk, run)) expect(latestGoodCheckpoint(disk, run).skipped).toEqual([]);
  if (readManifest(disk, run)) expect(verifyStudy(disk, study)).toEqual([]);
}

test(`${kills} kills at random moments`, { timeout: 60_000 + kills * 10_000 }, async () => {
  const base = temporaryFolder();
  const rng = Rng.fromSeed(`kills-${kills}`);
  const study = `${base}/killed`;
  for (let kill = 0; kill < kills; kill++) {
    // Far enough from the end that the writer cannot be done before the signal reaches it.
    const after = { cycle: cyclesPerKill * kill + rng.below(cyclesPerKill >> 1), delay: rng.below(12) };
    expect(await writeUntilKilled(study, kill, after)).toBe("SIGKILL");
    expectReadable(study);
  }
  makeSyntheticStudy(disk, study, { cycles, seeds: [1], clock: 99 });
  makeSyntheticStudy(disk, `${base}/undisturbed`, { cycles, seeds: [1], clock: 1 });
  expect(withoutClock(filesBelow(study))).toEqual(withoutClock(filesBelow(`${base}/undisturbed`)));
  expect(verifyStudy(disk, study)).toEqual([]);
  const scratch = [...filesBelow(study).keys()].filter((path) =>
    path.split("/").some((name) => isLock(name) || isTemporary(name)),
  );
  expect(scratch).toEqual([]);
});
