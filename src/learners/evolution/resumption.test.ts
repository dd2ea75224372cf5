import { describe, expect, test } from "vitest";
import { cycles, stored } from "../../../tests/support/trainings.ts";
import { Rng } from "../../base/rng.ts";
import { nodeRuntime } from "../../engine/runtime-node.ts";
import { environmentNamed } from "../../environments/index.ts";
import { rewardDefaults } from "../learned-reward-hyperparameters.ts";
import type { LearnerSettings } from "../learner.ts";
import { programDefaults } from "../programs/program-hyperparameters.ts";
import { tabularDefaults } from "../tabular-hyperparameters.ts";
import { createTraining, type Training } from "../train.ts";
import { evolutionDefaults } from "./evolution-hyperparameters.ts";

const runtime = nodeRuntime({ threads: 1 });
const network = { kind: "mlp", hidden: [4], activation: "tanh", shared: true } as const;
const horizon = 7;
const evolution = { ...evolutionDefaults, population: 6, episodes: 4, total_timesteps: 12 * 6 * 4 * horizon };
const program = {
  ...programDefaults,
  population: 8,
  parents: 3,
  episodes: 4,
  total_timesteps: 12 * 8 * 4 * horizon,
};
const q = { ...tabularDefaults, num_envs: 4, num_steps: 10, total_timesteps: 480 };

const learners: readonly (readonly [string, LearnerSettings])[] = [
  ["CMA-ES", { learner: "evolution", network, evolution }],
  ["natural evolution", { learner: "evolution", network, evolution: { ...evolution, strategy: "nes" } }],
  ["linear", { learner: "linear", evolution }],
  ["program", { learner: "program", program }],
  ["feature-table", { learner: "feature-table", sensors: null, q }],
  [
    "learned reward",
    {
      learner: "learned-reward",
      reward: { ...rewardDefaults, num_envs: 4, num_steps: 10, total_timesteps: 480 },
    },
  ],
  [
    "learned reward on features",
    {
      learner: "learned-reward",
      reward: { ...rewardDefaults, of: "features", num_envs: 4, num_steps: 10, total_timesteps: 480 },
    },
  ],
];

const cyclesInAll = 12;
const moments = Number(process.env.INNERGAP_KILLS ?? 5);

function start(world: string, settings: LearnerSettings, seed: number): Promise<Training> {
  const definition = environmentNamed(world);
  const environment = definition.create({});
  const distribution = definition.levels(environment, {});
  return createTraining({
    environment,
    distribution,
    horizon,
    runtime,
    rng: Rng.fromSeed(seed),
    ...settings,
  });
}

describe.each(learners)("%s", (name, settings) => {
  // Snapshots hold the square of the number of features, of which an exam has few.
  const world = name.endsWith("features") ? "gameable-exam" : "red-lander";
  test.each([world, "biased-coins"])("killed at random moments in %s, nothing differs", async (world) => {
    const whole = await start(world, settings, 3);
    const metrics = await cycles(whole, cyclesInAll);
    expect(whole.globalStep).toBe(whole.totalSteps);
    await expect(whole.cycle()).rejects.toThrow("training is over");
    const rng = Rng.fromSeed(`kills/${name}/${world}`);
    for (let moment = 0; moment < moments; moment++) {
      const before = rng.below(cyclesInAll);
      const killed = await start(world, settings, 3);
      await cycles(killed, before);
      const snapshot = stored(killed.snapshot());
      // What was done after the snapshot leaves no trace in it.
      await cycles(killed, 1);
      const resumed = await start(world, settings, 3);
      resumed.restore(snapshot);
      expect(resumed.globalStep).toBe((before * whole.totalSteps) / cyclesInAll);
      expect(await cycles(resumed, cyclesInAll - before)).toEqual(metrics.slice(before));
      expect(stored(resumed.snapshot())).toEqual(stored(whole.snapshot()));
    }
    const other = await start(world, settings, 4);
    expect(await cycles(other, cyclesInAll)).not.toEqual(metrics);
  });
});
