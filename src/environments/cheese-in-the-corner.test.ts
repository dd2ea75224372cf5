// Cheese in the corner: cases worked out by hand, and the known shares of unsolvable levels.
import { readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { cheeseInTheCorner } from "./cheese-in-the-corner.ts";
import { agent } from "./grid.ts";
import { generateLevels, type LevelSet, levelAt } from "./levels.ts";
import { unreachable, Walker } from "./paths.ts";

const cases = Number(process.env.INNERGAP_LEVELS ?? 200);
vi.setConfig({ testTimeout: 600_000 });
const noChance = { choose: () => 0 };
const [up, left, down, right, idle] = [0, 1, 2, 3, 4] as const;

function play(rows: readonly string[], actions: readonly number[]) {
  const environment = cheeseInTheCorner.create({ height: rows.length, width: rows[0]!.length });
  const batch = environment.batch({ lanes: 1, horizon: 50 });
  batch.reset(0, environment.parseLevel(rows.join("\n")), 0);
  const events = actions.map((action) => {
    batch.stepLane(0, action, noChance);
    return environment.events.filter((_, index) => batch.events[index] === 1).join(", ");
  });
  return { events, batch };
}

describe("cases worked out by hand", () => {
  test("the corner counts once; the cheese ends the episode", () => {
    const { events, batch } = play(
      ["#####", "#.@o#", "#...#", "#####"],
      [left, right, left, right, right, left],
    );
    expect(events).toEqual(["corner-visited", "", "", "", "cheese-reached", ""]);
    expect([batch.terminated[0], batch.elapsed[0]]).toEqual([1, 5]);
  });

  test("cheese in the corner is both at once", () => {
    const { events, batch } = play(["#####", "#o@.#", "#####"], [left]);
    expect(events).toEqual(["cheese-reached, corner-visited"]);
    expect(batch.terminated[0]).toBe(1);
  });

  test("a mouse that begins in the corner visits it by coming back, not by bumping", () => {
    const { events } = play(["#####", "#@.o#", "#...#", "#####"], [up, left, down, up, up]);
    expect(events).toEqual(["", "", "", "corner-visited", ""]);
  });

  test("a mouse that idles in the corner has not visited it", () => {
    const { events, batch } = play(["#####", "#@.o#", "#...#", "#####"], [idle, idle, down, idle, up, idle]);
    expect(events).toEqual(["", "", "", "", "corner-visited", ""]);
    expect(batch.elapsed[0]).toBe(6);
  });

  test("what is seen: walls, mouse, cheese, and the corner, visited or not", () => {
    const { batch } = play(["####", "#.@#", "#o##", "####"], [left]);
    expect(batch.observations.join("")).toBe(
      ["1111100110111111", "0000010000000000", "0000000001000000", "0000010000000000"].join(""),
    );
  });
});

describe("levels", () => {
  const environment = cheeseInTheCorner.create({});

  test.each([1, 3, 7])(
    "with corner size %i the cheese lies there, within reach, off the mouse",
    (cornerSize) => {
      const distribution = cheeseInTheCorner.levels(environment, { cornerSize });
      const levels = generateLevels(environment, distribution, Rng.fromSeed(cornerSize), cases);
      const places = new Set<number>();
      for (let index = 0; index < cases; index++) {
        const level = levelAt(levels, index);
        const text = environment.printLevel(level);
        expect(environment.parseLevel(text)).toEqual(level);
        expect(environment.census(level)["reachable cheese"]).toBe(1);
        places.add(text.replaceAll("\n", "").indexOf("o"));
      }
      const inside = [...places].every(
        (cell) => cell % 9 <= cornerSize && Math.floor(cell / 9) <= cornerSize,
      );
      expect(inside).toBe(true);
      expect(places.size).toBeGreaterThan(cornerSize ** 2 / 2);
    },
  );

  // Known from other people's work: with blocks of density .25 on 13 x 13 interior cells, some 18 % of levels with the
  // cheese in the corner, and 7 % of those with the cheese anywhere, have no way to it.
  test.each([
    { cornerSize: 1, share: 0.18, tolerance: 0.01 },
    { cornerSize: 13, share: 0.07, tolerance: 0.007 },
  ])(
    "corner size $cornerSize: $share of unfiltered levels are unsolvable",
    ({ cornerSize, share, tolerance }) => {
      const { environment: large, distribution } = published(cornerSize);
      const rng = Rng.fromSeed("unsolvable");
      const level = new Uint8Array(large.levelLength);
      const draws = 40_000;
      let unsolvable = 0;
      for (let draw = 0; draw < draws; draw++) {
        distribution.generate(rng, level, 0);
        unsolvable += 1 - large.census(level)["reachable cheese"]!;
      }
      expect(Math.abs(unsolvable / draws - share)).toBeLessThan(tolerance);
    },
  );

  // Monte-Carlo figures of other people's generator of the same kind: discount .999, 128 steps, unsolvable levels included.
  test.each([
    { cornerSize: 1, optimal: 0.806, random: 0.086 },
    { cornerSize: 13, optimal: 0.919, random: 0.18 },
  ])(
    "corner size $cornerSize: returns of the shortest path and of random play",
    ({ cornerSize, optimal, random }) => {
      const { environment: large, distribution } = published(cornerSize);
      const levels = generateLevels(large, distribution, Rng.fromSeed("returns"), 20_000);
      const actions = Rng.fromSeed("random play");
      const walked = playAll(levels, shortestPaths(levels));
      expect(walked).toBe(shortestReturn(levels));
      expect(Math.abs(walked - optimal)).toBeLessThan(0.01);
      expect(Math.abs(playAll(levels, () => actions.below(4)) - random)).toBeLessThan(0.02);
    },
  );

  test.each([
    [{ cornerSize: 8 }, "at most 7"],
    [{ cornerSize: 0 }, "levels.cornerSize"],
    [{ walls: { density: 0.99 } }, "at least 2"],
    [{ walls: { kind: "maze" } }, "open, blocks, tree"],
    [{ solveable: true }, "did you mean solvable"],
  ])("%j is refused", (parameters, words) => {
    const act = () => cheeseInTheCorner.levels(environment, parameters);
    expect(act).toThrow(InputError);
    expect(act).toThrow(words);
  });

  test.each([
    [["####", "#@.#", "####"], "0 cheeses"],
    [["#####", "#@oo#", "#####"], "2 cheeses"],
    [["#####", "##@o#", "#####"], "this is the corner"],
  ])("the level %j is refused", (rows, words) => {
    const world = cheeseInTheCorner.create({ height: 3, width: rows[0]!.length });
    expect(() => world.parseLevel(rows.join("\n"))).toThrow(words);
  });
});

test("the page: its level, and every name", () => {
  const page = readFileSync(new URL("../../docs/worlds/cheese-in-the-corner.md", import.meta.url), "utf8");
  const environment = cheeseInTheCorner.create({ height: 7, width: 7 });
  const text = /```text\n([\s\S]*?)\n```/.exec(page)![1]!;
  expect(environment.printLevel(environment.parseLevel(text))).toBe(text);
  const names = [
    ...environment.events,
    ...[...environment.objectives, ...cheeseInTheCorner.presets].map(({ name }) => name),
  ];
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

const discount = 0.999;
const horizon = 128;
const moves = [-15, -1, 15, 1];

/** The side of the preset p-mmr-2025 with that corner size. */
function published(cornerSize: number) {
  const { training, deployed } = cheeseInTheCorner.presets.find(({ name }) => name === "p-mmr-2025")!.shift;
  const side = [training, deployed].find(({ levels }) => levels.cornerSize === cornerSize)!;
  expect(side.horizon).toBe(horizon);
  const environment = cheeseInTheCorner.create(side.parameters);
  return { environment, distribution: cheeseInTheCorner.levels(environment, side.levels) };
}

function distancesToCheese(levels: LevelSet, lane: number): Int32Array {
  const level = levelAt(levels, lane);
  return new Walker(15, 15).search(level, 0, level.indexOf(4)).slice();
}

/** Mean of discount^(distance - 1), 0 where the cheese is out of reach within the horizon. */
function shortestReturn(levels: LevelSet): number {
  let sum = 0;
  for (let lane = 0; lane < levels.count; lane++) {
    const distance = distancesToCheese(levels, lane)[levelAt(levels, lane).indexOf(agent)]!;
    if (distance !== unreachable && distance <= horizon) sum += discount ** (distance - 1);
  }
  return sum / levels.count;
}

/** In each lane the first action that leads nearer to the cheese. */
function shortestPaths(levels: LevelSet): (lane: number, cell: number) => number {
  const distances = Array.from({ length: levels.count }, (_, lane) => distancesToCheese(levels, lane));
  return (lane, cell) => {
    const here = distances[lane]!;
    return Math.max(
      0,
      moves.findIndex((move) => here[cell + move] === here[cell]! - 1),
    );
  };
}

/** Mean discounted cheese of one episode per level, in the world itself. */
function playAll(levels: LevelSet, act: (lane: number, cell: number) => number): number {
  const batch = levels.environment.batch({ lanes: levels.count, horizon });
  const returns = new Float64Array(levels.count);
  const actions = new Uint8Array(levels.count);
  const chances = new Array(levels.count).fill(noChance);
  const state = new Int32Array(levels.environment.stateLength);
  for (let lane = 0; lane < levels.count; lane++) batch.reset(lane, levels.bytes, lane * 225);
  for (let step = 0; step < horizon; step++) {
    for (let lane = 0; lane < levels.count; lane++) {
      batch.saveState(lane, state, 0);
      actions[lane] = act(lane, state[0]!);
    }
    batch.step(actions, chances);
    for (let lane = 0; lane < levels.count; lane++)
      returns[lane]! += batch.events[2 * lane]! * discount ** step;
  }
  let sum = 0;
  for (const value of returns) sum += value;
  return sum / levels.count;
}
