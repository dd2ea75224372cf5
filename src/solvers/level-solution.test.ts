// Every world's levels, solved in one way and bounded in another; bounds worked out by hand.
import { describe, expect, test, vi } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import type { Environment, EventLimit } from "../environments/environment.ts";
import { environmentDefinitions, environmentNamed } from "../environments/index.ts";
import { generateLevels, levelAt } from "../environments/levels.ts";
import { solveLevel } from "./level-solution.ts";

vi.setConfig({ testTimeout: 600_000 });
const cases = Math.min(500, Math.ceil(Number(process.env.INNERGAP_LEVELS ?? 40) / 10));

describe.each(environmentDefinitions.map((definition) => [definition.name, definition] as const))(
  "%s",
  (name, definition) => {
    const side = definition.presets[0]?.shift.deployed ?? { parameters: {}, levels: {} };
    const environment = definition.create(side.parameters);
    const distribution = definition.levels(environment, side.levels);
    const levels = generateLevels(environment, distribution, Rng.fromSeed(`solve level/${name}`), cases);

    test("what is exact lies within the bounds of what is not", () => {
      for (let index = 0; index < levels.count; index++) {
        const level = levelAt(levels, index);
        for (const objective of environment.objectives) {
          for (const setting of [
            { horizon: 20, discount: 0.95 },
            { horizon: Infinity, discount: 0.9 },
          ]) {
            const exact = solveLevel(environment, level, objective, setting);
            const bounds = solveLevel(environment, level, objective, { ...setting, limit: 0 });
            expect(exact.method).toBe("enumeration");
            expect(exact.low).toBe(exact.high);
            expect(bounds.method).not.toBe("enumeration");
            expect(bounds.low).toBeLessThanOrEqual(exact.low + 1e-9);
            expect(bounds.high).toBeGreaterThanOrEqual(exact.high - 1e-9);
          }
        }
      }
    });
  },
);

describe("bounds worked out by hand", () => {
  /** A world of which only declared limits are known, and whose levels are refused as too large. */
  function bounded(eventLimits?: Readonly<Record<string, EventLimit>>): Environment {
    const patience = environmentNamed("cheese-in-the-corner").create({ height: 5, width: 5 });
    return {
      ...patience,
      stochastic: true,
      onlyItems: false,
      ...(eventLimits ? { eventLimits: () => eventLimits } : {}),
    } as Environment;
  }
  const weigh = (weights: Readonly<Record<string, number>>) => ({ name: "w", wants: "Test.", weights });
  const [both] = [weigh({ "cheese-reached": 2, "corner-visited": -1 })];
  const room = ["#####", "#..o#", "#.@.#", "#...#", "#####"].join("\n");
  const value = (
    environment: Environment,
    objective: ReturnType<typeof weigh>,
    horizon: number,
    discount: number,
  ) => solveLevel(environment, environment.parseLevel(room), objective, { horizon, discount, limit: 0 });

  test("limits in a step and in an episode", () => {
    const environment = bounded({ "cheese-reached": { step: 2, episode: 5 }, "corner-visited": { step: 1 } });
    // Two, two and one: 2 (2 + 2 / 2 + 1 / 4); once in each of four steps: 1 + 1 / 2 + 1 / 4 + 1 / 8.
    expect(value(environment, both, 4, 0.5)).toEqual({ low: -1.875, high: 6.5, method: "bounds" });
    expect(value(environment, both, 1, 0.5)).toEqual({ low: -1, high: 4, method: "bounds" });
    expect(value(environment, both, 10, 1)).toEqual({ low: -10, high: 10, method: "bounds" });
    expect(value(environment, both, Infinity, 0.5)).toEqual({ low: -2, high: 6.5, method: "bounds" });
  });

  test("without limits, as often as a byte counts", () => {
    expect(value(bounded(), weigh({ "cheese-reached": 1 }), 3, 1)).toEqual({
      low: 0,
      high: 765,
      method: "bounds",
    });
  });

  test("without chance, the best of some sequences is a bound", () => {
    const corner = environmentNamed("cheese-in-the-corner").create({ height: 5, width: 5 });
    const found = value(corner, weigh({ "cheese-reached": 1 }), 40, 0.9);
    expect(found.low).toBeCloseTo(0.9, 9);
    // One that wanders on without end may yet lose.
    expect(value(corner, weigh({ "corner-visited": -1 }), Infinity, 0.9).low).toBeLessThanOrEqual(0);
  });

  test("a level of another length is refused, and so are settings without a meaning", () => {
    const environment = bounded();
    const [objective] = environment.objectives;
    expect(() => solveLevel(environment, new Uint8Array(3), objective!, { horizon: 4, discount: 1 })).toThrow(
      InputError,
    );
    const setting = { horizon: Infinity, discount: 1 };
    expect(() => solveLevel(environment, new Uint8Array(25), objective!, setting)).toThrow("discount");
  });
});
