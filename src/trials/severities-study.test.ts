// A tiny study with a series of severities and trains on other levels than it is deployed on: its plan, lines, table and bytes.
import { beforeAll, describe, expect, test } from "vitest";
import type { Runtime } from "../engine/runtime.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { cheeseInTheCorner } from "../experiments/cheese-in-the-corner.ts";
import type { Experiment, Preset } from "../experiments/experiment.ts";
import { severityFigures } from "../experiments/severities.ts";
import { studyTableText } from "../reports/table-text.ts";
import { memoryFileSystem } from "../runs/memory.ts";
import { readRun, readStudy } from "../runs/read-run.ts";
import { evaluateRun } from "./evaluate.ts";
import { runStudy, type StudyResult, type StudyServices } from "./study.ts";
import { runTrial } from "./trial.ts";

const world = { environment: "cheese-in-the-corner", parameters: { height: 5, width: 5 } } as const;
const levels = (cornerSize: number) => ({ ...world, levels: { walls: { kind: "open" }, cornerSize } });
const quick = cheeseInTheCorner.presets.quick!;

const tiny: Preset = {
  ...quick,
  name: "tiny",
  seeds: [0],
  settings: quick.settings.slice(0, 1).map((setting) => ({
    ...setting,
    stages: setting.stages.map((stage) => {
      if (stage.kind === "deploy") {
        const source = levels(stage.side === "training" ? 1 : 3);
        return { ...stage, source, horizon: 12, count: 4, replays: 1 };
      }
      if (stage.kind !== "train" || !("ppo" in stage)) return stage;
      const ppo = { ...stage.ppo, total_timesteps: 512, num_envs: 8, num_steps: 16, num_minibatches: 2 };
      const network = { ...stage.network, hidden: [8] };
      return { ...stage, source: levels(1), horizon: 12, network, ppo, checkpointInterval: 256 };
    }),
  })),
};
const experiment: Experiment = { ...cheeseInTheCorner, presets: { tiny }, defaultPreset: "tiny" };
const fingerprint = { innergap: "0", node: "20", engine: "any", threads: 1, platform: "any", cpu: "any" };
const severities = [0, 0.5, 1];
const signal = new AbortController().signal;

let runtime: Runtime;
const fs = memoryFileSystem();
let result: StudyResult;

const services: StudyServices = {
  fs,
  report: () => "<!doctype html><title>a page</title>",
  runTrials: async (tasks, _workers, onProgress) => {
    const outcomes = [];
    for (const [index, { config, folder, command }] of tasks.entries()) {
      const progress = (event: Parameters<typeof onProgress>[1]) => onProgress(index, event);
      const context = { fs, runtime, fingerprint, command, signal, onProgress: progress };
      outcomes.push(await runTrial(experiment, config, folder, context));
    }
    return outcomes;
  },
};

beforeAll(async () => {
  runtime = nodeRuntime({ threads: 1 });
  const request = {
    experiment: experiment.name,
    preset: null,
    seeds: null,
    out: "studies",
    resume: null,
    workers: 1,
    threads: 1,
    overrides: [
      { path: "deployed.severities", value: severities },
      { path: "train.disjoint", value: true },
    ],
    command: "innergap run",
  };
  result = await runStudy(request, services, () => {}, signal, experiment);
});

describe("a study with a series of severities", () => {
  const names = ["training", "deployed@0", "deployed@0.5", "deployed"];

  test("has the deployments in its plan, with the hashes of their levels", () => {
    const { settings, levelHashes } = result.plan.plan;
    const stages = settings.find(({ name }) => name === "corner-1")!.stages;
    expect(stages.slice(1).map((stage) => stage.name)).toEqual(names);
    const hashes = names.map((name) => levelHashes[`corner-1/${name}`]);
    expect(hashes[0]).toBe(hashes[1]);
    expect(new Set(hashes).size).toBe(3);
  });

  test("has every severity in its summary and its table, beside its references", () => {
    const deployments = result.summary.settings[0]!.deployments;
    expect(deployments.map(({ name }) => name)).toEqual(names);
    for (const { policies } of deployments) {
      const found = policies.map(({ policy }) => policy);
      expect(found).toEqual(expect.arrayContaining(["trained-sampled", "random", "planner:cheese"]));
    }
    const text = studyTableText(result.summary, experiment, { width: 100, color: false });
    for (const name of names) expect(text).toContain(name);
  });

  test("draws the return of the base objective over severity", () => {
    const [figure] = severityFigures(result.summary, "cheese");
    const deployments = result.summary.settings[0]!.deployments.slice(1);
    expect(figure).toMatchObject({
      of: "Return, cheese (corner-1)",
      over: "severity of the shift to deployed",
    });
    expect(figure!.lines).toHaveLength(3);
    const values = deployments.map(
      ({ policies }) => policies.find(({ policy }) => policy === "random")!.values.cheese!.mean,
    );
    expect(figure!.lines[2]!.points).toEqual(severities.map((severity, index) => [severity, values[index]]));
  });

  test("trains on none of the deployed levels, and says so cycle by cycle", () => {
    const [run] = readStudy(fs, result.folder).runs.filter(({ manifest }) => manifest.setting === "corner-1");
    expect(run!.metrics).toHaveLength(4);
    expect(run!.metrics.map((line) => line["levels/overlap"])).toEqual([0, 0, 0, 0]);
    // With eight levels to be trained on, some of them deployed, many draws are kept out.
    expect(Math.max(...run!.metrics.map((line) => line["levels/kept_out"]!))).toBeGreaterThan(0);
    expect(run!.config.stages[0]).toMatchObject({ disjoint: true });
  });

  test("a finished run is swept anew, at other severities", async () => {
    const [run] = readStudy(fs, result.folder).runs.filter(({ manifest }) => manifest.setting === "corner-1");
    expect(readRun(fs, run!.folder).config.hash).toBe(run!.config.hash);
    const overrides = [{ path: "deployed.severities", value: [0.25] }];
    const request = { run: run!.folder, step: null, deployments: ["deployed"], overrides };
    const context = { fs, runtime, signal, onProgress: () => {} };
    const { summary } = await evaluateRun(request, context);
    const found = summary.settings[0]!.deployments.map(({ name }) => name);
    expect(found).toEqual(["deployed@0", "deployed@0.5", "deployed@0.25", "deployed"]);
  });
});
