// Is every byte of a run or study what was written? Everything that is not is named.
import { InnergapError } from "../base/errors.ts";
import { readCheckpoint } from "./checkpoints.ts";
import { isLeftOver, isRunFile, runContents } from "./contents.ts";
import { readFile, readOptional } from "./durable.ts";
import { type EntryKind, type FileSystem, listInside, listSorted } from "./file-system.ts";
import { type RunManifest, runFiles, studyFiles, type Verdict } from "./format.ts";
import { isLock, isTemporary } from "./layout.ts";
import { type RunRecord, readManifest, readRun, readStudyPlan } from "./read-run.ts";
import { parseVerdict } from "./records.ts";
import { digestManifests } from "./study-store.ts";

/** One thing that is wrong. */
export interface Finding {
  readonly file: string;
  readonly problem: string;
}

/** Runs the check; what it throws of ours becomes a finding. */
function caught<T>(findings: Finding[], file: string, check: () => T): T | null {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof InnergapError)) throw error;
    findings.push({
      file: "file" in error && typeof error.file === "string" ? error.file : file,
      problem: error.message,
    });
    return null;
  }
}

/**
 * Every damaged, missing or unexpected file of a run; none for a run that is as it was written. A complete run is checked
 * byte by byte against its digests; one in progress as far as its records and checkpoints carry digests of their own.
 */
export function verifyRun(fs: FileSystem, folder: string): Finding[] {
  const findings: Finding[] = [];
  const path = `${folder}/${runFiles.manifest}`;
  const manifest = caught(findings, path, () => readManifest(fs, folder));
  if (!manifest) {
    return findings.length > 0
      ? findings
      : [{ file: path, problem: "it is missing: this is no run directory" }];
  }
  findings.push(...unexpectedFiles(fs, folder, manifest));
  if (manifest.status === "complete") findings.push(...digestFindings(fs, folder, manifest));
  const named = new Set(findings.map(({ file }) => file));
  return [...findings, ...contentFindings(fs, folder).filter(({ file }) => !named.has(file))];
}

function unexpectedFiles(fs: FileSystem, folder: string, manifest: RunManifest): Finding[] {
  const complete = manifest.status === "complete";
  const known = (path: string) =>
    complete
      ? path === runFiles.manifest || Object.hasOwn(manifest.digests, path)
      : isRunFile(path) || isLeftOver(path);
  return runContents(fs, folder)
    .filter(({ path, kind }) => kind !== "file" || !known(path))
    .filter(({ path }) => complete || !isLeftOver(path))
    .map(({ path, kind }) => ({ file: `${folder}/${path}`, problem: strangerProblem(path, kind, "run") }));
}

function strangerProblem(path: string, kind: EntryKind, of: "run" | "study"): string {
  return isLeftOver(path)
    ? "it is left over from an interrupted write"
    : `it does not belong to the ${of} (${kind})`;
}

function digestFindings(fs: FileSystem, folder: string, manifest: RunManifest): Finding[] {
  const findings: Finding[] = [];
  const there = new Map(runContents(fs, folder).map(({ path, kind }) => [path, kind]));
  for (const [path, expected] of Object.entries(manifest.digests)) {
    const file = `${folder}/${path}`;
    if (!there.has(path)) findings.push({ file, problem: "it is missing" });
    const bytes = there.get(path) === "file" ? caught(findings, file, () => readFile(fs, file)) : null;
    if (!bytes) continue;
    const found = fs.digest(bytes);
    if (found !== expected)
      findings.push({ file, problem: `its SHA-256 is ${found}, not ${expected} as written` });
  }
  return findings;
}

/** Files may be what was written and still not be what they should: unreadable, or at odds with one another. */
function contentFindings(fs: FileSystem, folder: string): Finding[] {
  const findings: Finding[] = [];
  const run = caught(findings, folder, () => readRun(fs, folder));
  if (run) findings.push(...disagreements(run));
  for (const step of run?.checkpoints ?? []) caught(findings, folder, () => readCheckpoint(fs, folder, step));
  return findings;
}

