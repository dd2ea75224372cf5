// A disk that really is full, a file that really may not grow, a folder that really is read-only: exit code 5, nothing lost.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { disk } from "../../src/runs/disk.ts";
import { readRun } from "../../src/runs/read-run.ts";
import { verifyStudy } from "../../src/runs/verify.ts";
import { makeSyntheticStudy, withoutClock } from "../support/synthetic-study.ts";
import { filesBelow, temporaryFolder } from "../support/temporary-folder.ts";

const support = (name: string) => new URL(`../support/${name}`, import.meta.url);
const program = fileURLToPath(support("study-program.ts"));
const node = `"${process.execPath}" --import "${support("typescript.mjs").href}" "${program}"`;
const posix = process.platform !== "win32";
/** Whether this machine lets a test mount a small disk of its own. */
const mounts = posix && spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;

function shell(command: string): { status: number | null; said: string } {
  const { status, stdout } = spawnSync("bash", ["-c", command], { encoding: "utf8" });
  return { status, said: stdout.trim().split("\n").at(-1) ?? "" };
}

/** Goes on without the obstacle and compares with a study that never met one. */
function expectSameEnd(study: string, cycles: number): void {
  const undisturbed = `${temporaryFolder()}/study`;
  makeSyntheticStudy(disk, study, { cycles, seeds: [1], clock: 3 });
  makeSyntheticStudy(disk, undisturbed, { cycles, seeds: [1], clock: 1 });
  expect(withoutClock(filesBelow(study))).toEqual(withoutClock(filesBelow(undisturbed)));
  expect(verifyStudy(disk, study)).toEqual([]);
}

test.runIf(posix)("a file that may not grow (RLIMIT_FSIZE): exit code 5, then the same end", () => {
  const study = `${temporaryFolder()}/study`;
  // Four blocks of 1024 bytes: metrics of some forty cycles fit, those of sixty do not.
  const { status, said } = shell(`ulimit -f 4; exec ${node} "${study}" 60 1`);
  expect(said).toContain("EFBIG");
  expect(status).toBe(5);
  const { metrics, checkpoints } = readRun(disk, `${study}/trials/open-s1`);
  expect(metrics.length).toBeGreaterThan(10);
  expect(checkpoints.length).toBeGreaterThan(5);
  expect(verifyStudy(disk, study)).toEqual([]);
  expectSameEnd(study, 60);
});

test.runIf(mounts)(
  "a full disk (a small tmpfs of its own): exit code 5, then the same end once there is room",
  () => {
    const folder = temporaryFolder();
    const disks = `${folder}/disk`;
    mkdirSync(disks);
    // The study is carried out of the mount, which nobody else can see, after the failure.
    const { status, said } = shell(`unshare -rm bash -c '
    mount -t tmpfs -o size=256k none "${disks}" && ${node} "${disks}/study" 60 1; code=$?
    cp -r "${disks}/study" "${folder}/rescued"; exit $code'`);
    expect(said).toContain("ENOSPC");
    expect(said).toContain("intact");
    expect(status).toBe(5);
    expect(readRun(disk, `${folder}/rescued/trials/open-s1`).checkpoints.length).toBeGreaterThan(2);
    expect(verifyStudy(disk, `${folder}/rescued`)).toEqual([]);
    expectSameEnd(`${folder}/rescued`, 60);
  },
);

test.runIf(mounts)("a read-only file system: exit code 5, and the study is as it was", () => {
  const folder = temporaryFolder();
  const study = `${folder}/study`;
  makeSyntheticStudy(disk, study, { cycles: 4, seeds: [1], clock: 1 });
  const before = filesBelow(study);
  const { status, said } = shell(`unshare -rm bash -c '
    mount --bind "${folder}" "${folder}" && mount -o remount,ro,bind "${folder}" && ${node} "${study}" 4 2'`);
  expect(said).toContain("EROFS");
  expect(status).toBe(5);
  expect(filesBelow(study)).toEqual(before);
});

test.runIf(posix)("a folder in which one may not write: exit code 5, and it stays empty", () => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o555);
  // Permissions do not bind root, which therefore becomes nobody first.
  const user = process.getuid?.() === 0 ? "65534" : "";
  const { status, said } = shell(`exec ${node} "${folder}/study" 4 1 ${user}`);
  chmodSync(folder, 0o755);
  expect(said).toContain("EACCES");
  expect(status).toBe(5);
  expect(filesBelow(folder).size).toBe(0);
});
