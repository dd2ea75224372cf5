// The runs of a sweep's folder: which are complete, what they say, and the running of those that are not.
import { InputError } from "../base/errors.ts";
import { readFile, readOptional } from "../runs/durable.ts";
import { type FileSystem, listInside } from "../runs/file-system.ts";
import { type EvaluationLine, type RunConfig, runFiles } from "../runs/format.ts";
import { readManifest } from "../runs/read-run.ts";
import { parseConfig, parseEvaluations } from "../runs/records.ts";
import type { StudyEvent } from "./progress.ts";
import type { StudyServices, TrialTask } from "./study.ts";
import type { SweepTrial } from "./sweep-plan.ts";
import type { SweepOutcomes } from "./sweep-ranking.ts";
import { sweepFiles } from "./sweep-record.ts";
import type { TrialOutcome } from "./trial.ts";

/** Where the runs lie, and what they are run with. */
export interface SweepFolder {
  /** Folder of the sweep; made where there is none, gone on with where there is one. */
  readonly folder: string;
  readonly workers: number;
  readonly threads: number;
  /** The command that makes the runs again. */
  readonly command: string;
}

/** How a trial of a sweep ended: one that fails costs its point, not the sweep. */
export type SweepOutcome =
  | TrialOutcome
  | { readonly status: "failed"; readonly error: string; readonly diverged: boolean };

/** What runs the trials: a disk, and processes side by side. */
export interface TrialServices {
  readonly fs: FileSystem;
  /**
   * Answers in the order of the tasks. Rejects where going on makes no sense, after the others have stopped: the disk is full, a file is
   * damaged.
   */
  runTrials(
    tasks: readonly TrialTask[],
    workers: number,
    onProgress: Parameters<StudyServices["runTrials"]>[2],
    signal: AbortSignal,
  ): Promise<readonly SweepOutcome[]>;
}

/** What was done, for people. */
export interface SweepEffort {
  /** Runs that were complete before, and those that were run now. */
  readonly found: number;
  readonly ran: number;
  /** Of the runs that were run now. */
  readonly seconds: number;
  /** Share of that time in which the workers had a trial; null where nothing was run. */
  readonly busy: number | null;
}

/** What has been done so far, for people. */
export interface SweepTold {
  readonly effort: SweepEffort;
  /** Runs that failed for another reason than divergence. */
  readonly broken: number;
  readonly notices: readonly string[];
}

/** The runs of a sweep's folder: which are complete, what they say, and those that are run now. */
export class SweepTrials implements SweepOutcomes {
  readonly #request: SweepFolder;
  readonly #services: TrialServices;
  readonly #onEvent: (event: StudyEvent) => void;
  readonly #signal: AbortSignal;
  /** Folders of complete runs, by the hash of their configuration. */
  readonly #complete: Map<string, string>;
  readonly #lines = new Map<string, readonly EvaluationLine[]>();
  readonly #failures = new Map<string, { readonly error: string; readonly diverged: boolean }>();
  readonly #notices: string[] = [];
  /** Hashes of the runs that were complete before, and of those among them that were asked for. */
  readonly #before: ReadonlySet<string>;
  readonly #found = new Set<string>();
  #ran = 0;
  #seconds = 0;
  #workedSeconds = 0;

  constructor(
    request: SweepFolder,
    services: TrialServices,
    onEvent: (event: StudyEvent) => void,
    signal: AbortSignal,
  ) {
    this.#request = request;
    this.#services = services;
    this.#onEvent = onEvent;
    this.#signal = signal;
    this.#complete = completeRuns(services.fs, request);
    this.#before = new Set(this.#complete.keys());
  }

