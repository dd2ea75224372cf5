// A shift meets its two sides at the ends and moves monotonically between them.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { environmentDefinitions, environmentNamed } from "../environments/index.ts";
import { sideAtSeverity } from "./severity.ts";
import { type Shift, shiftOf } from "./shift.ts";

const world = { environment: "keys-and-chests" };
const shift: Shift = {
  varies: "counts",
  training: {
    ...world,
    parameters: { height: 7 },
    levels: {
      keys: [1, 5],
      chests: [1, 8],
      chestsAtLeastKeys: true,
      walls: { kind: "blocks", density: 0.1 },
    },
  },
  deployed: {
    ...world,
    parameters: { height: 10 },
    levels: {
      keys: [5, 8],
      chests: [1, 3],
      chestsAtLeastKeys: false,
      walls: { kind: "blocks", density: 0.4 },
    },
  },
  horizons: { training: 64, deployed: 12 },
};

describe("a side at a severity", () => {
  test("at the ends is the training side and the deployed side, with every default", () => {
    for (const [severity, side, steps] of [
      [0, shift.training, 64],
      [1, shift.deployed, 12],
    ] as const) {
      const { source: found, horizon } = sideAtSeverity(shift, severity);
      expect(horizon).toBe(steps);
      expect(found).toMatchObject(side);
      const definition = environmentNamed(side.environment);
      const environment = definition.create(side.parameters);
      expect(found.parameters).toEqual(environment.parameters);
      expect(found.levels).toEqual(definition.levels(environment, side.levels).parameters);
    }
  });

  test("half way, integers are rounded and shares are not", () => {
    const { source, horizon } = sideAtSeverity(shift, 0.5);
    const { parameters, levels } = source;
    expect(levels).toMatchObject({ keys: [3, 7], chests: [1, 6], chestsAtLeastKeys: false });
    expect(levels.walls).toEqual({ kind: "blocks", density: 0.25 });
    expect(parameters.height).toBe(9);
    expect(horizon).toBe(38);
  });

  test("a default that one side leaves out is its end of the line", () => {
    const corner = (levels: Shift["training"]["levels"]) => ({
      environment: "cheese-in-the-corner",
      parameters: {},
      levels,
    });
    const sides = { varies: "corner", training: corner({}), deployed: corner({ cornerSize: 7 }) };
    expect([0, 0.25, 0.5, 1].map((at) => sideAtSeverity(sides, at).source.levels.cornerSize)).toEqual([
      1, 3, 4, 7,
    ]);
  });

  test("what one side alone has is there as soon as severity is above 0", () => {
    const walls = { kind: "edges", passable: 0.5 };
    const deployed = { ...shift.training, levels: { ...shift.training.levels, walls } };
    const at = (severity: number) =>
      sideAtSeverity({ ...shift, deployed: { ...deployed, parameters: { height: 9 } } }, severity);
    expect(at(0).source.levels.walls).toEqual({ kind: "blocks", density: 0.1 });
    expect(at(1).source.levels.walls).toEqual({ kind: "edges", density: 0.25, passable: 0.5 });
  });

  test("the weight of a mixture moves from 0 where training has none", () => {
    const mixture = { share: 0.5, source: { filters: ["distinguishing:keys"] } };
    const mixing = { ...shift, deployed: { ...shift.deployed, mixture } };
    expect(sideAtSeverity(mixing, 0).source).not.toHaveProperty("mixture");
    expect(sideAtSeverity(mixing, 0.5).source.mixture).toEqual({ ...mixture, share: 0.25 });
    expect(sideAtSeverity(mixing, 1).source.mixture).toEqual(mixture);
    const back = { ...shift, training: mixing.deployed, deployed: shift.training };
    expect(sideAtSeverity(back, 0.5).source.mixture).toEqual({ ...mixture, share: 0.25 });
    expect(sideAtSeverity(back, 1).source).not.toHaveProperty("mixture");
  });

  test("every number lies between its ends and moves one way only", () => {
    const severity = fc.double({ min: 0, max: 1, noNaN: true });
    const figures = (at: number) => {
      const { source, horizon } = sideAtSeverity(shift, at);
      const { levels } = source;
      const [low, high] = levels.chests as [number, number];
      return [low, high, horizon ?? 0, -(levels.walls as { density: number }).density];
    };
    const ends = [figures(0), figures(1)];
    fc.assert(
      fc.property(severity, severity, (one, other) => {
        const [low, high] = [figures(Math.min(one, other)), figures(Math.max(one, other))];
        low.forEach((value, index) => {
          expect(value).toBeGreaterThanOrEqual(high[index]!);
          expect(value).toBeLessThanOrEqual(ends[0]![index]!);
          expect(high[index]!).toBeGreaterThanOrEqual(ends[1]![index]!);
        });
      }),
    );
  });

  test.each([-0.1, 1.5, Number.NaN])("a severity of %d is refused", (severity) => {
    expect(() => sideAtSeverity(shift, severity)).toThrow(RangeError);
  });

  test("two worlds have nothing between them", () => {
    const deployed = { ...shift.deployed, environment: "cheese-in-the-corner" };
    expect(() => sideAtSeverity({ ...shift, deployed }, 0.5)).toThrow(/shift\.deployed\.environment/);
  });
});

describe("the shift of a world's preset", () => {
  test("every preset of every world is a shift whose sides can be made at any severity", () => {
    const found = environmentDefinitions.flatMap((definition) =>
      definition.presets.map(({ name }) => {
        const sides = shiftOf(definition, name);
        for (const severity of [0, 0.5, 1]) {
          const { source } = sideAtSeverity(sides, severity);
          definition.levels(definition.create(source.parameters), source.levels);
        }
        return name;
      }),
    );
    expect(found).toContain("small");
  });

  test("is the first one's by default; an unknown name and a world without presets are refused", () => {
    const definition = environmentNamed("cheese-in-the-corner");
    expect(shiftOf(definition)).toEqual(shiftOf(definition, "small"));
    expect(shiftOf(definition).training).toMatchObject({ environment: "cheese-in-the-corner" });
    expect(() => shiftOf(definition, "smal")).toThrow(/"smal".*did you mean small/);
    expect(() => shiftOf(environmentNamed("biased-coins"))).toThrow(/no preset.*has presets/);
  });
});
