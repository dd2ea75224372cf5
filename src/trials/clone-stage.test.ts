// A setting that clones instead of training: deployed as trained ones are, taken up again to the same bytes.
import { beforeAll, expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import type { CloneStage, Setting } from "../experiments/experiment.ts";
import { keysAndChests } from "../experiments/keys-and-chests.ts";
import { asJson, resolveSettings } from "../experiments/plan.ts";
import { cloningDefaults } from "../learners/cloning-hyperparameters.ts";
import type { BehaviourLine } from "../runs/format.ts";
import { formatVersion, runFiles } from "../runs/format.ts";
import { memoryFileSystem } from "../runs/memory.ts";
import { readRun } from "../runs/read-run.ts";
import { configHash } from "../runs/records.ts";
import type { TrialContext } from "./context.ts";
import { runTrial } from "./trial.ts";

const world = {
  environment: "keys-and-chests",
  parameters: { height: 5, width: 5 },
  levels: { keys: [1, 1], chests: [1, 1] },
};
const declared: Setting = {
  name: "cloned",
  summary: "",
  stages: [
    {
      kind: "clone",
      source: world,
      horizon: 16,
      network: { kind: "mlp", hidden: [64], activation: "relu", shared: true },
      expert: { kind: "planner", objective: "keys" },
      plannerDiscount: 0.95,
      cloning: {
        ...cloningDefaults,
        rounds: 2,
        episodes_per_round: 80,
        updates_per_round: 60,
        minibatch_size: 128,
        learning_rate: 4e-3,
      },
    },
    {
      kind: "deploy",
      name: "training",
      side: "training",
      source: world,
      horizon: 16,
      count: 60,
      discount: 0.95,
      policies: ["trained-sampled", "untrained"],
      replays: 0,
      measures: [],
      references: {
        planners: ["keys"],
        plannerDiscount: 0.95,
        noisy: { objective: "keys", shares: [0, 1] },
      },
    },
  ],
};

const [setting] = resolveSettings([declared], []) as [Setting];

function configOf() {
  const stages = setting.stages.map((stage) => asJson(stage));
  const identity = { experiment: "keys-and-chests", preset: "test", setting: "cloned", seed: 1, stages };
  return { format: formatVersion, ...identity, threads: 1, hash: configHash(identity) };
}

/** Runs the trial; its signal asks it to stop once `stopAfter` rounds are done. */
async function run(fs = memoryFileSystem(), stopAfter = Number.POSITIVE_INFINITY) {
  const stop = new AbortController();
  const told: string[] = [];
  const context: TrialContext = {
    fs,
    runtime: nodeRuntime({ threads: 1 }),
    fingerprint: { innergap: "0", node: "0", engine: "0", threads: 1, platform: "test", cpu: "test" },
    command: "",
    signal: stop.signal,
    onProgress: ({ stage, done, total, unit }) => {
      if (stage === "clone") told.push(`${done}/${total} ${unit}`);
      if (stage === "clone" && done >= stopAfter) stop.abort();
    },
  };
  const outcome = await runTrial(keysAndChests, configOf(), "run", context);
  return { fs, outcome, told };
}

let whole: Awaited<ReturnType<typeof run>>;
beforeAll(async () => {
  whole = await run();
});

test("the clone is deployed beside what it began with, and does what its expert does", () => {
  const { fs, outcome, told } = whole;
  expect(outcome.status).toBe("complete");
  expect(told).toEqual(["1/2 rounds", "2/2 rounds"]);
  const record = readRun(fs, "run");
  expect(record.checkpoints).toHaveLength(2);
  expect(record.checkpoints[0]).toBe(0);
  const keys = (policy: string) =>
    (record.evaluations.find((line) => "policy" in line && line.policy === policy) as BehaviourLine).events[
      "key-collected"
    ]!;
  expect(keys("trained-sampled")).toBeGreaterThan(0.9);
  expect(keys("untrained")).toBeLessThan(keys("trained-sampled"));
});

test("interrupted and taken up again, nothing differs", async () => {
  const fs = memoryFileSystem();
  expect((await run(fs, 1)).outcome.status).toBe("interrupted");
  expect((await run(fs)).outcome.status).toBe("complete");
  const contents = (files: ReadonlyMap<string, Uint8Array>) =>
    [...files].filter(([path]) => !path.endsWith(runFiles.manifest) && !path.endsWith("digests.json")).sort();
  expect(contents(fs.files)).toEqual(contents(whole.fs.files));
});

const [stage] = declared.stages as readonly [CloneStage, ...unknown[]];
const refused: readonly (readonly [string, Partial<CloneStage>, RegExp])[] = [
  ["an unknown objective", { expert: { kind: "planner", objective: "kays" } }, /kays.*keys/],
  ["an unknown agent", { expert: { kind: "plan" } as never }, /clone\.expert\.kind/],
  ["a discount of 1", { plannerDiscount: 1 }, /clone\.plannerDiscount: found 1/],
  ["no horizon", { horizon: 0 }, /clone\.horizon: found 0/],
  ["unknown hyper-parameters", { cloning: { round: 1 } as never }, /clone\.cloning\.round/],
];

test.each(refused)("%s is refused with its place", (_, change, message) => {
  const resolve = () => resolveSettings([{ ...declared, stages: [{ ...stage, ...change }] }], []);
  expect(resolve).toThrow(InputError);
  expect(resolve).toThrow(message);
});

test("paths reach into the stage", () => {
  const overrides = [
    { path: "clone.cloning.rounds", value: 3 },
    { path: "network.hidden", value: [8] },
    { path: "cloned.clone.expert.objective", value: "chests" },
  ];
  const [changed] = resolveSettings([declared], overrides) as [Setting];
  expect(changed.stages[0]).toMatchObject({
    cloning: { rounds: 3 },
    network: { hidden: [8] },
    expert: { objective: "chests" },
  });
  expect(() => resolveSettings([declared], [{ path: "ppo.gamma", value: 0.9 }])).toThrow(/ppo/);
});
