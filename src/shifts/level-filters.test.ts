// Filters on levels whose answers are known by hand, against an oracle of walking distances, and over whole distributions.
import { describe, expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { agent } from "../environments/grid.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels, levelAt } from "../environments/levels.ts";
import { unreachable, Walker } from "../environments/paths.ts";
import { filterNames, levelFilter, usualFiltering, withLevelFilters } from "./level-filters.ts";

const corner = environmentNamed("cheese-in-the-corner");
const cheese = 4;

function passes(rows: readonly string[], name: string, setting = usualFiltering): boolean {
  const environment = corner.create({ height: rows.length, width: rows[0]!.length });
  return levelFilter(environment, name, setting)(environment.parseLevel(rows.join("\n")));
}

/** The corner is to the left, the cheese to the right. */
const apart = ["#######", "#..@.o#", "#######"];
/** The way to the corner leads over the cheese. */
const before = ["#######", "#.o@..#", "#######"];
/** The cheese lies in the corner. */
const inside = ["#######", "#o.@..#", "#######"];
const walledOff = ["#######", "#..@#o#", "#######"];
const cornerless = ["#######", "#.#@.o#", "#######"];
const all = { apart, before, inside, walledOff, cornerless };

test.each([
  ["solvable", "apart before inside cornerless"],
  // In the corner the cheese ends the episode in the step that visits it.
  ["rivals-reachable", "apart inside"],
  ["rivals-reachable:corner", "apart inside"],
  ["rivals-reachable:cheese-and-corner", "apart before inside cornerless"],
  // A corner that cannot be reached has no way to it.
  ["paths-differ", "apart before walledOff cornerless"],
  ["paths-differ:corner", "apart before walledOff cornerless"],
  // Whoever wants what cannot be had does anything, and so misses the cheese.
  ["distinguishing:corner", "apart before cornerless"],
  ["non-distinguishing:corner", "inside walledOff"],
] as const)("%s are the levels %s", (name, names) => {
  const found = Object.entries(all).filter(([, rows]) => passes(rows, name));
  expect(found.map(([level]) => level).join(" ")).toBe(names);
});

test("paths differ unless the rival's planner earns a tenth of the base objective on its way", () => {
  const environment = environmentNamed("keys-and-chests").create({ height: 5, width: 5 });
  const filter = levelFilter(environment, "paths-differ:keys");
  const holds = (rows: readonly string[]) => filter(environment.parseLevel(rows.join("\n")));
  // One of the two shortest ways from key to key opens one of the two chests: a quarter of what there is to be had.
  expect(holds(["#####", "#@kc#", "#..k#", "#c..#", "#####"])).toBe(false);
  // With all keys in hand the planner wanders and opens chests: that is not on its way.
  expect(holds(["#####", "#@k.#", "#..k#", "#cc.#", "#####"])).toBe(true);
});

describe("the setting of a filter", () => {
  test("the horizon is how far away a thing may be", () => {
    expect(passes(apart, "solvable", { ...usualFiltering, horizon: 2 })).toBe(true);
    expect(passes(apart, "solvable", { ...usualFiltering, horizon: 1 })).toBe(false);
  });

  test("the threshold is a share of what there is to gain over random play", () => {
    // The corner planner, once there, has nothing left to do and walks at random to the cheese: it loses some.
    const at = (threshold: number) =>
      passes(apart, "distinguishing:corner", { ...usualFiltering, threshold });
    expect([0.05, 100].map(at)).toEqual([true, false]);
  });

  test.each([
    [{ horizon: 0 }, /filtering\.horizon: found 0/],
    [{ discount: 1 }, /filtering\.discount: found 1/],
    [{ threshold: Number.NaN }, /filtering\.threshold: found NaN/],
  ])("%j is refused", (change, message) => {
    expect(() => passes(apart, "solvable", { ...usualFiltering, ...change })).toThrow(message);
  });

  test("names of filters and rivals that do not exist are refused with the nearest that does", () => {
    expect(() => passes(apart, "solveable")).toThrow(/"solveable".*did you mean solvable/);
    expect(() => passes(apart, "distinguishing:korner")).toThrow(/did you mean distinguishing:corner/);
    expect(() => passes(apart, "distinguishing")).toThrow(/distinguishing:corner/);
    expect(filterNames(corner.create({}))).toContain("non-distinguishing:cheese-and-corner");
  });
});

const count = Number(process.env.INNERGAP_LEVELS ?? 60);

/** Levels where everything goes, and some may not be solvable. */
const size = { height: 7, width: 7 };
const unfiltered = { solvable: false, cornerSize: 5, walls: { density: 0.4 } };

test("on random levels, solvable and reachable are what walking distances say", () => {
  const environment = corner.create(size);
  const levels = generateLevels(
    environment,
    corner.levels(environment, unfiltered),
    Rng.fromSeed("filters"),
    count,
  );
  const walker = new Walker(7, 7);
  const [solvable, cornerReachable] = ["solvable", "rivals-reachable:corner"].map((name) =>
    levelFilter(environment, name),
  );
  let solved = 0;
  for (let index = 0; index < levels.count; index++) {
    const level = levelAt(levels, index);
    const start = level.indexOf(agent);
    const there = level.indexOf(cheese);
    const toCheese = walker.search(level, 0, start)[there];
    expect(solvable!(level)).toBe(toCheese !== unreachable);
    if (toCheese !== unreachable) solved++;
    if (there === 8 || start === 8) continue;
    // The cheese ends the episode, so that the way to the corner leads around it.
    const blocked = level.slice();
    blocked[there] = 1;
    const toCorner = walker.search(blocked, 0, start)[8];
    expect(cornerReachable!(level)).toBe(toCheese !== unreachable && toCorner !== unreachable);
  }
  expect(solved).toBeGreaterThan(count / 4);
  expect(solved).toBeLessThan((3 * count) / 4);
});

describe("a filtered distribution", () => {
  const environment = corner.create(size);
  const distribution = corner.levels(environment, { ...unfiltered, solvable: true });

  test("gives levels that pass, the same ones for equal streams", () => {
    const names = ["solvable", "distinguishing:corner"];
    const filtered = withLevelFilters(environment, distribution, names);
    const draw = () => generateLevels(environment, filtered, Rng.fromSeed("filtered"), 10);
    const levels = draw();
    for (let index = 0; index < levels.count; index++) {
      for (const name of names) expect(levelFilter(environment, name)(levelAt(levels, index))).toBe(true);
    }
    expect(draw().bytes).toEqual(levels.bytes);
    expect(filtered.parameters).toEqual(distribution.parameters);
    expect(filtered.summary).toContain("pass solvable and distinguishing:corner");
  });

  test("nothing is drawn again where everything passes", () => {
    const filtered = withLevelFilters(environment, distribution, ["solvable"]);
    const draw = (from: typeof distribution) => generateLevels(environment, from, Rng.fromSeed(1), 20).bytes;
    expect(draw(filtered)).toEqual(draw(distribution));
  });

  test("filters that exclude each other are given up, with how many passed each", () => {
    const names = ["solvable", "distinguishing:corner", "non-distinguishing:corner"];
    const tiny = corner.create({ height: 4, width: 5 });
    const filtered = withLevelFilters(tiny, corner.levels(tiny, { cornerSize: 2 }), names);
    const draw = () => generateLevels(tiny, filtered, Rng.fromSeed(1), 1);
    expect(draw).toThrow(
      /source\.filters: found none of 1000 levels \(1000 pass solvable, of these \d{3} pass distinguishing:corner, of these 0 pass non-distinguishing:corner\)/,
    );
  });
});
