import fc from "fast-check";
import { expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { sizeOf } from "../engine/tensor.ts";
import type { EnvironmentDefinition } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import type { Actor } from "./actor.ts";
import { sampledChance } from "./chance.ts";
import { RolloutCollector } from "./rollout.ts";

/** Answers that depend on every byte of the observation, so that a wrong one shows. */
function estimateOf(observation: Uint8Array): number {
  let value = 1;
  for (const [index, byte] of observation.entries()) value = (value * 31 + byte * (index + 1)) % 1009;
  return Math.fround(value / 1009);
}

function hashingActor(actions: number): Actor {
  return {
    async evaluate(observations, lanes, _memory, out) {
      const size = observations.length / lanes;
      for (let lane = 0; lane < lanes; lane++) {
        const value = estimateOf(observations.subarray(lane * size, (lane + 1) * size));
        out.values[lane] = value;
        const first = (1 + value) / actions / 2;
        const rest = (1 - first) / Math.max(actions - 1, 1);
        for (let action = 0; action < actions; action++) {
          out.probabilities[lane * actions + action] = actions === 1 ? 1 : action === 0 ? first : rest;
        }
      }
    },
  };
}

function setUp(
  definition: EnvironmentDefinition,
  lanes: number,
  steps: number,
  horizon: number,
  seed: number,
) {
  const environment = definition.create({});
  const distribution = definition.levels(environment, {});
  const rng = Rng.fromSeed(seed);
  const collector = new RolloutCollector({ environment, distribution, horizon, lanes, steps, rng });
  return { environment, distribution, collector, actor: hashingActor(environment.actions.length) };
}

const worlds = ["keys-and-chests", "cheese-in-the-corner", "biased-coins", "cue-recall", "long-life"];

test.each(worlds)(
  "%s: every recorded step is what one lane alone, given the same actions, goes through",
  async (name) => {
    const definition = environmentNamed(name);
    const sizes = fc.record({
      lanes: fc.integer({ min: 1, max: 4 }),
      steps: fc.integer({ min: 1, max: 20 }),
      horizon: fc.integer({ min: 1, max: 12 }),
      seed: fc.integer(),
    });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ lanes, steps, horizon, seed }) => {
        const { environment, distribution, collector, actor } = setUp(
          definition,
          lanes,
          steps,
          horizon,
          seed,
        );
        const size = sizeOf(environment.observation.shape);
        const root = Rng.fromSeed(seed);
        const alone = Array.from({ length: lanes }, (_, lane) => {
          const rng = root.fork(`lane-${lane}`);
          return { rng, chance: sampledChance(rng), batch: environment.batch({ lanes: 1, horizon }) };
        });
        const level = new Uint8Array(environment.levelLength);
        const start = ({ rng, batch }: (typeof alone)[number]) => {
          distribution.generate(rng, level, 0);
          batch.reset(0, level, 0);
        };
        alone.forEach(start);
        // Two stretches: what a lane was in the middle of must go on.
        for (let stretch = 0; stretch < 2; stretch++) {
          const finished = await collector.collect(actor);
          const { trajectory } = collector;
          let [episodes, length] = [0, 0];
          for (let row = 0; row < steps * lanes; row++) {
            const { batch, chance } = alone[row % lanes];
            const seen = trajectory.observations.subarray(row * size, (row + 1) * size);
            expect(seen).toEqual(batch.observations);
            expect(trajectory.values[row]).toBe(estimateOf(seen));
            batch.stepLane(0, trajectory.actions[row], chance);
            expect(trajectory.terminated[row]).toBe(batch.terminated[0]);
            expect(trajectory.truncated[row]).toBe(batch.truncated[0]);
            expect(trajectory.finalValues[row]).toBe(batch.truncated[0] ? estimateOf(batch.observations) : 0);
            if (batch.terminated[0] || batch.truncated[0]) {
              episodes++;
              length += batch.elapsed[0];
              start(alone[row % lanes]);
            }
          }
          expect(finished).toMatchObject({ count: episodes, steps: length });
          alone.forEach(({ batch }, lane) => {
            expect(trajectory.lastValues[lane]).toBe(estimateOf(batch.observations));
          });
        }
      }),
      { numRuns: 15 },
    );
  },
);

test("rewards, returns and event counts are those of the base objective", async () => {
  const { collector, actor } = setUp(environmentNamed("long-life"), 3, 10, 4, 1);
  const first = await collector.collect(actor);
  // Paid at every step; each lane ends episodes after steps 4 and 8.
  expect(Array.from(collector.trajectory.rewards)).toEqual(new Array(30).fill(1));
  expect(first).toEqual({ count: 6, returns: 24, steps: 24, events: Float64Array.of(24) });
  // The running episodes had 2 steps each and end 2 steps into the next stretch, then after 6 and 10.
  expect((await collector.collect(actor)).count).toBe(9);
});

test.each([0, 2.5, Number.NaN])("a horizon of %d steps is refused", (horizon) => {
  expect(() => setUp(environmentNamed("patience"), 1, 1, horizon, 1)).toThrow(/horizon: found/);
});

test("log-probabilities are those of the taken actions", async () => {
  const { collector, actor } = setUp(environmentNamed("context-choice"), 4, 8, 3, 2);
  await collector.collect(actor);
  const { actions, values, logProbabilities } = collector.trajectory;
  actions.forEach((action, row) => {
    const first = (1 + values[row]) / 6;
    expect(logProbabilities[row]).toBeCloseTo(Math.log(action === 0 ? first : (1 - first) / 2), 5);
  });
});

/** Counts, in its memory, the decisions since the memory was cleared. */
const counter: Actor = {
  async evaluate(_observations, lanes, memory, out) {
    for (let lane = 0; lane < lanes; lane++) {
      out.values[lane] = memory[lane];
      memory[lane]++;
      out.probabilities[lane] = 1;
    }
  },
};

test.each([1, 2, 3])(
  "memory lives for %i episodes, whatever the boundaries of stretches",
  async (episodesPerLife) => {
    const definition = environmentNamed("long-life");
    const environment = definition.create({});
    const horizon = 3;
    const collector = new RolloutCollector({
      environment,
      distribution: definition.levels(environment, {}),
      horizon,
      lanes: 2,
      steps: 7,
      rng: Rng.fromSeed(1),
      memorySize: 1,
      episodesPerLife,
    });
    const life = horizon * episodesPerLife;
    for (let stretch = 0; stretch < 4; stretch++) {
      await collector.collect(counter);
      const { values, memoryCleared, lastValues, finalValues, truncated } = collector.trajectory;
      for (let row = 0; row < 14; row++) {
        const step = stretch * 7 + Math.floor(row / 2);
        expect(values[row]).toBe(step % life);
        expect(memoryCleared[row]).toBe(step % life === 0 ? 1 : 0);
        // The value of the last observation is asked with the memory that the episode ended with.
        if (truncated[row]) expect(finalValues[row]).toBe((step % life) + 1);
      }
      const next = (stretch + 1) * 7;
      if (next % life !== 0) expect(lastValues[0]).toBe(next % life);
    }
  },
);
