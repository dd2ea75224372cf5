import { expect, test } from "vitest";
import { printFigures } from "../../../tests/support/figures.ts";
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import { nodeRuntime } from "../../engine/runtime-node.ts";
import { environmentNamed } from "../../environments/index.ts";
import { generateLevels } from "../../environments/levels.ts";
import type { Policy } from "../../policies/policy.ts";
import { sensedWorld } from "../../policies/programs/sensed-world.ts";
import { playEpisodes } from "../../rollouts/episodes.ts";
import { evolutionDefaults } from "../evolution/evolution-hyperparameters.ts";
import type { LearnerSettings } from "../learner.ts";
import { tabularDefaults } from "../tabular-hyperparameters.ts";
import { createTraining } from "../train.ts";

const runtime = nodeRuntime({ threads: 1 });
const full = process.env.INNERGAP_FULL === "1";
const seeds = Array.from({ length: full ? 10 : 1 }, (_, index) => index + 1);

const definition = environmentNamed("red-lander");
const { shift } = definition.presets[0]!;
/** A sky of four rows and five columns. */
const size = { height: 7, width: 7 };

async function landings(policy: Policy, side: typeof shift.training) {
  const environment = definition.create(size);
  const count = 1000;
  const { bytes } = generateLevels(
    environment,
    definition.levels(environment, side.levels),
    Rng.fromSeed("unseen"),
    count,
  );
  const { events } = await playEpisodes({
    environment,
    levels: bytes,
    count,
    horizon: side.horizon,
    policy,
    selection: "greedy",
    rng: Rng.fromSeed("play"),
  });
  const share = (event: string) => {
    const index = environment.events.indexOf(event);
    let sum = 0;
    for (let level = 0; level < count; level++) sum += events[level * environment.events.length + index]!;
    return sum / count;
  };
  return { pad: share("landed-on-pad"), red: share("landed-on-red") };
}

const steps = 200_000;

/**
 * With the least share of landings on the pad in training. Weights that always land exist (policies/programs/linear-policy.test.ts), and evolution
 * mostly misses them: it settles on weights that land on seven levels of ten.
 */
const learners: readonly (readonly [string, number, LearnerSettings])[] = [
  [
    "feature-table",
    0.95,
    {
      learner: "feature-table",
      sensors: ["falling speed", "red column", "pad column"],
      q: { ...tabularDefaults, total_timesteps: steps, num_envs: 16, num_steps: 250, gamma: 0.95 },
    },
  ],
  [
    "linear",
    0.6,
    {
      learner: "linear",
      evolution: {
        ...evolutionDefaults,
        sigma: 1,
        population: 24,
        episodes: 16,
        total_timesteps: 50 * 24 * 16 * 20,
      },
    },
  ],
];

test.each(learners)(
  "%s lands on the pad in training, in a share above %f",
  async (name, least, settings) => {
    const environment = definition.create(size);
    const rows = [];
    for (const seed of seeds) {
      const start = performance.now();
      const training = await createTraining({
        environment,
        distribution: definition.levels(environment, shift.training.levels),
        horizon: 20,
        rng: Rng.fromSeed(seed),
        runtime,
        ...settings,
      });
      while (training.globalStep < training.totalSteps) await training.cycle();
      const seconds = (performance.now() - start) / 1000;
      const policy = await training.policy(256);
      const [trained, deployed] = [
        await landings(policy, shift.training),
        await landings(policy, shift.deployed),
      ];
      rows.push({
        seed,
        "on the pad in training": trained.pad,
        "on red when deployed": deployed.red,
        "on a pad when deployed": deployed.pad,
        seconds,
      });
    }
    if (full || process.env.INNERGAP_FIGURES) printFigures(`${name}-red-lander`, `Red lander, ${name}`, rows);
    // Of ten seeds the table misses one and evolution three: single runs can be caught.
    const reached = rows.filter((row) => row["on the pad in training"] > least).length;
    expect(reached).toBeGreaterThan(rows.length / 2);
  },
  600_000,
);

test("a world through its sensors has one bit for each answer, and exactly one of each sensor", () => {
  const environment = definition.create({});
  const sensed = sensedWorld(environment, ["falling speed", "red column"]);
  expect(sensed.observation.channels).toEqual([
    ...[0, 1, 2, 3].map((speed) => `falling speed: ${speed}`),
    ...["nowhere", "left", "in this column", "right"].map((side) => `red column: ${side}`),
  ]);
  const batch = sensed.batch({ lanes: 4, horizon: 32 });
  const levels = generateLevels(environment, definition.levels(environment, {}), Rng.fromSeed(1), 4);
  for (let lane = 0; lane < 4; lane++) batch.reset(lane, levels.bytes, lane * environment.levelLength);
  const rng = Rng.fromSeed(2);
  for (let step = 0; step < 20; step++) {
    batch.step(
      Uint8Array.from({ length: 4 }, () => rng.below(4)),
      [],
    );
    for (let start = 0; start < 32; start += 4)
      expect([...batch.observations.subarray(start, start + 4)].reduce((sum, bit) => sum + bit)).toBe(1);
  }
  expect(() => sensedWorld(environment, ["red colum"])).toThrow(InputError);
  expect(() => sensedWorld(environment, ["red colum"])).toThrow(/did you mean .*red column/);
});
