// Trials of all learners, and of PPO on networks with memory: trained, deployed, and taken up again to the same bytes, as any other.
import { expect, test } from "vitest";
import { nodeRuntime } from "../engine/runtime-node.ts";
import type { Setting, TrainStage } from "../experiments/experiment.ts";
import { keysAndChests } from "../experiments/keys-and-chests.ts";
import { asJson, resolveSettings } from "../experiments/plan.ts";
import { dqnDefaults } from "../learners/dqn-hyperparameters.ts";
import type { LearnerSettings } from "../learners/learner.ts";
import { ppoDefaults } from "../learners/ppo.ts";
import { reinforceDefaults, tabularDefaults } from "../learners/tabular-hyperparameters.ts";
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
const network = { kind: "mlp", hidden: [8], activation: "relu", shared: true } as const;
/** PPO on networks that are told, remember or plan. */
const ppo = {
  ...ppoDefaults,
  total_timesteps: 640,
  num_envs: 4,
  num_steps: 16,
  num_minibatches: 2,
  update_epochs: 1,
  sequence_length: 4,
};
const maps = { kind: "conv", layers: [{ channels: 2, window: 3, stride: 1 }], dense: [] } as const;
const told = { encoder: maps, units: 8, feedback: ["action", "reward"] } as const;
const table = { total_timesteps: 640, num_envs: 4, max_observations: 5000 };

const learners: Readonly<Record<string, LearnerSettings>> = {
  dqn: {
    learner: "dqn",
    network,
    dqn: {
      ...dqnDefaults,
      total_timesteps: 640,
      num_envs: 4,
      num_steps: 20,
      learning_starts: 40,
      buffer_size: 200,
      batch_size: 16,
      prioritized: true,
    },
  },
  "ppo with an LSTM": { network: { kind: "lstm", ...told }, ppo: { ...ppo, episodes_per_life: 2 } },
  "ppo with DRC(1, 2)": { network: { kind: "drc", ...told, layers: 1, ticks: 2, channels: 2 }, ppo },
  "ppo with value iteration": {
    network: { kind: "vin", rounds: 2, features: 3, planned: 2, attention: "agent" },
    ppo,
  },
  q: { learner: "q", q: { ...tabularDefaults, ...table, num_steps: 20 } },
  sarsa: { learner: "sarsa", sarsa: { ...tabularDefaults, ...table, num_steps: 20 } },
  reinforce: { learner: "reinforce", reinforce: { ...reinforceDefaults, ...table } },
};

function settingOf(learner: LearnerSettings): Setting {
  const train: TrainStage = {
    kind: "train",
    source: world,
    horizon: 16,
    checkpointInterval: 256,
    ...learner,
  };
  const declared: Setting = {
    name: "trained",
    summary: "",
    stages: [
      train,
      {
        kind: "deploy",
        name: "training",
        side: "training",
        source: world,
        horizon: 16,
        count: 8,
        discount: 0.95,
        policies: ["trained-sampled", "trained-greedy", "untrained"],
        replays: 1,
        measures: [],
        references: {
          planners: ["chests"],
          plannerDiscount: 0.95,
          noisy: { objective: "chests", shares: [0, 1] },
        },
      },
    ],
  };
  return resolveSettings([declared], [])[0]!;
}

/** Runs the trial; its signal asks it to stop once `stopAfter` steps are done. */
async function run(setting: Setting, fs = memoryFileSystem(), stopAfter = Number.POSITIVE_INFINITY) {
  const stop = new AbortController();
  const context: TrialContext = {
    fs,
    runtime: nodeRuntime({ threads: 1 }),
    fingerprint: { innergap: "0", node: "0", engine: "0", threads: 1, platform: "test", cpu: "test" },
    command: "",
    signal: stop.signal,
    onProgress: ({ stage, done }) => {
      if (stage === "train" && done >= stopAfter) stop.abort();
    },
  };
  const stages = setting.stages.map((stage) => asJson(stage));
  const identity = { experiment: "keys-and-chests", preset: "test", setting: setting.name, seed: 1, stages };
  const config = { format: formatVersion, ...identity, threads: 1, hash: configHash(identity) };
  return { fs, outcome: await runTrial(keysAndChests, config, "run", context) };
}

/** Times apart, which no two runs share. */
const contents = (files: ReadonlyMap<string, Uint8Array>) =>
  [...files]
    .filter(([path]) => path.includes(runFiles.checkpoints) || path.endsWith(runFiles.evaluations))
    .map(([path, bytes]) => [path, Buffer.from(bytes).toString("base64")])
    .sort();

test.each(Object.entries(learners))("%s", async (_, learner) => {
  const setting = settingOf(learner);
  const whole = await run(setting);
  expect(whole.outcome.status).toBe("complete");
  const { checkpoints, evaluations } = readRun(whole.fs, "run");
  expect(checkpoints.at(-1)).toBe(640);
  const policies = evaluations.flatMap((line) => ("policy" in line ? [line.policy] : []));
  for (const policy of ["trained-sampled", "trained-greedy", "untrained"]) expect(policies).toContain(policy);

  const fs = memoryFileSystem();
  expect((await run(setting, fs, 200)).outcome.status).toBe("interrupted");
  expect((await run(setting, fs)).outcome.status).toBe("complete");
  expect(contents(fs.files)).toEqual(contents(whole.fs.files));
});
