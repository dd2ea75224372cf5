// The variants of keys and chests against a naive telling of their rules, and against cases worked out by hand.
import { describe, expect, test, vi } from "vitest";
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import { enumerate } from "../enumerate.ts";
import { baseObjective, type ChanceOracle, type EnvironmentBatch, eventWeights } from "../environment.ts";
import { keysAndChests } from "../keys-and-chests.ts";
import { keysThatBelongToSomeone } from "../keys-that-belong-to-someone.ts";
import { NaiveGame } from "./naive-game.ts";

const cases = Number(process.env.INNERGAP_LEVELS ?? 200);
vi.setConfig({ testTimeout: 600_000 });
const firstPlace: ChanceOracle = { choose: (weights) => Array.from(weights).indexOf(1) };
const [up, left, right, idle] = [0, 1, 3, 4];

function eventsOf(batch: EnvironmentBatch): Record<string, number> {
  const names = batch.environment.events;
  return Object.fromEntries(
    names.map((name, index) => [name, batch.events[index]!]).filter(([, count]) => count !== 0),
  );
}

const size = { height: 7, width: 7 };
const variants = [
  { parameters: { ...size, showKeys: false }, levels: {} },
  { parameters: { ...size, ends: "never" }, levels: { keysOnly: { share: 0.5, keys: [1, 6] } } },
  {
    parameters: { ...size, bumpPenalty: 0.3, stepPenalty: 0.1 },
    levels: { walls: { kind: "tree" }, keys: [1, 2] },
  },
  { parameters: { ...size, respawn: true }, levels: { hiddenChests: true } },
  {
    parameters: { ...size, respawn: true, showKeys: false, bumpPenalty: 1, ends: "never" },
    levels: {
      walls: { kind: "tree" },
      keys: [5, 8],
      chests: [4, 8],
      keysOnly: { share: 0.2, keys: [1, 16] },
    },
  },
  { parameters: { ...size, width: 9, view: 3 }, levels: { keys: [9, 12] } },
  {
    parameters: { ...size, view: 5, respawn: true, ends: "never", stepPenalty: 1 },
    levels: { hiddenChests: true },
  },
  { parameters: { height: 5, width: 5, view: 9 }, levels: { keys: [1, 3], chests: [1, 3] } },
] as const;

test.each(variants)("random play is the naive game: $parameters, $levels", ({ parameters, levels }) => {
  const environment = keysAndChests.create(parameters as never);
  const distribution = keysAndChests.levels(environment, levels as never);
  const rng = Rng.fromSeed("variants");
  const batch = environment.batch({ lanes: 1, horizon: 100 });
  const level = new Uint8Array(environment.levelLength);
  const rules = environment.parameters as { [name: string]: unknown };
  for (let count = 0; count < cases / variants.length; count++) {
    distribution.generate(rng, level, 0);
    const seed = String(rng.uint32());
    const chosen = Rng.fromSeed(seed);
    const again = Rng.fromSeed(seed);
    const game = new NaiveGame(environment.printLevel(level), {
      ends: rules.ends === "when-exhausted",
      showKeys: rules.showKeys === true,
      bumps: environment.events.includes("wall-bumped"),
      steps: environment.events.includes("step-taken"),
      respawn: environment.stochastic ? (places) => places[again.below(places.length)]! : null,
      view: rules.view as number | null,
    });
    const chance = {
      choose: (weights: ArrayLike<number>) => {
        const options = Array.from(weights).flatMap((weight, option) => (weight === 0 ? [] : [option]));
        return options[chosen.below(options.length)]!;
      },
    };
    batch.reset(0, level, 0);
    expect(Array.from(batch.observations)).toEqual(game.observation());
    for (let step = 0; step < batch.horizon; step++) {
      const action = rng.below(5);
      const events = game.move(action);
      batch.stepLane(0, action, chance);
      const said = [eventsOf(batch), Array.from(batch.observations), batch.terminated[0] === 1];
      expect(said).toEqual([events, game.observation(), game.over]);
    }
  }
});

const corridor = { height: 3, width: 9 };

function play(text: string, parameters: object, actions: readonly number[], chance = firstPlace) {
  const environment = keysAndChests.create({ ...corridor, ...parameters } as never);
  const batch = environment.batch({ lanes: 1, horizon: 1000 });
  batch.reset(0, environment.parseLevel(text), 0);
  const events = actions.map((action) => {
    batch.stepLane(0, action, chance);
    return eventsOf(batch);
  });
  return { environment, batch, events };
}

