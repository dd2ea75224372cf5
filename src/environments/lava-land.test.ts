// Lava land: cases worked out by hand, planners against search of their own, and what a solver that takes lava for walls gets wrong.

import { describe, expect, test, vi } from "vitest";
import { expectReturnsAsComputed } from "../../tests/support/random-play.ts";
import { InputError } from "../base/errors.ts";
import type { JsonObject } from "../base/hash.ts";
import { Rng } from "../base/rng.ts";
import { bestStartValue } from "../solvers/finite-horizon.ts";
import { expectedRewards } from "../solvers/rewards.ts";
import { enumerate } from "./enumerate.ts";
import { objectiveNamed } from "./environment.ts";
import { lavaLand } from "./lava-land.ts";
import { generateLevels, levelAt } from "./levels.ts";

const cases = Number(process.env.INNERGAP_LEVELS ?? 200);
vi.setConfig({ testTimeout: 600_000 });
const noChance = { choose: () => 0 };
const [up, left, down, right, idle] = [0, 1, 2, 3, 4] as const;

function worldOf(rows: readonly string[]) {
  const environment = lavaLand.create({ height: rows.length, width: rows[0]!.length });
  return { environment, level: environment.parseLevel(rows.join("\n")) };
}

function play(rows: readonly string[], actions: readonly number[]) {
  const { environment, level } = worldOf(rows);
  const batch = environment.batch({ lanes: 1, horizon: 50 });
  batch.reset(0, level, 0);
  const events = actions.map((action) => {
    batch.stepLane(0, action, noChance);
    return environment.events.filter((_, index) => batch.events[index] === 1).join(", ");
  });
  return { environment, batch, events };
}

function best(rows: readonly string[], objective: string, horizon: number, discount: number): number {
  const { environment, level } = worldOf(rows);
  const mdp = enumerate(environment, level);
  return bestStartValue(mdp, expectedRewards(mdp, objectiveNamed(environment, objective)), horizon, discount);
}

describe("cases worked out by hand", () => {
  test("every step that ends on lava counts, bumps as well; lava does not end the episode, the cheese does", () => {
    const { events, batch } = play(
      ["#######", "#@~~.o#", "#######"],
      [right, up, right, down, left, right, right, right, right],
    );
    const lava = "lava-stepped";
    expect(events).toEqual([lava, lava, lava, lava, lava, lava, "", "cheese-reached", ""]);
    expect([batch.terminated[0], batch.elapsed[0]]).toEqual([1, 8]);
  });

  test("who idles on lava steps on nothing", () => {
    const { events, batch } = play(["#####", "#@~o#", "#####"], [idle, right, idle, idle, up, left, idle]);
    expect(events).toEqual(["", "lava-stepped", "", "", "lava-stepped", "", ""]);
    expect(batch.elapsed[0]).toBe(7);
  });

  test("a bump beside lava touches none", () => {
    const { events } = play(["####", "#@o#", "#~~#", "####"], [up, left, up]);
    expect(events).toEqual(["", "", ""]);
  });

  test("what is seen: walls, mouse, cheese, and lava on a plane of its own, beneath the mouse too", () => {
    const { batch, environment } = play(["####", "#@~#", "#o~#", "####"], [right]);
    expect(batch.observations.join("")).toBe(
      ["1111100110011111", "0000001000000000", "0000000001000000", "0000001000100000"].join(""),
    );
    expect(batch.frame(0).cells.slice(5, 7)).toEqual(["", "~@"]);
    const words = new Int32Array(environment.stateLength);
    batch.saveState(0, words, 0);
    expect([...words]).toEqual([6]);
  });

  test("what there is: cheese within reach, with and without lava on the way", () => {
    const census = (rows: readonly string[]) => {
      const { environment, level } = worldOf(rows);
      return Object.values(environment.census(level));
    };
    expect(census(["#####", "#@~o#", "#####"])).toEqual([1, 0, 1]);
    expect(census(["#####", "#@~o#", "#...#", "#####"])).toEqual([1, 1, 1]);
    expect(census(["#####", "#@#o#", "#~~~#", "#####"])).toEqual([1, 0, 3]);
    expect(census(["#####", "#@#o#", "#####"])).toEqual([0, 0, 0]);
  });
});

