// A study whose "training" is a chain of hashes: as fast as its storage, resumable, and the same whenever it is complete.
import { type Json, sha256Hex } from "../../src/base/hash.ts";
import type { FileSystem } from "../../src/runs/file-system.ts";
import {
  type BehaviourLine,
  formatVersion,
  isClockMetric,
  type RunConfig,
  type StudyPlan,
  type Verdict,
} from "../../src/runs/format.ts";
import { openRun } from "../../src/runs/open-run.ts";
import { readManifest } from "../../src/runs/read-run.ts";
import { configHash, planHash } from "../../src/runs/records.ts";
import type { RunStore } from "../../src/runs/run-store.ts";
import { openStudy } from "../../src/runs/study-store.ts";

export interface SyntheticOptions {
  /** Cycles of each run; a checkpoint follows every second one. */
  readonly cycles: number;
  readonly seeds: readonly number[];
  readonly keep?: number;
  /** Tells a clock apart from another: clock metrics and times derive from it. */
  readonly clock: number;
  /** Called after every cycle. */
  readonly onCycle?: (cycle: number) => void;
}

const setting = "open";
const stepsPerCycle = 64;

export function syntheticPlan(options: SyntheticOptions): StudyPlan {
  const plan: StudyPlan["plan"] = {
    experiment: "synthetic",
    preset: "quick",
    question: "Is it on the disk?",
    hypothesis: "It is.",
    refutedBy: "Anything missing.",
    stopRule: "after the listed trials",
    thresholds: { bar: 0.6 },
    seeds: options.seeds,
    settings: [{ name: setting, stages: [{ kind: "train", cycles: options.cycles }] }],
    levelHashes: { "open/training": sha256Hex("levels") },
  };
  return {
    format: formatVersion,
    kind: "study",
    created: time(options.clock),
    command: "innergap run synthetic",
    planHash: planHash(plan),
    plan,
  };
}

export function syntheticConfig(seed: number, cycles: number): RunConfig {
  const covered = {
    experiment: "synthetic",
    preset: "quick",
    setting,
    seed,
    stages: [{ kind: "train", cycles }],
  };
  return { format: formatVersion, ...covered, threads: 1, hash: configHash(covered) };
}

function time(clock: number): string {
  return new Date(Date.UTC(2026, 0, 1) + clock * 1000).toISOString();
}

/** Makes the study in `folder`, or goes on with it, until it is complete. */
export function makeSyntheticStudy(fs: FileSystem, folder: string, options: SyntheticOptions): void {
  const study = openStudy(fs, folder, syntheticPlan(options));
  try {
    for (const seed of options.seeds) makeRun(fs, study.trialFolder(setting, seed), seed, options);
    study.writeResult(verdictOf(study.plan), "<!doctype html><title>synthetic</title>");
  } finally {
    study.release();
  }
}

function makeRun(fs: FileSystem, folder: string, seed: number, options: SyntheticOptions): void {
  if (readManifest(fs, folder)?.status === "complete") return;
  const { store, checkpoint } = openRun(fs, folder, {
    config: syntheticConfig(seed, options.cycles),
    fingerprint: { innergap: "0", node: "20", engine: "none", threads: 1, platform: "any", cpu: "any" },
    command: "innergap run synthetic",
    now: time(options.clock),
    ...(options.keep === undefined ? {} : { keep: options.keep }),
  });
  try {
    train(store, seed, options, checkpoint ? checkpoint.model.weights!.data : null, checkpoint?.step ?? 0);
    store.appendEvaluations([behaviour(seed)]);
    store.writeReplay(replay(seed));
    store.writeReport(`<!doctype html><title>seed ${seed}</title>`);
    store.finish({ status: "complete", now: time(options.clock + 1) });
  } finally {
    store.release();
  }
}

