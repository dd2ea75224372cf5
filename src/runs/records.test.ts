// Records are refused with file and path, later formats as such; what was written is what is read.
import { expect, test } from "vitest";
import { makeSyntheticStudy, syntheticConfig, syntheticPlan } from "../../tests/support/synthetic-study.ts";
import { filesBelow, temporaryFolder } from "../../tests/support/temporary-folder.ts";
import { DamagedDataError, InputError } from "../base/errors.ts";
import { disk } from "./disk.ts";
import { encodeLine, encodeRecord, encodeSealed } from "./json-text.ts";
import { memoryFileSystem } from "./memory.ts";
import { readStudy } from "./read-run.ts";
import {
  configHash,
  parseConfig,
  parseEvaluations,
  parseManifest,
  parseMetrics,
  parseReplay,
  parseStudyPlan,
  planHash,
} from "./records.ts";

const utf8 = new TextEncoder();
const config = syntheticConfig(3, 5);
const plan = syntheticPlan({ cycles: 5, seeds: [1], clock: 1 });

test("configuration and plan come back as they were", () => {
  expect(parseConfig(utf8.encode(encodeRecord(config)), "config.json")).toEqual(config);
  expect(parseStudyPlan(utf8.encode(encodeSealed(plan)), "study.json")).toEqual(plan);
});

test("a hash that does not fit its record is damage", () => {
  const seed = encodeRecord({ ...config, seed: 4 });
  expect(() => parseConfig(utf8.encode(seed), "config.json")).toThrow(/config\.json is damaged/);
  const sealed = encodeSealed({ ...plan, plan: { ...plan.plan, seeds: [1, 2] } });
  expect(() => parseStudyPlan(utf8.encode(sealed), "study.json")).toThrow(DamagedDataError);
});

test("hashes do not depend on the order of fields, and on everything else that decides results", () => {
  expect(configHash(config)).toBe(config.hash);
  expect(configHash({ ...config, stages: [{ cycles: 5, kind: "train" }] })).toBe(config.hash);
  expect(configHash({ ...config, setting: "other" })).not.toBe(config.hash);
  expect(planHash({ ...plan.plan, thresholds: { bar: 0.5 } })).not.toBe(plan.planHash);
});

test("a record of a later format is refused as such, not as damage", () => {
  for (const parse of [
    () => parseConfig(utf8.encode(encodeRecord({ ...config, format: 2 })), "config.json"),
    () => parseManifest(utf8.encode(encodeSealed({ format: 2, kind: "run" })), "run.json"),
    () => parseReplay(utf8.encode(encodeRecord({ format: 99 })), "replay.json"),
  ]) {
    expect(parse).toThrow(InputError);
    expect(parse).toThrow(/a newer innergap wrote it/);
  }
});

test.each([
  ["a missing step", { a: 1 }, "line 1.global_step"],
  ["a step that is no whole number", { global_step: 0.5 }, "line 1.global_step"],
  ["a metric that is no number", { global_step: 1, a: "high" }, "line 1.a"],
])("%s is named with its line", (_, line, place) => {
  expect(() => parseMetrics(utf8.encode(encodeLine(line)), "metrics.jsonl")).toThrow(place);
});

test("an evaluation of an unknown kind is named with its line", () => {
  const lines = utf8.encode(encodeLine({ kind: "guess" }));
  expect(() => parseEvaluations(lines, "evaluations.jsonl")).toThrow("line 1.kind");
});

test("names that objects have by nature are names like any other, and harm nobody", () => {
  const text = '{"global_step":1,"__proto__":5,"constructor":2}\n';
  const [line] = parseMetrics(utf8.encode(text), "metrics.jsonl");
  expect(line?.global_step).toBe(1);
  expect(Object.getPrototypeOf(line)).toBe(Object.prototype);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test("disk and memory hold the same bytes and read alike", () => {
  const memory = memoryFileSystem();
  const folder = temporaryFolder();
  for (const [fs, study] of [
    [memory, "/study"],
    [disk, `${folder}/study`],
  ] as const) {
    makeSyntheticStudy(fs, study, { cycles: 5, seeds: [1, 2], clock: 1 });
  }
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
  const onDisk = [...filesBelow(folder)].map(([path, bytes]) => [path, text(bytes)]);
  const inMemory = [...memory.files].map(([path, bytes]) => [path, text(bytes)]).sort();
  expect(onDisk.sort()).toEqual(inMemory);
  const { folder: _, runs, ...study } = readStudy(disk, `${folder}/study`);
  const other = readStudy(memory, "/study");
  expect(study).toEqual({ plan: other.plan, verdict: other.verdict });
  expect(runs.map((run) => ({ ...run, folder: "" }))).toEqual(
    other.runs.map((run) => ({ ...run, folder: "" })),
  );
});
