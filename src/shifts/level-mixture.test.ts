import fc from "fast-check";
import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels, levelAt } from "../environments/levels.ts";
import { withLevelMixture } from "./level-mixture.ts";

const definition = environmentNamed("keys-and-chests");
const environment = definition.create({ height: 5, width: 5 });
const distribution = definition.levels(environment, { keys: [2, 2], chests: [1, 1] });
const texts = [
  ["#####", "#@kc#", "#...#", "#...#", "#####"].join("\n"),
  ["#####", "#...#", "#@kc#", "#...#", "#####"].join("\n"),
];

/** How often each of the fixed levels is among so many drawn. */
function counts(share: number, count: number, seed: number): number[] {
  const mixed = withLevelMixture(environment, distribution, { share, levels: texts });
  const levels = generateLevels(environment, mixed, Rng.fromSeed(seed), count);
  const drawn = Array.from({ length: count }, (_, index) => environment.printLevel(levelAt(levels, index)));
  for (const text of drawn) {
    // A generated level has two keys, a fixed one has one.
    expect(text.split("k")).toHaveLength(texts.includes(text) ? 2 : 3);
  }
  return texts.map((text) => drawn.filter((other) => other === text).length);
}

test("the share of fixed levels is the one declared, all equally likely", () => {
  const count = 4000;
  const [one, two] = counts(0.3, count, 1);
  expect(Math.abs(one! + two! - 0.3 * count)).toBeLessThan(5 * Math.sqrt(0.3 * 0.7 * count));
  expect(Math.abs(one! - 0.15 * count)).toBeLessThan(5 * Math.sqrt(0.15 * 0.85 * count));
  expect(counts(0, 200, 2)).toEqual([0, 0]);
  expect(counts(1, 200, 3).reduce((sum, next) => sum + next, 0)).toBe(200);
});

test("equal streams give equal levels", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), (share, seed) => {
      const draw = () => {
        const mixed = withLevelMixture(environment, distribution, { share, levels: texts });
        return generateLevels(environment, mixed, Rng.fromSeed(seed), 8).bytes;
      };
      expect(draw()).toEqual(draw());
    }),
    { numRuns: 20 },
  );
});

test.each([
  [{ share: 1.5, levels: texts }, /mixture\.share: found 1.5/],
  [{ share: Number.NaN, levels: texts }, /mixture\.share: found NaN/],
  [{ share: 0.5, levels: [] }, /mixture\.levels: found a list of 0/],
  [{ share: 0.5, levels: [texts[0]!, "#####"] }, /mixture\.levels\[1\]: /],
  [{ share: 0.5, levels: [7 as unknown as string] }, /mixture\.levels\[0\]: found 7/],
])("%j is refused with its place", (mixture, message) => {
  const open = () => withLevelMixture(environment, distribution, mixture);
  expect(open).toThrow(InputError);
  expect(open).toThrow(message);
});
