// What is kept out is never given, byte for byte, and reports count what sets share.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import type { LevelDistribution } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels, levelAt, levelHash, levelSet } from "../environments/levels.ts";
import { disjointFrom, LevelIndex, overlapReport, requireDisjoint } from "./disjoint.ts";

const definition = environmentNamed("cheese-in-the-corner");
const environment = definition.create({ height: 4, width: 5 });
const distribution = definition.levels(environment, { cornerSize: 2, walls: { density: 0.3 } });
const draw = (from: LevelDistribution, seed: number | string, count: number) =>
  generateLevels(environment, from, Rng.fromSeed(seed), count);

describe("a distribution without some levels", () => {
  test("gives none of them, and all the others", () => {
    const all = new Set<string>();
    const everything = draw(distribution, "all", 20_000);
    for (let index = 0; index < everything.count; index++) all.add(levelAt(everything, index).join());
    const kept = draw(distribution, "kept", 30);
    const rest = disjointFrom(environment, distribution, [kept]);
    const found = new Set<string>();
    const drawn = draw(rest, "rest", 20_000);
    for (let index = 0; index < drawn.count; index++) found.add(levelAt(drawn, index).join());
    const left = [...all].filter(
      (level) =>
        !Array.from({ length: kept.count }, (_, index) => levelAt(kept, index).join()).includes(level),
    );
    expect([...found].sort()).toEqual(left.sort());
    expect(left.length).toBeLessThan(all.size);
    expect([rest.overlap, rest.refused > 0]).toEqual([0, true]);
    rest.countAnew();
    expect(rest.refused).toBe(0);
  });

  test("is the distribution itself, level after level, as long as none is met", () => {
    const large = definition.create({ height: 13, width: 13 });
    const levels = definition.levels(large, {});
    const kept = generateLevels(large, levels, Rng.fromSeed("kept"), 100);
    const rest = disjointFrom(large, levels, [kept]);
    const bytes = (from: LevelDistribution) => generateLevels(large, from, Rng.fromSeed(3), 200).bytes;
    expect(bytes(rest)).toEqual(bytes(levels));
  });

  test("is refused where nothing is left", () => {
    const one: LevelDistribution = {
      summary: "One level.",
      parameters: {},
      generate: (_rng, out, offset) => out.set(levelAt(draw(distribution, 1, 1), 0), offset),
    };
    const rest = disjointFrom(environment, one, [draw(distribution, 1, 1)], "train.source");
    expect(() => draw(rest, 2, 1)).toThrow(/train\.source: found 1000 levels, all among the 1 kept out/);
  });

  test("levels of another world or size with the same bytes are others", () => {
    const turned = definition.create({ height: 5, width: 4 });
    const bytes = draw(distribution, 5, 1).bytes;
    const same = new LevelIndex(environment, [{ environment, count: 1, bytes }]);
    const other = new LevelIndex(environment, [{ environment: turned, count: 1, bytes }]);
    expect([same.has(bytes, 0), other.has(bytes, 0)]).toEqual([true, false]);
  });
});

test("an index knows exactly the levels that it was made of", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.integer({ min: 0, max: 40 }), (one, other, count) => {
      const [known, asked] = [draw(distribution, one, count), draw(distribution, other, 40)];
      const index = new LevelIndex(environment, [known]);
      const texts = new Set(
        Array.from({ length: count }, (_, at) => environment.printLevel(levelAt(known, at))),
      );
      expect(index.count).toBe(texts.size);
      for (let at = 0; at < asked.count; at++) {
        const expected = texts.has(environment.printLevel(levelAt(asked, at)));
        expect(index.has(asked.bytes, at * environment.levelLength)).toBe(expected);
      }
    }),
    { numRuns: 30 },
  );
});

test("fixed levels that a set has are refused with their place", () => {
  const levels = draw(distribution, 7, 3);
  const [first, second] = [levelAt(levels, 0), levelAt(levels, 1)];
  const fixed = levelSet(environment, [first, second]);
  const sets = [{ name: "deployed", levels: levelSet(environment, [second]) }];
  const hash = levelHash(environment, second).slice(0, 12);
  expect(() => requireDisjoint(fixed, sets, "train.levels")).toThrow(
    `train.levels[1]: found level ${hash}, which deployed has, too`,
  );
  expect(() => requireDisjoint(levelSet(environment, [first]), sets, "train.levels")).not.toThrow();
});

test("an overlap report counts distinct levels and names what pairs share", () => {
  const distinct = [
    ...new Set(
      Array.from({ length: 40 }, (_, seed) => environment.printLevel(draw(distribution, seed, 1).bytes)),
    ),
  ];
  const [a, b, c, d] = distinct.map((text) => environment.parseLevel(text)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const report = overlapReport([
    { name: "training", levels: levelSet(environment, [a, b, a]) },
    { name: "deployed", levels: levelSet(environment, [c, b]) },
    { name: "other", levels: levelSet(environment, [d]) },
  ]);
  expect(report).toEqual({
    sets: [
      { name: "training", levels: 3, distinct: 2 },
      { name: "deployed", levels: 2, distinct: 2 },
      { name: "other", levels: 1, distinct: 1 },
    ],
    shared: [{ pair: ["training", "deployed"], hashes: [levelHash(environment, b)] }],
    disjoint: false,
  });
  const apart = [a, d].map((level, index) => ({
    name: String(index),
    levels: levelSet(environment, [level]),
  }));
  expect(overlapReport(apart).disjoint).toBe(true);
});