function train(
  store: RunStore,
  seed: number,
  options: SyntheticOptions,
  from: Iterable<number> | null,
  begun: number,
): void {
  const weights = Float32Array.from(from ?? new Array(37).fill(seed));
  for (let cycle = begun / stepsPerCycle; cycle < options.cycles; cycle++) {
    const digest = sha256Hex(new Uint8Array(weights.buffer.slice(0)));
    for (let i = 0; i < weights.length; i++) weights[i] = Number.parseInt(digest.slice(i, i + 4), 16) / 7;
    const step = (cycle + 1) * stepsPerCycle;
    store.appendMetrics({
      global_step: step,
      "charts/episodic_return": weights[0]!,
      "losses/value_loss": cycle === 1 ? Number.NaN : weights[1]!,
      "charts/SPS": options.clock * 1.1 + cycle,
    });
    if ((cycle + 1) % 2 === 0 || cycle + 1 === options.cycles) checkpointAt(store, step, weights, seed);
    options.onCycle?.(cycle);
  }
}

function checkpointAt(store: RunStore, step: number, weights: Float32Array, seed: number): void {
  store.writeCheckpoint({
    step,
    model: { weights: { dtype: "float32", shape: [37], data: weights } },
    state: {
      counts: { dtype: "int32", shape: [2], data: Int32Array.of(step, seed) },
      done: { dtype: "bool", shape: [3], data: Uint8Array.of(1, 0, 1) },
      observations: { dtype: "uint8", shape: [2, 2], data: Uint8Array.of(1, 2, 3, 255) },
    },
    info: { streams: { levels: [1, 2, 3, 4] } satisfies Json },
  });
}

function behaviour(seed: number): BehaviourLine {
  return {
    kind: "behaviour",
    deployment: "training",
    policy: "noisy-planner:chests:0.35",
    exact: false,
    levels: 2,
    horizon: 12,
    discount: 0.99,
    events: { "chest-opened": seed / 2 },
    steps: 11.5,
    terminated: 0.5,
    values: { chests: seed / 3 },
    perLevel: {
      steps: [11, 12],
      events: { "chest-opened": [seed, 0] },
      values: { chests: [seed / 3, seed / 3] },
    },
  };
}

function replay(seed: number): Parameters<RunStore["writeReplay"]>[0] {
  return {
    format: formatVersion,
    environment: { name: "synthetic", parameters: { size: 3 } },
    deployment: "training",
    policy: "noisy-planner:chests:0.35",
    horizon: 12,
    episodes: [{ level: "###\n#@#\n###", actions: [seed % 4, 1, 2], chances: [] }],
  };
}

function verdictOf(plan: StudyPlan): Verdict {
  return {
    format: formatVersion,
    kind: "verdict",
    experiment: plan.plan.experiment,
    preset: plan.plan.preset,
    planHash: plan.planHash,
    look: true,
    statements: ["It is on the disk."],
    checks: [
      { name: "bar", value: 0.7, low: null, high: null, direction: "at least", threshold: 0.6, holds: null },
    ],
    optimiserEvidence: { pursuit: null },
  };
}

/**
 * The files of a study as one comparable text each, without what the clock decides: clock metrics, times, the record
 * of resumptions, and the digests of files that hold those.
 */
export function withoutClock(files: ReadonlyMap<string, Uint8Array>): Map<string, string> {
  const comparable = new Map<string, string>();
  for (const [path, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    comparable.set(path, comparableText(path, bytes));
  }
  return comparable;
}

function comparableText(path: string, bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  if (path.endsWith("metrics.jsonl")) {
    const lines = text.split("\n").filter((line) => line !== "");
    return JSON.stringify(
      lines.map((line) => Object.entries(JSON.parse(line)).filter(([name]) => !isClockMetric(name))),
    );
  }
  if (/\/(run|study|verdict)\.json$/.test(path)) {
    const { started, finished, created, resumed, self, runs, digests, ...rest } = JSON.parse(text);
    return JSON.stringify({ ...rest, files: Object.keys(digests ?? {}) });
  }
  return sha256Hex(bytes);
}
