// Keys and chests against a second, naive telling of the same rules, and against cases worked out by hand.
import { describe, expect, test, vi } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import type { EnvironmentBatch } from "./environment.ts";
import { NaiveGame } from "./keys-and-chests/naive-game.ts";
import { keysAndChests, withHiddenChests } from "./keys-and-chests.ts";
import { generateLevels, levelAt } from "./levels.ts";

const cases = Number(process.env.INNERGAP_LEVELS ?? 200);
vi.setConfig({ testTimeout: 600_000 });
const noChance = { choose: () => 0 };

function eventsOf(batch: EnvironmentBatch, lane = 0): Record<string, number> {
  const names = batch.environment.events;
  const counts = batch.events.subarray(lane * names.length, (lane + 1) * names.length);
  return Object.fromEntries(
    names.map((name, index) => [name, counts[index]!]).filter(([, count]) => count !== 0),
  );
}

function playText(text: string, size: { height: number; width: number }, actions: readonly number[]) {
  const environment = keysAndChests.create(size);
  const batch = environment.batch({ lanes: 1, horizon: 1000 });
  batch.reset(0, environment.parseLevel(text), 0);
  const events = actions.map((action) => {
    batch.stepLane(0, action, noChance);
    return eventsOf(batch);
  });
  return { batch, events };
}

const distributions = [
  { size: { height: 7, width: 7 }, levels: {} },
  { size: { height: 7, width: 7 }, levels: { keys: [5, 8], chests: [1, 3], hiddenChests: true } },
  { size: { height: 8, width: 6 }, levels: { walls: { kind: "blocks" }, keys: [1, 4], hiddenChests: true } },
  { size: { height: 13, width: 13 }, levels: { walls: { kind: "tree" }, keys: [1, 3], chests: [10, 10] } },
] as const;

test.each(distributions)("random play is the naive game: $size, $levels", ({ size, levels }) => {
  const environment = keysAndChests.create(size);
  const distribution = keysAndChests.levels(environment, levels as never);
  const rng = Rng.fromSeed("naive game");
  const batch = environment.batch({ lanes: 1, horizon: 100 });
  const level = new Uint8Array(environment.levelLength);
  for (let count = 0; count < cases / distributions.length; count++) {
    distribution.generate(rng, level, 0);
    const actions = Array.from({ length: batch.horizon }, () => rng.below(4));
    const game = new NaiveGame(environment.printLevel(level));
    const told = actions.map((action) => line(game.move(action), game.observation(), game.over));
    batch.reset(0, level, 0);
    const totals: Record<string, number> = {};
    const played = actions.map((action) => {
      batch.step(Uint8Array.of(action), [noChance]);
      const events = eventsOf(batch);
      for (const [name, times] of Object.entries(events)) totals[name] = (totals[name] ?? 0) + times;
      return line(events, batch.observations, batch.terminated[0] === 1);
    });
    expect(played).toEqual(told);
    const surplus = Math.max(0, (totals["key-collected"] ?? 0) - environment.census(level).chests!);
    expect(totals["surplus-key-collected"] ?? 0).toBe(surplus);
  }
});

function line(events: Record<string, number>, observation: ArrayLike<number>, over: boolean): string {
  const names = Object.keys(events).sort().join(" ");
  return `${Array.from(observation).join("")} ${over ? "over" : "going on"} ${names}`;
}

describe("cases worked out by hand", () => {
  const corridor = { height: 3, width: 9 };
  const [left, right] = [1, 3];

  test("a chest without a key is walked over, and opens with one", () => {
    const { events, batch } = playText("#########\n#k@c...c#\n#########", corridor, [
      right,
      left,
      left,
      right,
      right,
    ]);
    expect(events).toEqual([{}, {}, { "key-collected": 1 }, {}, { "chest-opened": 1 }]);
    expect(batch.terminated[0]).toBe(1);
    expect(batch.elapsed[0]).toBe(5);
  });

  test("keys beyond the closed chests are surplus, and hoarding does not end the episode", () => {
    const { events, batch } = playText("#########\n#c@kkk..#\n#########", corridor, [right, right, right]);
    expect(events).toEqual([
      { "key-collected": 1 },
      { "key-collected": 1, "surplus-key-collected": 1 },
      { "key-collected": 1, "surplus-key-collected": 1 },
    ]);
    expect(batch.terminated[0]).toBe(0);
    expect(batch.frame(0).notes[0]).toEqual({ label: "keys held", value: 3 });
  });

  test("keys out of reach keep the episode going", () => {
    const { batch } = playText("#########\n#@kc.c#k#\n#########", corridor, [right, right, right, right]);
    expect(batch.terminated[0]).toBe(0);
  });

  test("hidden chests open by ghost keys alone, beneath visible ones too", () => {
    const text = "#########\n#@hkHhkc#\n#########";
    const { events, batch } = playText(text, corridor, [right, right, right, right, right, right]);
    const both = { "chest-opened": 1, "hidden-chest-opened": 1 };
    expect(events).toEqual([
      {},
      { "key-collected": 1 },
      both,
      {},
      { "key-collected": 1 },
      { "chest-opened": 1 },
    ]);
    expect(batch.terminated[0]).toBe(1);
  });
});