describe("penalties", () => {
  const parameters = { bumpPenalty: 0.3, keyPenalty: 0.2, stepPenalty: 0.01 };

  test("are weights of the base objective alone, and an opened chest does not cancel them", () => {
    const actions = [up, right, right, idle];
    const { environment, events } = play("#########\n#c@kc...#\n#########", parameters, actions);
    expect(events).toEqual([
      { "wall-bumped": 1, "step-taken": 1 },
      { "key-collected": 1, "step-taken": 1 },
      { "chest-opened": 1, "step-taken": 1 },
      {},
    ]);
    const weights = eventWeights(environment, baseObjective(environment));
    const worth = (happened: Record<string, number>) =>
      environment.events.reduce((sum, name, index) => sum + weights[index]! * (happened[name] ?? 0), 0);
    expect(events.map(worth).map((value) => Math.round(value * 100) / 100)).toEqual([-0.31, -0.21, 0.99, 0]);
    const rivals = environment.objectives.slice(1).map(({ weights: rival }) => Object.keys(rival));
    expect(rivals.flat()).not.toContain("wall-bumped");
  });

  test("are added to the price of surplus keys", () => {
    const owned = keysThatBelongToSomeone.create({ price: 2, ...parameters });
    expect(baseObjective(owned).weights).toEqual({
      "chest-opened": 1,
      "surplus-key-collected": -2,
      "wall-bumped": -0.3,
      "key-collected": -0.2,
      "step-taken": -0.01,
    });
  });

  test("of nothing leave events and objective as they are", () => {
    const { environment } = play("#########\n#c@kc...#\n#########", {}, []);
    expect(environment.events).toHaveLength(4);
    expect(baseObjective(environment).weights).toEqual({ "chest-opened": 1 });
  });
});

describe("things that reappear", () => {
  const parameters = { respawn: true, ends: "never" };

  test("do so on a free cell that chance chooses, with the same code taken branch by branch", () => {
    const offered: number[][] = [];
    const chance = {
      choose: (weights: ArrayLike<number>) => {
        const cells = Array.from(weights).flatMap((weight, cell) => (weight === 0 ? [] : [cell - 9]));
        offered.push(cells);
        return cells[0]! + 9;
      },
    };
    const text = "#########\n#.@kc.c.#\n#########";
    const { batch, events } = play(text, parameters, [right, right], chance);
    expect(events).toEqual([{ "key-collected": 1 }, { "chest-opened": 1 }]);
    expect(offered).toEqual([
      [1, 2, 5, 7],
      [2, 3, 5, 7],
    ]);
    expect(batch.frame(0).cells.slice(9, 18)).toEqual(["#", "k", "c", "", "@", "", "c", "", "#"]);
    expect(batch.frame(0).notes).toEqual([
      { label: "keys held", value: 0 },
      { label: "chests closed", value: 2 },
    ]);
  });

  test("always find room, on a level without a free cell too, so that no episode ends by rule", () => {
    const ends = { height: 3, width: 5, respawn: true };
    const { batch, events } = play("#####\n#@kc#\n#####", ends, [right, right, left, left]);
    const [taken, opened] = [{ "key-collected": 1 }, { "chest-opened": 1 }];
    expect(events).toEqual([taken, opened, {}, taken]);
    expect(batch.frame(0).cells.slice(5, 10)).toEqual(["#", "@", "c", "k", "#"]);
    expect(batch.terminated[0]).toBe(0);
  });

  test("make a level without end, which is refused where exact values are asked for", () => {
    const environment = keysAndChests.create({ ...corridor, ...parameters } as never);
    const level = environment.parseLevel("#########\n#c@k....#\n#########");
    expect(() => enumerate(environment, level, { limit: 2000 })).toThrow("more than 2,000 states");
  });

  test("keep no more keys in sight than there are cells", () => {
    const held = 60;
    const actions = Array.from({ length: held }, (_, step) => (step % 2 === 0 ? right : left));
    const { batch } = play("#####\n#@k.#\n#####", { height: 3, width: 5, ...parameters }, actions);
    expect(batch.frame(0).notes[0]!.value).toBe(held);
    const { length } = batch.observations;
    expect(Array.from(batch.observations.subarray(length - 15))).toEqual(new Array(15).fill(1));
  });
});

test("where episodes never end by rule, levels may lack keys or chests; elsewhere they may not", () => {
  const text = "#########\n#.@k....#\n#########";
  const { batch } = play(text, { ends: "never" }, [right, right]);
  expect(batch.terminated[0]).toBe(0);
  expect(() => play(text, {}, [])).toThrow("no chest");
});

