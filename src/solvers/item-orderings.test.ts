// Orders of items against enumeration, against brute force, and against counts worked out by hand.
import { describe, expect, test, vi } from "vitest";
import { Rng } from "../base/rng.ts";
import { enumerate, type FiniteMdp } from "../environments/enumerate.ts";
import { type Environment, type Objective, objectiveNamed } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels, levelAt } from "../environments/levels.ts";
import { solveDiscounted } from "./discounted.ts";
import { bestStartValue } from "./finite-horizon.ts";
import { end, type ItemGraph, itemGraph, nothing } from "./item-graph.ts";
import { itemOrderings } from "./item-orderings.ts";
import { expectedRewards } from "./rewards.ts";

vi.setConfig({ testTimeout: 600_000 });
/** Levels of each kind. */
const cases = Math.min(200, Math.ceil(Number(process.env.INNERGAP_LEVELS ?? 60) / 6));
const definition = environmentNamed("keys-and-chests");

function* levelsOf(
  name: string,
  size: object,
  parameters: object,
  count: number,
): Generator<[Environment, Uint8Array]> {
  const environment = definition.create(size as never);
  const distribution = definition.levels(environment, parameters as never);
  const set = generateLevels(environment, distribution, Rng.fromSeed(`item orderings/${name}`), count);
  for (let index = 0; index < count; index++) yield [environment, levelAt(set, index)];
}

const scarce = { keys: [1, 3], chests: [1, 4], chestsAtLeastKeys: true };
const plenty = { keys: [2, 5], chests: [1, 2] };
const all = ["chests", "keys", "chests-minus-surplus", "keys-and-chests"];
const mixes = [
  { name: "open, keys scarce", size: { height: 6, width: 6 }, levels: scarce, alwaysExact: all },
  { name: "open, keys in plenty", size: { height: 5, width: 7 }, levels: plenty, alwaysExact: ["chests"] },
  {
    name: "blocks, keys scarce",
    size: { height: 7, width: 7 },
    levels: { ...scarce, walls: { kind: "blocks" } },
    alwaysExact: all,
  },
  {
    name: "blocks, keys in plenty",
    size: { height: 7, width: 7 },
    levels: { ...plenty, walls: { kind: "blocks" } },
    alwaysExact: ["chests"],
  },
  {
    name: "tree, keys scarce",
    size: { height: 7, width: 7 },
    levels: { ...scarce, walls: { kind: "tree" } },
    alwaysExact: all,
  },
  {
    name: "tree, keys in plenty",
    size: { height: 7, width: 7 },
    levels: { ...plenty, walls: { kind: "tree" } },
    alwaysExact: ["chests"],
  },
];
const settings = [
  { horizon: Infinity, discount: 0.97 },
  { horizon: 64, discount: 1 },
  { horizon: 12, discount: 0.99 },
];
/** Steps to have all things of these levels: with fewer, a key spent in passing can be missed. */
const enough = 64;
type Setting = (typeof settings)[number];

function exactValue(mdp: FiniteMdp, objective: Objective, { horizon, discount }: Setting): number {
  const rewards = expectedRewards(mdp, objective);
  if (horizon === Infinity) return solveDiscounted(mdp, rewards, discount).values[0]!;
  return bestStartValue(mdp, rewards, horizon, discount);
}

test.each(mixes)("enumeration lies within the bounds: $name", ({ name, size, levels, alwaysExact }) => {
  const open = new Map<string, number>();
  for (const [environment, level] of levelsOf(name, size, levels, cases)) {
    const mdp = enumerate(environment, level);
    for (const objective of environment.objectives) {
      for (const setting of settings) {
        const best = exactValue(mdp, objective, setting);
        const { low, high } = itemOrderings(environment, level, objective, setting)!;
        const text = `${objective.name} on\n${environment.printLevel(level)}`;
        expect(low, text).toBeLessThanOrEqual(best + 1e-8);
        expect(high, text).toBeGreaterThanOrEqual(best - 1e-8);
        if (low < high && setting.horizon >= enough)
          open.set(objective.name, (open.get(objective.name) ?? 0) + 1);
      }
    }
  }
  for (const objective of alwaysExact) expect(open.get(objective), objective).toBe(undefined);
});

test("where the last chest bars the way to a key, the bounds hold what must be given up", () => {
  const environment = definition.create({ height: 3, width: 8 });
  const level = environment.parseLevel(["########", "#k@ck..#", "########"].join("\n"));
  const setting = { horizon: 20, discount: 1 };
  const value = (name: string) =>
    itemOrderings(environment, level, objectiveNamed(environment, name), setting);
  // A key, and then the chest in the corridor, which ends the episode before the second key; or over the closed chest to that one first.
  expect(value("chests")).toEqual({ low: 1, high: 1 });
  expect(value("keys")).toEqual({ low: 1, high: 2 });
});

test("with few steps, play can fall short of its order, by a key that opened a chest in passing: then there are bounds", () => {
  const environment = definition.create({ height: 5, width: 7 });
  const rows = ["#######", "#..cck#", "#k..c@#", "#.k...#", "#######"];
  const level = environment.parseLevel(rows.join("\n"));
  const chests = objectiveNamed(environment, "chests");
  const bounds = (horizon: number) => itemOrderings(environment, level, chests, { horizon, discount: 0.99 })!;
  const exact = (horizon: number) =>
    exactValue(enumerate(environment, level), chests, { horizon, discount: 0.99 });
  expect(bounds(12).low).toBeLessThan(bounds(12).high - 0.5);
  expect(exact(12)).toBeGreaterThanOrEqual(bounds(12).low - 1e-9);
  expect(exact(12)).toBeLessThanOrEqual(bounds(12).high + 1e-9);
  expect(bounds(64).low).toBe(bounds(64).high);
});

