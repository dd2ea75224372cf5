import { describe, expect, test } from "vitest";
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import { cheeseInTheCorner } from "../../environments/cheese-in-the-corner.ts";
import { keysAndChests } from "../../environments/keys-and-chests.ts";
import { generateLevels, levelAt, levelHash, levelSet } from "../../environments/levels.ts";
import { discriminatingLevels, discriminationOf } from "./discriminating-levels.ts";
import { type EvidenceSetting, usualNoise } from "./expected-evidence.ts";
import { exchanges, isSmaller, shrinkings, sizeOf } from "./level-edits.ts";
import { smallestLevel } from "./smallest-level.ts";

const setting: EvidenceSetting = { ...usualNoise, discount: 0.99, horizon: 64 };
const chestsAndKeys = keysAndChests.create({}).objectives.slice(0, 2);

describe("edits", () => {
  const rows = ["#####", "#k.c#", "#.@##", "#####"];

  test("every shrinking makes a level smaller and keeps agent and border", () => {
    const found = shrinkings(rows);
    expect(found.length).toBeGreaterThan(5);
    for (const level of found) {
      expect(isSmaller(sizeOf(level), sizeOf(rows))).toBe(true);
      expect(level.join("").match(/@/g)).toHaveLength(1);
      expect(level[0] + level.at(-1)).toMatch(/^#+$/);
      for (const letters of level) expect(letters).toMatch(/^#.*#$/);
    }
    // The agent's row and column stay.
    expect(found.filter((level) => level.length < 4)).toEqual([["#####", "#.@##", "#####"]]);
  });

  test("exchanges change what lies where, not what there is", () => {
    const letters = (level: readonly string[]) => [...level.join("")].sort().join("");
    const found = exchanges(rows);
    expect(new Set(found.map((level) => level.join("\n"))).size).toBe(found.length);
    for (const level of found) expect(letters(level)).toBe(letters(rows));
  });

  test("free cells and things count, then the grid", () => {
    expect(sizeOf(rows)).toEqual({ cost: 7, area: 20 });
    expect(isSmaller({ cost: 7, area: 15 }, { cost: 7, area: 20 })).toBe(true);
    expect(isSmaller({ cost: 8, area: 15 }, { cost: 7, area: 20 })).toBe(false);
  });
});

describe("the smallest level for chests against keys", () => {
  const search = (seed: number, bar: number) =>
    smallestLevel({
      definition: keysAndChests,
      parameters: { height: 5, width: 5 },
      levelParameters: { keys: [1, 3], chests: [1, 3] },
      objectives: chestsAndKeys,
      setting,
      bar,
      pool: 16,
      starts: 1,
      rng: Rng.fromSeed(seed),
    });

  test("is the same for the same seed, and worth the bar", () => {
    const [one, again] = [search(4, 1), search(4, 1)];
    expect(again).toEqual({ ...one, levels: again.levels });
    expect(again.levels.bytes).toEqual(one.levels.bytes);
    expect(one.evidence[0].onceCounted).toBeGreaterThanOrEqual(1);
  });

  test("nothing smaller exists: all levels of less cost are tried", () => {
    const bar = 3;
    const stride = process.env.INNERGAP_FULL ? 1 : 4;
    const found = search(0, bar);
    expect(found.size.cost).toBe(7);
    expect(found.evidence[0].onceCounted).toBeGreaterThanOrEqual(bar);
    // Below 7 there is room for one key, one chest and at most one more cell; four cells that hang together fit into
    // 2 x 3 or 1 x 4, and turning a level changes nothing.
    let [met, tried] = [0, 0];
    for (const [height, width] of [
      [2, 3],
      [1, 4],
    ] as const) {
      const environment = keysAndChests.create({ height: height + 2, width: width + 2 });
      for (const letters of arrangements(height * width, ["@", "k", "c", ".", "#"])) {
        if (met++ % stride !== 0) continue;
        const rows = Array.from({ length: height }, (_, row) =>
          letters.slice(row * width, (row + 1) * width),
        );
        const border = "#".repeat(width + 2);
        const text = [border, ...rows.map((row) => `#${row.join("")}#`), border].join("\n");
        const level = levelSet(environment, [environment.parseLevel(text)]);
        const { evidence } = discriminationOf(level, chestsAndKeys, setting);
        expect(evidence[0].onceCounted, text).toBeLessThan(bar);
        tried++;
      }
    }
    expect(met).toBe(360 + 120 + 24 + 24);
    expect(tried).toBe(Math.ceil(met / stride));
  });

  test("a bar that nothing reaches is refused", () => {
    expect(() => search(0, 1e6)).toThrow(InputError);
  });
});

/** All ways to lay one agent, one key, one chest and at most one free cell on that many cells, the rest wall. */
function* arrangements(cells: number, letters: readonly string[]): Generator<string[]> {
  for (let code = 0; code < letters.length ** cells; code++) {
    const placed = Array.from(
      { length: cells },
      (_, cell) => letters[Math.floor(code / letters.length ** cell) % letters.length],
    );
    const count = (letter: string) => placed.filter((one) => one === letter).length;
    if (count("@") === 1 && count("k") === 1 && count("c") === 1 && count(".") <= 1) yield placed;
  }
}

test("a mouse that must not pass the corner by accident needs more room", () => {
  const search = (avoidCrossing: boolean) =>
    smallestLevel({
      definition: cheeseInTheCorner,
      parameters: { height: 7, width: 7 },
      levelParameters: { cornerSize: 5, walls: { kind: "open" } },
      objectives: cheeseInTheCorner.create({}).objectives.slice(0, 2),
      setting: { ...setting, horizon: 8 },
      bar: 2,
      pool: 24,
      starts: 2,
      avoidCrossing,
      rng: Rng.fromSeed(1),
    });
  const [any, clear] = [search(false), search(true)];
  expect(any.perLevel[0].crosses).toBe(true);
  expect(clear.perLevel[0].crosses).toBe(false);
  expect(clear.size.cost).toBeGreaterThan(any.size.cost);
});

describe("the best of many levels", () => {
  const environment = keysAndChests.create({ height: 5, width: 5 });
  const distribution = keysAndChests.levels(environment, { keys: [1, 3], chests: [1, 3] });
  const objectives = environment.objectives.slice(0, 2);
  const search = (n: number, pool: number) =>
    discriminatingLevels({ environment, distribution, objectives, setting, n, pool, rng: Rng.fromSeed(7) });

  test("they are levels of the pool, and tell more than random ones", () => {
    const found = search(2, 12);
    const pool = generateLevels(environment, distribution, Rng.fromSeed(7), 12);
    const known = Array.from({ length: 12 }, (_, index) => levelHash(environment, levelAt(pool, index)));
    expect(found.levels.count).toBe(2);
    for (const { hash } of found.perLevel) expect(known).toContain(hash);
    expect(found.chosenSet[0]).toBeGreaterThan(1.5 * found.randomSet[0]);
    const { repeated, large, idle, crossing } = found.passedOver;
    expect(found.pool + repeated + large + idle + crossing).toBe(12);
  });

  test("more than the pool holds cannot be had", () => {
    expect(() => search(9, 6)).toThrow(InputError);
  });
});