describe("level parameters", () => {
  const refused = [
    [{}, { keysOnly: { share: 0.1, keys: [1, 3] } }, "levels.keysOnly"],
    [
      { ends: "never" },
      { keysOnly: { share: 0.1, keys: [1, 3] }, shares: { keys: 0.1, chests: 0.1 } },
      "at most one",
    ],
    [{}, { keysPerChest: 2, chestsPerKey: 2 }, "at most one"],
    [{}, { difficulty: { smallest: 3, steps: 3 } }, "levels.difficulty"],
    [{}, { difficulty: { smallest: 1, steps: 2 } }, "free cells"],
    [{}, { shares: { keys: 0, chests: 0.5 } }, "levels.shares.keys"],
    [{}, { shares: { keys: 0.2, chests: 0.5 }, walls: { kind: "blocks", density: 0.99 } }, "free cells"],
    [{ bumpPenalty: -1 }, {}, "parameters.bumpPenalty"],
    [{ ends: "soon" }, {}, "parameters.ends"],
    [{ view: 4 }, {}, "parameters.view"],
  ] as const;

  test.each(refused)("%j with levels %j is refused", (parameters, levels, words) => {
    const act = () => {
      const environment = keysAndChests.create(parameters as never);
      keysAndChests.levels(environment, levels as never);
    };
    expect(act).toThrow(InputError);
    expect(act).toThrow(words);
  });

  const drawn = (parameters: object, levels: object, draws: number) => {
    const environment = keysAndChests.create(parameters as never);
    const distribution = keysAndChests.levels(environment, levels as never);
    const rng = Rng.fromSeed("level parameters");
    return Array.from({ length: draws }, () => {
      const level = new Uint8Array(environment.levelLength);
      distribution.generate(rng, level, 0);
      return { level, text: environment.printLevel(level), census: environment.census(level) };
    });
  };

  test("a share of the levels has keys alone", () => {
    const draws = 4000;
    const levels = { keys: [1, 1], chests: [9, 11], keysOnly: { share: 0.1, keys: [2, 13] } };
    const sets = drawn({ ends: "never" }, levels, draws);
    const only = sets.filter(({ census }) => census.chests === 0);
    expect(Math.abs(only.length - draws / 10)).toBeLessThan(5 * Math.sqrt(draws * 0.09));
    const numbers = new Set(only.map(({ census }) => census.keys!));
    expect([Math.min(...numbers), Math.max(...numbers), numbers.size]).toEqual([2, 13, 12]);
    expect(
      new Set(sets.filter(({ census }) => census.chests !== 0).map(({ census }) => census.keys)),
    ).toEqual(new Set([1]));
  });

  test("shares are rounded up, of all free cells, whatever is placed first", () => {
    const levels = { shares: { keys: 0.1, chests: 0.5 }, hiddenChests: true };
    const [first] = drawn({ height: 12, width: 12 }, levels, 1);
    // Of 100 free cells .1 and .5 are 10 and 50; the roundings of the second share are of what is left.
    expect(first!.census).toMatchObject({ keys: 10, chests: 50, "hidden chests": 50 });
  });

  test("inflated shares lie uniformly between the share and its inflation", () => {
    const draws = 2000;
    const levels = { shares: { keys: 0.1, chests: 0.1, inflation: 0.3 } };
    const keys = drawn({ height: 12, width: 12 }, levels, draws).map(({ census }) => census.keys!);
    const share = (count: number) => keys.filter((one) => one === count).length / draws;
    // Ceilings of 10 + 3u: 11, 12 and 13 with a third each.
    for (const count of [11, 12, 13])
      expect(Math.abs(share(count) - 1 / 3)).toBeLessThan(5 * Math.sqrt(2 / 9 / draws));
  });

  test("holes are a share of the inner walls", () => {
    const walls = (text: string) => [...text].filter((letter) => letter === "#").length;
    const tree = { walls: { kind: "tree" }, shares: { keys: 0.1, chests: 0.1, holes: 0 } };
    const [closed] = drawn({ height: 13, width: 13 }, tree, 1);
    // 48 border cells, and a tree of 36 nodes leaves 121 - 71 = 50 inner walls, of which 20 are opened.
    expect(walls(closed!.text)).toBe(48 + 50);
    const [opened] = drawn({ height: 13, width: 13 }, { ...tree, shares: { ...tree.shares, holes: 0.4 } }, 1);
    expect(walls(opened!.text)).toBe(48 + 30);
  });

  test("a difficulty sets the size of the maze, its place at random, and the counts", () => {
    const levels = {
      walls: { kind: "tree" },
      difficulty: { smallest: 5, steps: 5 },
      keys: [1, 2],
      chestsPerKey: 2,
    };
    const sets = drawn({ height: 15, width: 15 }, levels, 500);
    const seen = new Map<number, Set<number>>();
    const places = new Set<number>();
    for (const { level, census } of sets) {
      // A tree of n x n nodes has 2 n^2 - 1 free cells and a side of 2 n - 1.
      const free = level.reduce((sum, code) => sum + (code === 1 ? 0 : 1), 0);
      const nodes = Math.sqrt((free + 1) / 2);
      const difficulty = nodes - 3;
      expect(census.chests).toBe(2 * census.keys!);
      seen.set(difficulty, (seen.get(difficulty) ?? new Set()).add(census.keys! - difficulty));
      if (difficulty === 0) places.add(level.findIndex((code) => code !== 1));
    }
    expect([...seen.keys()].sort()).toEqual([0, 1, 2, 3, 4]);
    for (const offsets of seen.values()) expect(offsets).toEqual(new Set([1, 2]));
    expect(places.size).toBeGreaterThan(20);
  });
});
