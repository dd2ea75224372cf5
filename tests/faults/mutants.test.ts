// Damaged files: every change of a complete run is found, and no reader crashes, hangs or blames something else.
import { appendFileSync, cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { DamagedDataError, InnergapError } from "../../src/base/errors.ts";
import { Rng } from "../../src/base/rng.ts";
import { latestGoodCheckpoint, readCheckpoint } from "../../src/runs/checkpoints.ts";
import { disk } from "../../src/runs/disk.ts";
import { listRuns } from "../../src/runs/listing.ts";
import { memoryFileSystem } from "../../src/runs/memory.ts";
import { readRun, readStudy } from "../../src/runs/read-run.ts";
import { verifyRun, verifyStudy } from "../../src/runs/verify.ts";
import { makeSyntheticStudy } from "../support/synthetic-study.ts";
import { filesBelow, temporaryFolder } from "../support/temporary-folder.ts";

const mutants = Number(process.env.INNERGAP_MUTANTS ?? 200);
const folder = "/study";
const run = `${folder}/trials/open-s1`;
const steps = [128, 256, 320];

let files: Map<string, Uint8Array>;
let runFiles: string[];

beforeAll(() => {
  const memory = memoryFileSystem();
  makeSyntheticStudy(memory, folder, { cycles: 5, seeds: [1], clock: 1 });
  files = new Map(memory.files);
  runFiles = [...files.keys()].filter((path) => path.startsWith(run));
});

/** The study in memory with one file replaced, or removed where `bytes` is null. */
function withFile(path: string, bytes: Uint8Array | null) {
  const memory = memoryFileSystem();
  for (const [each, content] of files) {
    const now = each === path ? bytes : content;
    if (now === null) continue;
    for (let at = each.indexOf("/", 1); at > 0; at = each.indexOf("/", at + 1))
      memory.makeFolder(each.slice(0, at));
    const handle = memory.create(each);
    if (now.length > 0) memory.write(handle, now);
    memory.close(handle);
  }
  return memory;
}

/** One change of the bytes: a flipped bit, another byte, a cut, a byte more, a piece doubled or moved. */
function mutate(bytes: Uint8Array, rng: Rng): Uint8Array {
  const at = rng.below(bytes.length);
  const to = at + 1 + rng.below(Math.min(64, bytes.length - at));
  const mutant = Uint8Array.from(bytes);
  switch (rng.below(6)) {
    case 0:
      mutant[at]! ^= 1 << rng.below(8);
      return mutant;
    case 1:
      mutant[at] = (mutant[at]! + 1 + rng.below(255)) % 256;
      return mutant;
    case 2:
      return mutant.slice(0, at);
    case 3:
      return Uint8Array.of(...mutant.subarray(0, at), rng.below(256), ...mutant.subarray(at));
    case 4:
      return Uint8Array.of(...mutant.subarray(0, to), ...mutant.subarray(at));
    default:
      mutant.copyWithin(at, rng.below(bytes.length));
      return mutant;
  }
}

/** Runs a reader; an error must be one of ours. Answers it, or null. */
function typedError(read: () => unknown): InnergapError | null {
  const begun = performance.now();
  try {
    read();
    return null;
  } catch (error) {
    if (!(error instanceof InnergapError)) throw error;
    return error;
  } finally {
    expect(performance.now() - begun).toBeLessThan(2000);
  }
}

test(`${mutants} damaged files are all found, and every reader copes`, {
  timeout: 60_000 + mutants * 100,
}, () => {
  const rng = Rng.fromSeed("mutants");
  for (let made = 0; made < mutants; made++) {
    const path = runFiles[rng.below(runFiles.length)]!;
    const bytes = mutate(files.get(path)!, rng);
    if (Buffer.from(bytes).equals(Buffer.from(files.get(path)!))) continue;
    const memory = withFile(path, bytes);
    expect(
      verifyRun(memory, run).map(({ file }) => file),
      `mutant ${made} of ${path}`,
    ).toContain(path);
    const readers = [
      () => readRun(memory, run),
      () => readStudy(memory, folder),
      () => latestGoodCheckpoint(memory, run),
      () => listRuns(memory, "/study"),
    ];
    for (const reader of readers) typedError(reader);
    if (!path.includes("/checkpoints/")) continue;
    const step = Number(path.split("/").at(-2));
    expect(typedError(() => readCheckpoint(memory, run, step))).toBeInstanceOf(DamagedDataError);
    expect(latestGoodCheckpoint(memory, run).checkpoint?.step).toBe(step === 320 ? 256 : 320);
  }
});

test("every single byte of the manifest and of a checkpoint's manifest counts", () => {
  for (const path of [`${run}/run.json`, `${run}/checkpoints/000000000320/MANIFEST.json`]) {
    const bytes = files.get(path)!;
    for (let at = 0; at < bytes.length; at++) {
      const mutant = Uint8Array.from(bytes);
      mutant[at]! ^= 1 << (at % 8);
      expect(verifyRun(withFile(path, mutant), run).map(({ file }) => file)).toContain(path);
    }
  }
});

test("every missing file is named, and an unexpected one, too", () => {
  for (const path of runFiles) {
    expect(verifyRun(withFile(path, null), run).map(({ file }) => file)).toContain(path);
  }
  const memory = withFile("none", null);
  memory.close(memory.create(`${run}/replays/more.txt`));
  expect(verifyRun(memory, run)).toEqual([
    { file: `${run}/replays/more.txt`, problem: "it does not belong to the run (file)" },
  ]);
});

test("damage to the study's own records is found, and to a run that its verdict rests on", () => {
  const rng = Rng.fromSeed("study-mutants");
  for (const name of ["study.json", "verdict.json"]) {
    for (let made = 0; made < 40; made++) {
      const bytes = mutate(files.get(`${folder}/${name}`)!, rng);
      if (Buffer.from(bytes).equals(Buffer.from(files.get(`${folder}/${name}`)!))) continue;
      const memory = withFile(`${folder}/${name}`, bytes);
      expect(verifyStudy(memory, folder).map(({ file }) => file)).toContain(`${folder}/${name}`);
      typedError(() => readStudy(memory, folder));
    }
  }
  const memory = withFile(`${run}/run.json`, null);
  expect(verifyStudy(memory, folder).map(({ file }) => file)).toContain(run);
});

test("when only damaged checkpoints are left, the error is exit code 4 and names the newest one's file", () => {
  const memory = withFile("none", null);
  const names = steps.map((step) => `${run}/checkpoints/${String(step).padStart(12, "0")}/model.safetensors`);
  for (const name of names) memory.truncate(name, 100);
  const error = typedError(() => latestGoodCheckpoint(memory, run));
  expect(error).toMatchObject({ exitCode: 4, file: names.at(-1) });
});

describe("on the real disk", () => {
  test("links and folders in place of files are found and never followed", () => {
    const base = temporaryFolder();
    makeSyntheticStudy(disk, `${base}/study`, { cycles: 5, seeds: [1], clock: 1 });
    const real = `${base}/study/trials/open-s1`;
    expect(verifyRun(disk, real)).toEqual([]);
    cpSync(`${real}/checkpoints`, `${base}/elsewhere`, { recursive: true });
    rmSync(`${real}/checkpoints`, { recursive: true });
    symlinkSync(`${base}/elsewhere`, `${real}/checkpoints`);
    rmSync(`${real}/metrics.jsonl`);
    mkdirSync(`${real}/metrics.jsonl`);
    const found = verifyRun(disk, real).map(({ file }) => file);
    expect(found).toEqual(expect.arrayContaining([`${real}/checkpoints`, `${real}/metrics.jsonl`]));
    expect(latestGoodCheckpoint(disk, real).checkpoint).toBeNull();
    expect(typedError(() => readRun(disk, real))).toBeInstanceOf(DamagedDataError);
    expect(filesBelow(`${base}/elsewhere`).size).toBe(12);
  });

  test("a line that was cut off is left out, a damaged earlier one is an error", () => {
    const base = temporaryFolder();
    makeSyntheticStudy(disk, `${base}/study`, { cycles: 5, seeds: [1], clock: 1 });
    const metrics = `${base}/study/trials/open-s1/metrics.jsonl`;
    appendFileSync(metrics, '{"global_step":4096,"charts/epis');
    expect(readRun(disk, `${base}/study/trials/open-s1`).metrics.map((line) => line.global_step)).toEqual([
      64, 128, 192, 256, 320,
    ]);
    writeFileSync(metrics, '{"global_step":64}\n{"global_step":1\n{"global_step":192}\n');
    const error = typedError(() => readRun(disk, `${base}/study/trials/open-s1`));
    expect(error?.message).toContain("line 2");
  });
});