function disagreements({ folder, manifest, config }: RunRecord): Finding[] {
  const agree =
    manifest.experiment === config.experiment &&
    manifest.setting === config.setting &&
    manifest.seed === config.seed;
  if (agree) return [];
  return [
    { file: `${folder}/${runFiles.config}`, problem: `it is of another trial than ${runFiles.manifest}` },
  ];
}

/** The findings of a study's own records, then those of every trial's run. Unfinished, it has no report yet. */
export function verifyStudy(fs: FileSystem, folder: string): Finding[] {
  const findings: Finding[] = [];
  const planPath = `${folder}/${studyFiles.plan}`;
  const plan = caught(findings, planPath, () => readStudyPlan(fs, folder));
  if (!plan && findings.length === 0)
    return [{ file: planPath, problem: "it is missing: this is no study folder" }];
  findings.push(...unexpectedInStudy(fs, folder));
  const verdictPath = `${folder}/${studyFiles.verdict}`;
  const bytes = caught(findings, verdictPath, () => readOptional(fs, verdictPath));
  const verdict = bytes && caught(findings, verdictPath, () => parseVerdict(bytes, verdictPath));
  if (verdict && plan && verdict.planHash !== plan.planHash) {
    findings.push({ file: verdictPath, problem: `it answers another plan than ${studyFiles.plan}` });
  }
  if (verdict) findings.push(...runsOfVerdict(fs, folder, verdict), ...reportOfVerdict(fs, folder, verdict));
  for (const { name, kind } of listInside(fs, folder, studyFiles.trials)) {
    const run = `${folder}/${studyFiles.trials}/${name}`;
    if (kind === "folder" && (bytes || hasBegun(fs, run))) findings.push(...verifyRun(fs, run));
  }
  return findings;
}

/** A folder without a manifest is a trial that has not begun, unless something lies in it that came later. */
function hasBegun(fs: FileSystem, run: string): boolean {
  return runContents(fs, run).some(({ path }) => path !== runFiles.config && !isLeftOver(path));
}

function unexpectedInStudy(fs: FileSystem, folder: string): Finding[] {
  const known = Object.values<string>(studyFiles);
  const entries = listSorted(fs, folder);
  const complete = entries.some(({ name }) => name === studyFiles.verdict);
  const own = entries.filter(({ name, kind }) => {
    if (isTemporary(name)) return complete;
    const wanted = name === studyFiles.trials ? "folder" : "file";
    return kind !== wanted || (!known.includes(name) && !isLock(name));
  });
  const trials = listInside(fs, folder, studyFiles.trials).filter(({ kind }) => kind !== "folder");
  return [
    ...own.map(({ name, kind }) => ({
      file: `${folder}/${name}`,
      problem: strangerProblem(name, kind, "study"),
    })),
    ...trials.map(({ name, kind }) => ({
      file: `${folder}/${studyFiles.trials}/${name}`,
      problem: strangerProblem(name, kind, "study"),
    })),
  ];
}

/** Runs that the verdict rests on and that are not what they were then. */
function runsOfVerdict(fs: FileSystem, folder: string, verdict: Verdict): Finding[] {
  const now = digestManifests(fs, folder);
  const was = verdict.runs ?? now;
  return [...new Set([...Object.keys(was), ...Object.keys(now)])]
    .filter((name) => was[name] !== now[name])
    .map((name) => ({
      file: `${folder}/${studyFiles.trials}/${name}`,
      problem: `the run is ${now[name] ? "not as it was" : "missing"}: the verdict rests on other runs`,
    }));
}

function reportOfVerdict(fs: FileSystem, folder: string, { report }: Verdict): Finding[] {
  const file = `${folder}/${studyFiles.report}`;
  const bytes = readOptional(fs, file);
  if (report === undefined || (bytes && fs.digest(bytes) === report)) return [];
  return [
    { file, problem: bytes ? "it is not the page that was written with the verdict" : "it is missing" },
  ];
}
