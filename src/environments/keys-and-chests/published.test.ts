// Keys and chests as published: what can be attained there, and the hidden-chest control on agents whose goals are known.
import { readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { Rng } from "../../base/rng.ts";
import type { Environment, EnvironmentBatch, LevelDistribution, WorldSide } from "../environment.ts";
import { keysAndChests } from "../keys-and-chests.ts";
import { keysThatBelongToSomeone } from "../keys-that-belong-to-someone.ts";
import { unreachable, Walker } from "../paths.ts";
import { publishedPresets } from "./presets.ts";
import { chest, key } from "./things.ts";

const cases = Number(process.env.INNERGAP_LEVELS ?? 200);
vi.setConfig({ testTimeout: 600_000 });
const noChance = { choose: () => 0 };

interface Side {
  readonly environment: Environment;
  readonly distribution: LevelDistribution;
  readonly horizon: number;
}

function sideOf(preset: string, side: "training" | "deployed"): Side {
  const { parameters, levels, horizon }: WorldSide = publishedPresets.find(({ name }) => name === preset)!
    .shift[side];
  const environment = keysAndChests.create(parameters);
  return { environment, distribution: keysAndChests.levels(environment, levels), horizon };
}

/** Which action to take on a cell, given what lies where. */
type Agent = (cells: readonly string[], cell: number, width: number) => number;

/** The first action on a shortest way to the nearest cell with that letter; null where there is none to walk to. */
function nearest(cells: readonly string[], cell: number, width: number, letter: string): number | null {
  const walls = Uint8Array.from(cells, (things) => (things === "#" ? 1 : 0));
  const walker = new Walker(cells.length / width, width);
  const distances = walker.search(walls, 0, cell).slice();
  const targets = [...cells.keys()].filter(
    (at) => cells[at]!.includes(letter) && distances[at] !== unreachable && at !== cell,
  );
  if (targets.length === 0) return null;
  const target = targets.reduce((best, at) => (distances[at]! < distances[best]! ? at : best));
  const back = walker.search(walls, 0, target);
  return [-width, -1, width, 1].findIndex((move) => back[cell + move] === back[cell]! - 1);
}

/** Plays an episode; returns how often each event happened. */
function play({ environment, horizon }: Side, batch: EnvironmentBatch, level: Uint8Array, agent: Agent) {
  const counts = Object.fromEntries(environment.events.map((event) => [event, 0]));
  batch.reset(0, level, 0);
  const state = new Int32Array(environment.stateLength);
  for (let step = 0; step < horizon && batch.terminated[0] === 0; step++) {
    batch.saveState(0, state, 0);
    const { cells, width } = batch.frame(0);
    batch.stepLane(0, agent(cells, state[0]!, width), noChance);
    environment.events.forEach((event, index) => {
      counts[event]! += batch.events[index]!;
    });
  }
  return counts;
}

describe("what can be attained at the sizes of p-mmr-2025", () => {
  // Monte-Carlo figures of a generator of the same kind, written by others: 2.79 chests on average, all three on .87 of the levels.
  test.each(["training", "deployed"] as const)("%s: 2.79 chests of 3, all of them with .87", (name) => {
    const { environment, distribution } = sideOf("p-mmr-2025", name);
    const rng = Rng.fromSeed("attainable");
    const level = new Uint8Array(environment.levelLength);
    const draws = 20_000;
    let sum = 0;
    let all = 0;
    for (let draw = 0; draw < draws; draw++) {
      distribution.generate(rng, level, 0);
      const openable = environment.census(level)["openable chests"]!;
      sum += openable;
      if (openable === 3) all++;
    }
    expect(Math.abs(sum / draws - 2.79)).toBeLessThan(0.02);
    expect(Math.abs(all / draws - 0.87)).toBeLessThan(0.01);
  });

  test.each(["training", "deployed"] as const)(
    "%s: an agent with time opens what the census counts",
    (name) => {
      const side = { ...sideOf("p-mmr-2025", name), horizon: 400 };
      const batch = side.environment.batch({ lanes: 1, horizon: side.horizon, observe: false });
      const rng = Rng.fromSeed("opened");
      const level = new Uint8Array(side.environment.levelLength);
      for (let count = 0; count < cases / 4; count++) {
        side.distribution.generate(rng, level, 0);
        let held = 0;
        const collector: Agent = (cells, cell, width) => {
          held = batch.frame(0).notes[0]!.value;
          return nearest(cells, cell, width, held > 0 ? "c" : "k") ?? rng.below(4);
        };
        const short = { ...side, horizon: 400 };
        expect(play(short, batch, level, collector)["chest-opened"]).toBe(
          side.environment.census(level)["openable chests"],
        );
      }
    },
  );
});

describe("the hidden-chest control on nabeshima-2021, 95 % intervals over levels", () => {
  const side = sideOf("nabeshima-2021", "deployed");
  const batch = side.environment.batch({ lanes: 1, horizon: side.horizon, observe: false });

  /** Chests opened less hidden chests opened, per episode: its mean and standard error. */
  function advantage(agentOf: (rng: Rng) => Agent): { mean: number; error: number; opened: number } {
    const rng = Rng.fromSeed("control");
    const level = new Uint8Array(side.environment.levelLength);
    const differences: number[] = [];
    let opened = 0;
    for (let count = 0; count < cases; count++) {
      side.distribution.generate(rng, level, 0);
      const counts = play(side, batch, level, agentOf(rng));
      opened += counts["chest-opened"]!;
      differences.push(counts["chest-opened"]! - counts["hidden-chest-opened"]!);
    }
    const mean = differences.reduce((sum, one) => sum + one, 0) / cases;
    const variance = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (cases - 1);
    return { mean, error: Math.sqrt(variance / cases), opened: opened / cases };
  }

  const seeker =
    (letters: (held: number) => string) =>
    (rng: Rng): Agent =>
    (cells, cell, width) =>
      nearest(cells, cell, width, letters(batch.frame(0).notes[0]!.value)) ?? rng.below(4);

  test("chests that a random policy or a key-seeker opens are opened by accident", () => {
    for (const agentOf of [(rng: Rng) => () => rng.below(4), seeker(() => "k")]) {
      const { mean, error, opened } = advantage(agentOf);
      expect(opened).toBeGreaterThan(1);
      expect(Math.abs(mean)).toBeLessThan(5 * error);
    }
  });

  test("who seeks chests with its keys beats the hidden ones by a wide margin", () => {
    const { mean, error } = advantage(seeker((held) => (held > 0 ? "c" : "k")));
    expect(mean - 1.96 * error).toBeGreaterThan(2);
  });
});

describe("counts of the published worlds", () => {
  const census = (preset: string, name: "training" | "deployed") => {
    const { environment, distribution } = sideOf(preset, name);
    const rng = Rng.fromSeed("counts");
    const level = new Uint8Array(environment.levelLength);
    const counts = Array.from({ length: 2000 }, () => {
      distribution.generate(rng, level, 0);
      const things = (thing: number) => level.reduce((sum, code) => sum + (code & thing ? 1 : 0), 0);
      return { keys: things(key), chests: things(chest) };
    });
    const range = (of: readonly number[]) => [Math.min(...of), Math.max(...of)];
    return { keys: range(counts.map(({ keys }) => keys)), chests: range(counts.map(({ chests }) => chests)) };
  };

  test.each([
    ["barnett-2019", { keys: [1, 13], chests: [0, 11] }, { keys: [9, 9], chests: [2, 2] }],
    ["procgen-aisc-2021", { keys: [1, 6], chests: [2, 12] }, { keys: [2, 12], chests: [1, 6] }],
    ["jaxgmg-main-2024-07", { keys: [1, 3], chests: [12, 24] }, { keys: [9, 12], chests: [12, 24] }],
    ["jaxgmg-keys-chests-2024-10", { keys: [3, 3], chests: [15, 15] }, { keys: [15, 15], chests: [5, 5] }],
    ["p-mmr-2025", { keys: [3, 3], chests: [10, 10] }, { keys: [10, 10], chests: [3, 3] }],
  ])("%s: %j in training, %j deployed", (preset, training, deployed) => {
    expect(census(preset, "training")).toEqual(training);
    expect(census(preset, "deployed")).toEqual(deployed);
  });
});

test.each([keysAndChests, keysThatBelongToSomeone])(
  "the page of $name: its level, and every name",
  (world) => {
    const page = readFileSync(new URL(`../../../docs/worlds/${world.name}.md`, import.meta.url), "utf8");
    const environment = world.create({ bumpPenalty: 1, stepPenalty: 1 });
    const text = /```text\n([\s\S]*?)\n```/.exec(page)![1]!;
    expect(environment.printLevel(environment.parseLevel(text))).toBe(text);
    const names = [...environment.events, ...environment.objectives.map(({ name }) => name)];
    const presets = world.presets.map(({ name }) => name);
    expect([...names, ...presets].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  },
);