  /** Runs those that are not complete; false where the signal stopped some of them. */
  async run(trials: readonly SweepTrial[]): Promise<boolean> {
    const missing = trials.filter(({ config }) => !this.#complete.has(config.hash));
    for (const { config } of trials) if (this.#before.has(config.hash)) this.#found.add(config.hash);
    const { folder, workers, command } = this.#request;
    const ids = missing.map(({ config: { seed: _, hash }, name, seed }) => ({
      setting: seed === null ? name : name.slice(0, name.lastIndexOf("-s")),
      seed,
      hash,
    }));
    this.#onEvent({
      kind: "plan",
      folder,
      trials: ids.map(({ setting, seed }, index) => ({
        setting,
        seed,
        totalSteps: missing[index]!.totalSteps,
      })),
    });
    if (missing.length === 0) return !this.#signal.aborted;
    const pathOf = ({ name }: SweepTrial) => `${folder}/${sweepFiles.trials}/${name}`;
    const start = performance.now();
    const ends: number[] = [];
    const outcomes = await this.#services.runTrials(
      missing.map((trial) => ({ config: trial.config, folder: pathOf(trial), command })),
      workers,
      (index, progress) => {
        const { setting, seed } = ids[index]!;
        if (!("finished" in progress)) return this.#onEvent({ kind: "progress", setting, seed, ...progress });
        ends.push((performance.now() - start) / 1000);
        this.#onEvent({ kind: "finished", setting, seed, status: progress.finished, error: progress.error });
      },
      this.#signal,
    );
    const seconds = (performance.now() - start) / 1000;
    this.#seconds += seconds;
    this.#workedSeconds += workedSeconds(ends, workers, seconds);
    for (const [index, outcome] of outcomes.entries())
      this.#take(missing[index]!, pathOf(missing[index]!), outcome);
    return outcomes.every(({ status }) => status !== "interrupted");
  }

  #take({ config, name }: SweepTrial, path: string, outcome: SweepOutcome): void {
    if (outcome.status === "failed") {
      this.#failures.set(config.hash, outcome);
      this.#notices.push(`${name} failed: ${outcome.error}`);
    } else {
      this.#notices.push(...outcome.notices);
      if (outcome.status === "complete") this.#complete.set(config.hash, path);
    }
    if (outcome.status !== "interrupted") this.#ran++;
  }

  evaluations({ config, seed }: SweepTrial): readonly EvaluationLine[] | null {
    const path = this.#complete.get(config.hash);
    if (path === undefined) return null;
    const known = this.#lines.get(config.hash);
    if (known) return known;
    const file = `${path}/${runFiles.evaluations}`;
    const bytes = readOptional(this.#services.fs, file);
    const lines = bytes === null ? [] : parseEvaluations(bytes, file);
    // References stand beside many points; the lines of seeds, level by level, would fill the memory.
    if (seed === null) this.#lines.set(config.hash, lines);
    return lines;
  }

  failure({ config }: SweepTrial): string | null {
    return this.#failures.get(config.hash)?.error ?? null;
  }

  told(): SweepTold {
    const broken = [...this.#failures.values()].filter(({ diverged }) => !diverged).length;
    const busy = this.#seconds === 0 ? null : this.#workedSeconds / this.#seconds;
    const effort = { found: this.#found.size, ran: this.#ran, seconds: this.#seconds, busy };
    return { broken, effort, notices: this.#notices };
  }
}

/**
 * Seconds that the workers had a trial, a mean over workers: each takes one trial after the other without a break, so it is idle only
 * after its last one, and the last ends of all workers are the latest ends of all.
 */
function workedSeconds(ends: readonly number[], workers: number, seconds: number): number {
  const last = [...ends].sort((a, b) => b - a).slice(0, workers);
  return last.reduce((sum, end) => sum + Math.min(end, seconds), 0) / workers;
}

/** Complete runs of the folder by the hash of their configuration, whatever they are called. */
function completeRuns(fs: FileSystem, { folder, threads }: SweepFolder): Map<string, string> {
  const complete = new Map<string, string>();
  for (const { name, kind } of listInside(fs, folder, sweepFiles.trials)) {
    const path = `${folder}/${sweepFiles.trials}/${name}`;
    if (kind !== "folder" || readManifest(fs, path)?.status !== "complete") continue;
    const config = configOf(fs, path);
    if (config.threads !== threads) {
      throw new InputError("--threads", String(threads), `${config.threads}, as the runs in ${folder} have`);
    }
    complete.set(config.hash, path);
  }
  return complete;
}

function configOf(fs: FileSystem, path: string): RunConfig {
  const file = `${path}/${runFiles.config}`;
  return parseConfig(readFile(fs, file), file);
}
