// Opening runs: what is taken up is what the newest good checkpoint knew, and nothing is taken up that should not be.
import { beforeEach, expect, test } from "vitest";
import { makeSyntheticStudy, syntheticConfig } from "../../tests/support/synthetic-study.ts";
import { DamagedDataError, InputError } from "../base/errors.ts";
import { checkpointSteps, latestGoodCheckpoint, pruneCheckpoints } from "./checkpoints.ts";
import { type MemoryFileSystem, memoryFileSystem } from "./memory.ts";
import { type OpenedRun, openRun } from "./open-run.ts";
import { readRun } from "./read-run.ts";
import { verifyRun } from "./verify.ts";

const folder = "/runs/one";
const fingerprint = { innergap: "0", node: "20", engine: "none", threads: 1, platform: "any", cpu: "any" };
const model = (value: number) => ({
  weights: { dtype: "float32" as const, shape: [1], data: Float32Array.of(value) },
});

let memory: MemoryFileSystem;
beforeEach(() => {
  memory = memoryFileSystem();
});

function open(change: Partial<Parameters<typeof openRun>[2]> = {}): OpenedRun {
  const opening = {
    config: syntheticConfig(1, 5),
    fingerprint,
    command: "innergap run",
    now: "2026-01-01T00:00:00Z",
  };
  return openRun(memory, folder, { ...opening, ...change });
}

/** Adds a line per step, and a checkpoint after each step that is in the list. */
function write({ store }: OpenedRun, steps: readonly number[], checkpoints: readonly number[]): void {
  for (const step of steps) {
    store.appendMetrics({ global_step: step, value: step / 3 });
    if (checkpoints.includes(step))
      store.writeCheckpoint({ step, model: model(step), state: {}, info: { step } });
  }
}

const steps = () => readRun(memory, folder).metrics.map((line) => line.global_step);

test("a run that was cut off goes on from its newest checkpoint, and its record is cut back to it", () => {
  const first = open();
  write(first, [1, 2, 3, 4, 5], [2, 4]);
  first.store.release();
  const { checkpoint, skipped, formerFingerprint } = open();
  expect(checkpoint).toMatchObject({ step: 4, info: { step: 4 }, metricsLines: 4, model: model(4) });
  expect([skipped, formerFingerprint]).toEqual([[], null]);
  expect(steps()).toEqual([1, 2, 3, 4]);
});

test("a run that was cut off before its first checkpoint begins again", () => {
  const first = open();
  write(first, [1, 2], []);
  first.store.release();
  expect(open().checkpoint).toBeNull();
  expect(steps()).toEqual([]);
});

test("a damaged newest checkpoint is reported and passed over", () => {
  const first = open();
  write(first, [1, 2, 3, 4, 5], [2, 4]);
  first.store.release();
  memory.truncate(`${folder}/checkpoints/000000000004/state.json`, 3);
  const { checkpoint, skipped, store } = open();
  expect(checkpoint?.step).toBe(2);
  expect(skipped.map(({ file }) => file)).toEqual([`${folder}/checkpoints/000000000004/state.json`]);
  expect(checkpointSteps(memory, folder)).toEqual([2]);
  expect(steps()).toEqual([1, 2]);
  store.finish({ status: "complete", now: "2026-01-01T00:00:01Z" });
  expect(verifyRun(memory, folder)).toEqual([]);
});

test("metrics that have lost lines before the checkpoint are damage, and nothing is changed", () => {
  const first = open();
  write(first, [1, 2], [2]);
  first.store.release();
  memory.truncate(`${folder}/metrics.jsonl`, 5);
  const before = new Map(memory.files);
  expect(() => open()).toThrow(DamagedDataError);
  expect(new Map(memory.files)).toEqual(before);
});

test("another configuration, a complete run and a folder of something else are refused", () => {
  open().store.release();
  expect(() => open({ config: syntheticConfig(2, 5) })).toThrow(InputError);
  expect(() => open({ config: { ...syntheticConfig(1, 5), threads: 2 } })).toThrow(/threads 1/);
  expect(() => open({ config: { ...syntheticConfig(1, 5), preset: "other" } })).toThrow(/config\.hash/);
  open().store.finish({ status: "complete", now: "2026-01-01T00:00:01Z" });
  expect(() => open()).toThrow("complete");
  memory = memoryFileSystem();
  for (const path of ["/runs", folder]) memory.makeFolder(path);
  memory.close(memory.create(`${folder}/holiday.jpg`));
  expect(() => open()).toThrow("holiday.jpg");
});

test("what executed a run is remembered, also when it changes", () => {
  open().store.finish({ status: "failed", now: "2026-01-01T00:00:01Z", error: "diverged" });
  expect(readRun(memory, folder).manifest).toMatchObject({ status: "failed", error: "diverged" });
  const other = { ...fingerprint, engine: "another" };
  expect(open({ fingerprint: other }).formerFingerprint).toEqual(fingerprint);
  const { manifest } = readRun(memory, folder);
  expect(manifest).toMatchObject({ status: "running", error: null, fingerprint });
  expect(manifest.resumed).toEqual([{ at: "2026-01-01T00:00:00Z", step: null, fingerprint: other }]);
});

test("only the newest checkpoints stay where a number is given, all of them otherwise", () => {
  const all = open();
  write(all, [1, 2, 3], [1, 2, 3]);
  expect(checkpointSteps(memory, folder)).toEqual([1, 2, 3]);
  all.store.release();
  const some = open({ keep: 2 });
  expect(checkpointSteps(memory, folder)).toEqual([2, 3]);
  write(some, [4], [4]);
  expect(checkpointSteps(memory, folder)).toEqual([3, 4]);
  expect(() => pruneCheckpoints(memory, folder, 0)).toThrow(InputError);
});

test("a checkpoint written twice for a step is the later one", () => {
  const { store } = open();
  for (const value of [1, 2]) store.writeCheckpoint({ step: 7, model: model(value), state: {}, info: {} });
  expect(latestGoodCheckpoint(memory, folder).checkpoint?.model).toEqual(model(2));
});

test("numbers that are not finite come back from the metrics", () => {
  const line = { global_step: 1, a: Number.NaN, b: Number.POSITIVE_INFINITY, c: Number.NEGATIVE_INFINITY };
  open().store.appendMetrics(line);
  expect(readRun(memory, folder).metrics).toEqual([line]);
});

test("a store that has been let go writes nothing any more", () => {
  const { store } = open();
  store.release();
  store.release();
  expect(() => store.appendMetrics({ global_step: 1 })).toThrow("not open");
});

test("damage that a checkpoint takes before the end is not sealed as truth", () => {
  const { store } = open();
  store.writeCheckpoint({ step: 7, model: model(1), state: {}, info: {} });
  memory.truncate(`${folder}/checkpoints/000000000007/model.safetensors`, 8);
  expect(() => store.finish({ status: "complete", now: "2026-01-01T00:00:01Z" })).toThrow(DamagedDataError);
});

test("a study resumed with another plan is refused", () => {
  makeSyntheticStudy(memory, "/runs/study", { cycles: 1, seeds: [1], clock: 1 });
  const another = () => makeSyntheticStudy(memory, "/runs/study", { cycles: 2, seeds: [1], clock: 1 });
  expect(another).toThrow("another plan");
});
