// Lists of runs: complete, quick for ten thousand, and not stopped by a damaged one.
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { makeSyntheticStudy } from "../../tests/support/synthetic-study.ts";
import { temporaryFolder } from "../../tests/support/temporary-folder.ts";
import { disk } from "./disk.ts";
import type { FileSystem } from "./file-system.ts";
import { listRuns } from "./listing.ts";
import { memoryFileSystem } from "./memory.ts";

test("studies with their runs, runs on their own, and what is wrong with a damaged one", () => {
  const base = temporaryFolder();
  makeSyntheticStudy(disk, `${base}/b-study`, { cycles: 1, seeds: [1, 2], clock: 1 });
  cpSync(`${base}/b-study/trials/open-s1`, `${base}/a-run`, { recursive: true });
  mkdirSync(`${base}/c-damaged`);
  writeFileSync(`${base}/c-damaged/run.json`, "{");
  mkdirSync(`${base}/d-something-else`);
  const { studies, runs } = listRuns(disk, base);
  expect(runs.map(({ folder, record }) => [folder, record?.status])).toEqual([
    [`${base}/a-run`, "complete"],
    [`${base}/c-damaged`, undefined],
  ]);
  expect(runs[1]?.problem).toContain("run.json is damaged");
  expect(studies.map(({ folder, complete }) => [folder, complete])).toEqual([[`${base}/b-study`, true]]);
  expect(studies[0]?.runs.map(({ record }) => record?.seed)).toEqual([1, 2]);
  expect(listRuns(disk, `${base}/b-study`).studies).toEqual(studies);
  expect(listRuns(disk, `${base}/nowhere`)).toEqual({ studies: [], runs: [] });
});

test("listing takes little more than reading the manifests", () => {
  const memory = memoryFileSystem();
  makeSyntheticStudy(memory, "/study", { cycles: 5, seeds: [1], clock: 1 });
  const manifest = memory.read("/study/trials/open-s1/run.json");
  const runs = Array.from({ length: 10_000 }, (_, n) => ({
    name: String(n).padStart(5, "0"),
    kind: "folder" as const,
  }));
  // A folder of ten thousand runs without its files: making those takes longer than all else in this test.
  const folder: FileSystem = {
    ...memory,
    list: (path) => (path === "/runs" ? runs : [{ name: "run.json", kind: "file" }]),
    read: () => manifest.slice(),
  };
  const before = process.cpuUsage();
  expect(listRuns(folder, "/runs").runs.filter(({ record }) => record?.status === "complete")).toHaveLength(
    10_000,
  );
  const { user, system } = process.cpuUsage(before);
  // Processor time, so that other tests beside this one do not count; the disk adds some 0.2 s where it is idle.
  expect((user + system) / 1e6).toBeLessThan(1);
});