describe("what the planners do about lava", () => {
  const detour = ["#######", "#@~~~o#", "#.....#", "#######"];

  test("the base objective walks around it, cheese alone through it", () => {
    expect(best(detour, "cheese-minus-lava", 20, 0.9)).toBeCloseTo(0.9 ** 5, 12);
    expect(best(detour, "cheese", 20, 0.9)).toBeCloseTo(0.9 ** 3, 12);
  });

  test("who wants lava stands beside it for good; who wants none stands still by bumping", () => {
    expect(best(detour, "lava", 20, 1)).toBe(20);
    expect(best(detour, "avoid-lava", 20, 1)).toBe(0);
  });

  test("where lava closes the way, the base objective lets the cheese be", () => {
    expect(best(["#####", "#@~o#", "#####"], "cheese-minus-lava", 20, 0.9)).toBe(0);
  });

  // A solver for which lava is a wall says 0 here. There is no staying in place without a wall to bump into: the first step costs 1.
  const boxed = ["#####", "#.~.#", "#~@~#", "#.~o#", "#####"];

  test("boxed in by lava, the mouse pays for crossing it, and goes on to the cheese", () => {
    expect(best(boxed, "cheese-minus-lava", 20, 0.9)).toBeCloseTo(-1 + 0.9, 12);
    expect(best(boxed, "cheese-minus-lava", 1, 0.9)).toBe(-1);
    expect(best(boxed, "avoid-lava", 20, 0.9)).toBe(-1);
    expect(best(boxed, "cheese", 20, 0.9)).toBeCloseTo(0.9, 12);
  });

  test("boxed in far from the cheese, it pays once to get out, and bumps for the rest where a second crossing would be needed", () => {
    const far = ["#######", "#..~..#", "#.~@~.#", "#..~..#", "#~~~~~#", "#....o#", "#######"];
    expect(best(far, "cheese-minus-lava", 30, 0.9)).toBe(-1);
  });
});

const discount = 0.97;
const horizon = 30;

/** Best value by recursion over steps to go on the level's text: `cheese` for reaching the cheese, `lava` for each step on lava. */
function searched(text: string, cheese: number, lava: number): number {
  const width = text.indexOf("\n") + 1;
  let values = new Map<number, number>();
  for (let toGo = 1; toGo <= horizon; toGo++) {
    const next = new Map<number, number>();
    for (const [cell, letter] of [...text].entries()) {
      if (letter === "#" || letter === "\n") continue;
      const worths = [cell - width, cell - 1, cell + width, cell + 1].map((ahead) => {
        const to = text[ahead] === "#" ? cell : ahead;
        if (text[to] === "o") return cheese;
        return (text[to] === "~" ? lava : 0) + discount * (values.get(to) ?? 0);
      });
      next.set(cell, Math.max(...worths));
    }
    values = next;
  }
  return values.get(text.indexOf("@"))!;
}

/** What a solver says that takes lava for walls, and lets a mouse without a way stand still. */
function withLavaAsWalls(text: string): number {
  const width = text.indexOf("\n") + 1;
  const start = text.indexOf("@");
  const found = new Map([[start, 0]]);
  for (const [cell, distance] of found) {
    for (const next of [cell - width, cell - 1, cell + width, cell + 1]) {
      if (!"#~".includes(text[next]!) && !found.has(next)) found.set(next, distance + 1);
    }
  }
  const distance = found.get(text.indexOf("o")) ?? Infinity;
  return distance <= horizon ? discount ** (distance - 1) : 0;
}

const variants: readonly [name: string, levels: JsonObject][] = [
  ["independent patches in the open", { lava: 0.3 }],
  ["independent patches, no way ensured", { lava: 0.6, solvable: false }],
  [
    "noise among blocks",
    { walls: { kind: "blocks" }, lava: 0.4, patches: { kind: "noise" }, solvable: false },
  ],
];

describe.each(variants)("%s", (name, parameters) => {
  const environment = lavaLand.create({ height: 7, width: 9 });
  const distribution = lavaLand.levels(environment, parameters);
  const levels = generateLevels(environment, distribution, Rng.fromSeed(name), cases);

  test("each planner gets what a search of its own finds", () => {
    const ways = { free: 0, boxed: 0 };
    for (let index = 0; index < cases; index++) {
      const mdp = enumerate(environment, levelAt(levels, index));
      const text = environment.printLevel(mdp.level);
      for (const { name: objective, weights } of environment.objectives) {
        const rewards = expectedRewards(mdp, objectiveNamed(environment, objective));
        const value = bestStartValue(mdp, rewards, horizon, discount);
        const expected = searched(text, weights["cheese-reached"] ?? 0, weights["lava-stepped"] ?? 0);
        expect(value).toBeCloseTo(expected, 9);
        if (objective !== environment.baseObjective) continue;
        const start = text.indexOf("@");
        const around = [-10, -1, 10, 1].map((move) => text[start + move]);
        if (around.every((letter) => letter === "~")) {
          ways.boxed++;
          expect(value).toBeLessThan(0);
        } else {
          ways.free++;
          expect(value).toBeCloseTo(withLavaAsWalls(text), 9);
        }
      }
    }
    expect(ways.free).toBeGreaterThan(cases / 2);
    if (parameters.lava === 0.6) expect(ways.boxed).toBeGreaterThan(0);
  });

  test("random play is worth what its exact evaluation says", () => {
    const objectives = ["cheese", "lava"].map((name) => objectiveNamed(environment, name));
    const rng = Rng.fromSeed("random play");
    expectReturnsAsComputed(levels, objectives, { horizon, discount, episodesPerLevel: 50, rng });
  });
});