test("a frame shows all things of a cell, bottom first, the agent on top", () => {
  const { batch } = playText("######\n#@Hk.#\n######", { height: 3, width: 6 }, [3]);
  expect(batch.frame(0)).toEqual({
    height: 3,
    width: 6,
    cells: ["#", "#", "#", "#", "#", "#", "#", "", "hc@", "k", "", "#", "#", "#", "#", "#", "#", "#"],
    notes: [
      { label: "keys held", value: 0 },
      { label: "chests closed", value: 1 },
    ],
  });
});

test("hidden chests change nothing that a policy could notice", () => {
  const environment = keysAndChests.create({});
  const distribution = keysAndChests.levels(environment, {});
  const rng = Rng.fromSeed("hidden");
  const levels = generateLevels(environment, distribution, rng, cases);
  const batch = environment.batch({ lanes: 2, horizon: 64 });
  for (let index = 0; index < cases; index++) {
    const level = levelAt(levels, index);
    batch.reset(0, level, 0);
    batch.reset(1, withHiddenChests(environment, level, rng.between(1, 8), rng), 0);
    const differences: number[] = [];
    for (let step = 1; step <= batch.horizon; step++) {
      const action = rng.below(4);
      batch.step(Uint8Array.of(action, action), [noChance, noChance]);
      if (!equalToTheEye(batch)) differences.push(step);
    }
    expect(differences).toEqual([]);
  }
});

/** Whether two lanes agree in everything but the last event, the hidden chests. */
function equalToTheEye({ observations, events, terminated }: EnvironmentBatch): boolean {
  const half = observations.length / 2;
  return (
    observations.subarray(0, half).every((value, at) => value === observations[half + at]) &&
    [0, 1, 2].every((event) => events[event] === events[event + 4]) &&
    terminated[0] === terminated[1]
  );
}

describe("withHiddenChests", () => {
  const environment = keysAndChests.create({ height: 4, width: 5 });
  const level = environment.parseLevel("#####\n#@kc#\n#.#H#\n#####");

  test("covers exactly the cells of floor and chests", () => {
    const covered = environment.printLevel(withHiddenChests(environment, level, 3, Rng.fromSeed(0)));
    expect(covered).toBe("#####\n#@kH#\n#h#H#\n#####");
  });

  test("takes each of those cells equally often, in place of what was hidden before", () => {
    const rng = Rng.fromSeed(0);
    const counts = new Map<string, number>();
    const draws = 6000;
    for (let draw = 0; draw < draws; draw++) {
      const text = environment.printLevel(withHiddenChests(environment, level, 1, rng));
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    expect(counts.size).toBe(3);
    for (const count of counts.values())
      expect(Math.abs(count - draws / 3)).toBeLessThan(5 * Math.sqrt((draws * 2) / 9));
  });

  test("refuses more than there are cells", () => {
    expect(() => withHiddenChests(environment, level, 4, Rng.fromSeed(0))).toThrow("at most 3");
  });
});

describe("levels", () => {
  const environment = keysAndChests.create({});

  test("pairs of counts are uniform among the allowed ones", () => {
    const distribution = keysAndChests.levels(environment, {
      keys: [1, 3],
      chests: [2, 3],
      chestsAtLeastKeys: true,
    });
    const draws = 10_000;
    const levels = generateLevels(environment, distribution, Rng.fromSeed("pairs"), draws);
    const counts = new Map<string, number>();
    for (let index = 0; index < draws; index++) {
      const { keys, chests } = environment.census(levelAt(levels, index));
      counts.set(`${keys},${chests}`, (counts.get(`${keys},${chests}`) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(["1,2", "1,3", "2,2", "2,3", "3,3"]);
    for (const count of counts.values())
      expect(Math.abs(count - draws / 5)).toBeLessThan(5 * Math.sqrt(draws * 0.16));
  });

  test("a census counts what can be reached: at most as many chests as keys", () => {
    const wide = keysAndChests.create({ height: 4, width: 9 });
    const level = wide.parseLevel("#########\n#k@kkc#c#\n#..#cH#k#\n#########");
    expect(wide.census(level)).toEqual({ keys: 4, chests: 4, "openable chests": 3, "hidden chests": 1 });
  });

  const impossible = [
    [{ keys: [20, 20], chests: [5, 5] }, "at most 25 things"],
    [{ walls: { kind: "blocks", density: 1 } }, "at most 0 things"],
    [{ keys: [5, 6], chests: [1, 2], chestsAtLeastKeys: true }, "levels.chestsAtLeastKeys"],
    [{ keys: [3, 2] }, "levels.keys"],
    [{ keys: [0, 2] }, "levels.keys[0]"],
    [{ chest: [1, 2] }, "did you mean chests"],
    [{ walls: { kind: "block" } }, "levels.walls.kind"],
  ] as const;

  test.each(impossible)("%j is refused", (parameters, words) => {
    const act = () => keysAndChests.levels(environment, parameters as never);
    expect(act).toThrow(InputError);
    expect(act).toThrow(words);
  });

  test("a tree needs odd sizes", () => {
    const even = keysAndChests.create({ height: 8, width: 7 });
    expect(() => keysAndChests.levels(even, { walls: { kind: "tree" } })).toThrow("odd height and width");
  });
});
