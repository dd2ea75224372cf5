import { describe, expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { eventWeights } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels } from "../environments/levels.ts";
import type { Policy } from "../policies/policy.ts";
import { type PlayOptions, playEpisodes, toReplay } from "./episodes.ts";
import { replayEpisode, replayMoments } from "./replay.ts";

const uniform: Policy = {
  name: "random",
  memorySize: 0,
  decide: (_batch, _memory, out) => {
    out.probabilities.fill(1);
  },
};

function options(name: string, count: number, horizon: number): Omit<PlayOptions, "rng"> {
  const definition = environmentNamed(name);
  const environment = definition.create({});
  const distribution = definition.levels(environment, {});
  const levels = generateLevels(environment, distribution, Rng.fromSeed("levels"), count);
  return {
    environment,
    levels: levels.bytes,
    count,
    horizon,
    policy: uniform,
    selection: "sampled",
    discount: 0.9,
  };
}

const play = (name: string, more: Partial<PlayOptions> = {}, count = 20, horizon = 12) =>
  playEpisodes({ ...options(name, count, horizon), rng: Rng.fromSeed("play"), ...more });

const worlds = ["keys-and-chests", "cheese-in-the-corner", "biased-coins", "patience", "long-life"];

describe.each(worlds)("%s", (name) => {
  test("every level is played once, to its end", async () => {
    const { steps, terminated, horizon, actions, count } = await play(name);
    for (let index = 0; index < count; index++) {
      expect(terminated[index] === 1 || steps[index] === horizon).toBe(true);
      expect(actions[index].length).toBe(steps[index]);
    }
  });

  test("episodes do not depend on how many are played side by side", async () => {
    const all = await play(name);
    for (const lanes of [1, 3, 20])
      expect({ ...(await play(name, { lanes })), environment: all.environment }).toEqual(all);
  });

  test("a replay repeats the episode: events, end and discounted values", async () => {
    const episodes = await play(name);
    const { environment, horizon, discount, values, events, terminated } = episodes;
    const kinds = environment.events.length;
    for (let index = 0; index < episodes.count; index++) {
      const replay = toReplay(episodes, index);
      const repeated = replayEpisode(environment, replay, horizon);
      expect(repeated.frames).toHaveLength(episodes.steps[index] + 1);
      expect(repeated.terminated).toBe(terminated[index] === 1);
      for (let kind = 0; kind < kinds; kind++) {
        const total = repeated.events.reduce((sum, happened) => sum + happened[kind], 0);
        expect(total).toBe(events[index * kinds + kind]);
      }
      for (const objective of environment.objectives) {
        const weights = eventWeights(environment, objective);
        let value = 0;
        repeated.events.forEach((happened, step) => {
          happened.forEach((count, kind) => {
            value += discount ** step * weights[kind] * count;
          });
        });
        expect(values[objective.name][index]).toBeCloseTo(value, 9);
      }
    }
  });
});

test("greedy play takes the most probable action, without chance of its own", async () => {
  const second: Policy = {
    ...uniform,
    decide: (_batch, _memory, out) => void out.probabilities.set([0.3, 0.7]),
  };
  const { events, actions } = await play(
    "biased-coins",
    { policy: second, selection: "greedy", lanes: 1 },
    400,
    1,
  );
  expect(actions.every(([action]) => action === 1)).toBe(true);
  const paid = events.reduce((sum, count) => sum + count, 0);
  expect(Math.abs(paid - 300)).toBeLessThan(5 * Math.sqrt(400 * 0.1875));
});

test("memory starts empty in every episode", async () => {
  const counter: Policy = {
    name: "counter",
    memorySize: 2,
    decide: (batch, memory, out) => {
      for (let lane = 0; lane < batch.lanes; lane++) {
        const playing = !batch.terminated[lane] && !batch.truncated[lane];
        if (playing) expect(memory[lane * 2 + 1]).toBe(batch.elapsed[lane]);
        memory[lane * 2 + 1]++;
      }
      out.probabilities.fill(1);
    },
  };
  await play("keys-and-chests", { policy: counter, lanes: 3 });
});

test("progress counts the episodes that have ended", async () => {
  const done: number[] = [];
  await play("patience", { onProgress: (count) => done.push(count) }, 7);
  expect(done.at(-1)).toBe(7);
  expect(done).toEqual([...new Set(done)].sort((a, b) => a - b));
});

test("too few levels are refused", async () => {
  await expect(play("patience", { levels: new Uint8Array(3) })).rejects.toThrow(InputError);
  await expect(play("patience", { count: 0 })).rejects.toThrow(/count/);
});

describe("a record that cannot have happened is refused", () => {
  const { environment } = options("biased-coins", 1, 1);
  const whole = { level: "0", actions: [1], chances: [0] };
  const repeat = (change: object) => () => [...replayMoments(environment, { ...whole, ...change }, 5)];

  test("the whole one is not", () => expect(repeat({})()).toHaveLength(2));
  test("an action too many", () => expect(repeat({ actions: [1, 0] })).toThrow(/actions\[1\].*the end/));
  test("an action that does not exist", () =>
    expect(repeat({ actions: [2] })).toThrow(/actions\[0\].*below 2/));
  test("no end", () => expect(repeat({ actions: [], chances: [] })).toThrow(/a complete episode/));
  test("chance too little", () => expect(repeat({ chances: [] })).toThrow(/chances\[0\]/));
  test("chance too much", () => expect(repeat({ chances: [0, 0] })).toThrow(/as many as were used/));
});