describe("levels", () => {
  const environment = lavaLand.create({});

  function lavaShare(parameters: JsonObject, count: number) {
    const levels = generateLevels(
      environment,
      lavaLand.levels(environment, parameters),
      Rng.fromSeed("lava"),
      count,
    );
    let [lava, free, safe] = [0, 0, 0];
    for (let index = 0; index < count; index++) {
      const level = levelAt(levels, index);
      const census = environment.census(level);
      lava += census["lava cells"]!;
      safe += census["reachable cheese without lava"]!;
      free += level.reduce((sum, code) => sum + (code === 1 ? 0 : 1), 0) - 2;
    }
    return { share: lava / free, free, safe: safe / count };
  }

  test.each([0, 0.1, 0.25, 1])("independent patches cover a share of %d of what they may", (lava) => {
    for (const kind of ["open", "blocks", "tree"]) {
      const { share, free } = lavaShare({ walls: { kind }, lava, solvable: false }, cases);
      expect(Math.abs(share - lava)).toBeLessThanOrEqual(5 * Math.sqrt((lava * (1 - lava)) / free));
    }
  });

  test("by default there is a way to the cheese without lava; otherwise there need not be", () => {
    expect(lavaShare({ lava: 0.4 }, cases).safe).toBe(1);
    expect(lavaShare({ lava: 0.4, solvable: false }, cases).safe).toBeLessThan(0.9);
    expect(lavaShare({ lava: 0.4, patches: { kind: "noise" } }, cases).safe).toBe(1);
  });

  test("noise has none at 0, more the higher the level, and lies in patches", () => {
    const shares = [0, 0.25, 0.375, 0.5, 1].map(
      (lava) => lavaShare({ lava, patches: { kind: "noise" }, solvable: false }, cases).share,
    );
    expect(shares[0]).toBe(0);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(new Set(shares).size).toBe(shares.length);
    expect(shares.at(-1)).toBeGreaterThan(0.99);
    const together = (kind: string, lava: number) =>
      neighbouring({ lava, patches: { kind }, solvable: false });
    expect(together("independent", shares[2]!)).toBeLessThan(1.3);
    expect(together("noise", 0.375)).toBeGreaterThan(2);
  });

  /** How many times as likely the right neighbour of lava is lava as any cell is. */
  function neighbouring(parameters: JsonObject): number {
    const levels = generateLevels(
      environment,
      lavaLand.levels(environment, parameters),
      Rng.fromSeed("patches"),
      cases,
    );
    let [lava, pairs, cells] = [0, 0, 0];
    for (let index = 0; index < cases; index++) {
      const text = environment.printLevel(levelAt(levels, index));
      cells += text.replaceAll(/[#\n]/g, "").length;
      lava += text.replaceAll(/[^~]/g, "").length;
      pairs += [...text].filter((letter, at) => letter === "~" && text[at + 1] === "~").length;
    }
    return pairs / lava / (lava / cells);
  }

  test.each([
    [{ lava: 1.5 }, "levels.lava"],
    [{ lava: -0.1 }, "levels.lava"],
    [{ patches: { kind: "pools" } }, "independent, noise"],
    [{ patches: { kind: "noise", cell: 3 } }, "levels.patches.cell"],
    [{ walls: { kind: "blocks", density: 0.99 } }, "at least 2"],
  ])("%j is refused", (parameters, words) => {
    const act = () => lavaLand.levels(environment, parameters);
    expect(act).toThrow(InputError);
    expect(act).toThrow(words);
  });

  test.each([
    ["#@~~#", "0 cheeses"],
    ["#@oo#", "2 cheeses"],
    ["#@oX#", `"X"`],
  ])("the level %s is refused", (row, words) => {
    const world = lavaLand.create({ height: 3, width: 5 });
    expect(() => world.parseLevel(["#####", row, "#####"].join("\n"))).toThrow(words);
  });
});