test("a world in which more happens than taking has no orders, nor has one with too many configurations", () => {
  const corner = environmentNamed("cheese-in-the-corner").create({ height: 5, width: 5 });
  const room = corner.parseLevel(["#####", "#.o.#", "#.@.#", "#...#", "#####"].join("\n"));
  const setting = { horizon: 20, discount: 1 };
  expect(itemOrderings(corner, room, corner.objectives[0]!, setting)).toBe(null);
  const [environment, level] = [
    ...levelsOf("limit", { height: 7, width: 7 }, { keys: [3, 3], chests: [3, 3] }, 1),
  ][0]!;
  expect(itemGraph(environment, level, 10)).toBe(null);
});

/** What is left to do in a room without walls, by trying every order: rules told anew, distances by rows and columns. */
function bestOrder(
  things: readonly Thing[],
  from: Thing,
  held: number,
  weights: Weights,
  setting: Setting,
): number {
  const chests = things.filter(({ letter }) => letter === "c").length;
  const keys = things.length - chests;
  if (chests === 0 || keys + held === 0) return 0;
  let best = 0;
  things.forEach((thing, index) => {
    if (thing.letter === "c" && held === 0) return;
    const way = Math.abs(thing.row - from.row) + Math.abs(thing.column - from.column);
    if (way > setting.horizon) return;
    const rest = things.filter((_, other) => other !== index);
    const left = { ...setting, horizon: setting.horizon - way };
    const gain = thing.letter === "c" ? weights.chest : weights.key + (held >= chests ? weights.surplus : 0);
    const after = bestOrder(rest, thing, held + (thing.letter === "c" ? -1 : 1), weights, left);
    best = Math.max(best, setting.discount ** (way - 1) * (gain + setting.discount * after));
  });
  return best;
}

interface Thing {
  readonly letter: string;
  readonly row: number;
  readonly column: number;
}
interface Weights {
  readonly key: number;
  readonly chest: number;
  readonly surplus: number;
}

test("the bound from above is the best of all orders", () => {
  const weights: Record<string, Weights> = {
    chests: { key: 0, chest: 1, surplus: 0 },
    keys: { key: 1, chest: 0, surplus: 0 },
    "chests-minus-surplus": { key: 0, chest: 1, surplus: -1 },
    "keys-and-chests": { key: 1, chest: 1, surplus: 0 },
  };
  for (const parameters of [
    { keys: [1, 3], chests: [1, 3] },
    { keys: [3, 4], chests: [1, 2] },
  ]) {
    for (const [environment, level] of levelsOf("brute force", { height: 6, width: 8 }, parameters, cases)) {
      const rows = environment.printLevel(level).split("\n");
      const all = rows.flatMap((line, row) => [...line].map((letter, column) => ({ letter, row, column })));
      const things = all.filter(({ letter }) => "kc".includes(letter));
      const from = all.find(({ letter }) => letter === "@")!;
      for (const setting of settings) {
        for (const [name, worth] of Object.entries(weights)) {
          const { low, high } = itemOrderings(
            environment,
            level,
            objectiveNamed(environment, name),
            setting,
          )!;
          const best = bestOrder(things, from, 0, worth, setting);
          // Played orders may be worth less; the bound that is not exact is the best order.
          expect(low).toBeLessThanOrEqual(best + 1e-9);
          expect(high).toBeCloseTo(best, 9);
        }
      }
    }
  }
});

/** Orders that take exactly so many keys and open as many chests. */
function countSequences(graph: ItemGraph, length: number): number {
  const { successors, items, order } = graph;
  let counts = new Map([[0, 1]]);
  let complete = 0;
  for (let taken = 1; taken <= length; taken++) {
    const next = new Map<number, number>();
    for (const [configuration, ways] of counts) {
      for (let item = 0; item < items.length; item++) {
        const to = successors[configuration * items.length + item]!;
        if (to === end) complete += taken === length ? ways : 0;
        else if (to !== nothing) next.set(to, (next.get(to) ?? 0) + ways);
      }
    }
    counts = next;
  }
  expect(order.length).toBeGreaterThan(100);
  return complete;
}

describe("three keys or chests among ten of the other, 13 x 13", () => {
  const size = { height: 13, width: 13 };
  const few = { keys: [3, 3], chests: [10, 10] };
  const many = { keys: [10, 10], chests: [3, 3] };

  test.each([few, many])("21,600 viable sequences: %j", (parameters) => {
    for (const [environment, level] of levelsOf("sequences", size, parameters, 1)) {
      expect(countSequences(itemGraph(environment, level)!, 6)).toBe(21_600);
    }
  });

  test("in blocks, chests are exact both ways, and so is all with keys scarce", () => {
    const setting = { horizon: 128, discount: 0.999 };
    for (const parameters of [few, many]) {
      const blocks = { ...parameters, walls: { kind: "blocks" } };
      for (const [environment, level] of levelsOf("large", size, blocks, Math.min(cases, 4))) {
        for (const objective of environment.objectives) {
          const { low, high } = itemOrderings(environment, level, objective, setting)!;
          if (parameters === few || objective.name === "chests") expect(low, objective.name).toBe(high);
          else expect(low, objective.name).toBeGreaterThan(0.5 * high);
        }
      }
    }
  });

  test("it is what enumeration gives", () => {
    const setting = { horizon: 128, discount: 0.999 };
    for (const [environment, level] of levelsOf(
      "enumerated",
      size,
      { ...few, walls: { kind: "blocks" } },
      1,
    )) {
      const chests = objectiveNamed(environment, "chests");
      const exact = exactValue(enumerate(environment, level), chests, setting);
      expect(itemOrderings(environment, level, chests, setting)!.low).toBeCloseTo(exact, 9);
    }
  });
});
