// From unknown bytes to the records of format.ts: each is checked field by field, or refused with file and path.
import * as z from "zod/mini";
import { DamagedDataError, InputError } from "../base/errors.ts";
import { hashJson, type JsonObject } from "../base/hash.ts";
import {
  type CheckpointManifest,
  type EvaluationLine,
  formatVersion,
  type MetricsLine,
  type ReplayFile,
  type RunConfig,
  type RunManifest,
  type StudyPlan,
  type Verdict,
} from "./format.ts";
import { decodeLines, decodeObject, decodeSealed, decodeText } from "./json-text.ts";
import * as schemas from "./schemas.ts";

/** The typed record, or a DamagedDataError with the path of the first field that is wrong. */
function checked<T>(schema: z.ZodMiniType<T>, value: unknown, file: string, place = ""): T {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = [place, ...(issue?.path ?? []).map(String)].filter((part) => part !== "").join(".");
  throw new DamagedDataError(
    file,
    `a wrong or missing value at ${path || "the top"}`,
    issue?.message ?? "another",
  );
}

/** Refuses records of a later format, which this code could misread. */
function checkFormat(value: Readonly<Record<string, unknown>>, file: string): void {
  if (typeof value.format !== "number" || value.format <= formatVersion) return;
  throw new InputError(
    file,
    `format ${value.format}`,
    `format ${formatVersion} or older: a newer innergap wrote it`,
  );
}

function sealedRecord<T>(schema: z.ZodMiniType<T>, bytes: Uint8Array, file: string): T {
  const value = decodeSealed(bytes, file);
  checkFormat(value, file);
  const { self: _, ...record } = value;
  return checked(schema, record, file);
}

function plainRecord<T>(schema: z.ZodMiniType<T>, bytes: Uint8Array, file: string): T {
  const value = decodeObject(decodeText(bytes, file), file);
  checkFormat(value, file);
  return checked(schema, value, file);
}

/** What the hash of a configuration covers: everything that decides the results, but not the number of threads. */
export function configHash(
  config: Pick<RunConfig, "experiment" | "preset" | "setting" | "seed" | "stages">,
): string {
  const { experiment, preset, setting, seed, stages } = config;
  return hashJson({ experiment, preset, setting, seed, stages });
}

/** Hash of what a study fixed beforehand. */
export function planHash(plan: StudyPlan["plan"]): string {
  return hashJson(plan as unknown as JsonObject);
}

/** `hash()`, or a DamagedDataError when the record that it covers cannot be what was written. */
function checkHash(file: string, found: string, hash: () => string): void {
  let expected: string | null = null;
  try {
    expected = hash();
  } catch (error) {
    // A value nested too deeply for the call stack: nothing that was ever written.
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
  }
  if (found !== expected)
    throw new DamagedDataError(file, `the hash ${found}`, "the hash of its own content");
}

/** `config.json`; its hash must fit. */
export function parseConfig(bytes: Uint8Array, file: string): RunConfig {
  const config = plainRecord(schemas.runConfig, bytes, file);
  checkHash(file, config.hash, () => configHash(config));
  return config;
}

/** `run.json` for a list: its fields are checked, its seal is not, which is what takes the time. */
export function parseListedManifest(bytes: Uint8Array, file: string): RunManifest {
  return plainRecord(schemas.runManifest, bytes, file);
}

/** `run.json`. */
export function parseManifest(bytes: Uint8Array, file: string): RunManifest {
  return sealedRecord(schemas.runManifest, bytes, file);
}

/** `MANIFEST.json` of a checkpoint. */
export function parseCheckpointManifest(bytes: Uint8Array, file: string): CheckpointManifest {
  return sealedRecord(schemas.checkpointManifest, bytes, file);
}

/** `study.json`; its plan's hash must fit. */
export function parseStudyPlan(bytes: Uint8Array, file: string): StudyPlan {
  const study = sealedRecord(schemas.studyPlan, bytes, file);
  checkHash(file, study.planHash, () => planHash(study.plan));
  return study;
}

/** `verdict.json`. */
export function parseVerdict(bytes: Uint8Array, file: string): Verdict {
  return sealedRecord(schemas.verdict, bytes, file);
}

/** A file of `replays/`. */
export function parseReplay(bytes: Uint8Array, file: string): ReplayFile {
  return plainRecord(schemas.replayFile, bytes, file);
}

/** `state.json` of a checkpoint: whatever its writer put there. */
export function parseObject(bytes: Uint8Array, file: string): JsonObject {
  return decodeObject(decodeText(bytes, file), file) as JsonObject;
}

/** `metrics.jsonl`; a torn last line is left out. */
export function parseMetrics(bytes: Uint8Array, file: string): MetricsLine[] {
  return decodeLines(bytes, file).objects.map((line, index) =>
    checked(schemas.metricsLine, line, file, `line ${index + 1}`),
  );
}

/** `evaluations.jsonl`; a torn last line is left out. */
export function parseEvaluations(bytes: Uint8Array, file: string): EvaluationLine[] {
  return decodeLines(bytes, file).objects.map((line, index) =>
    checked(schemas.evaluationLine, line, file, `line ${index + 1}`),
  );
}
