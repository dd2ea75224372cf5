import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BehaviourLine } from "../runs/format.ts";
import { matchedNoise, normalisedValue } from "./competence.ts";

const number = fc.double({ min: -10, max: 10, noNaN: true });
/** Levels as [random value, what can be gained, the policy's value]. */
const someLevels = fc.array(fc.tuple(number, fc.double({ min: 0.01, max: 5, noNaN: true }), number), {
  minLength: 1,
  maxLength: 12,
});

function columns(levels: readonly (readonly [number, number, number])[]) {
  return {
    values: levels.map(([, , value]) => value),
    optimal: levels.map(([random, range]) => random + range),
    random: levels.map(([random]) => random),
  };
}

describe("normalisedValue", () => {
  test("is 1 for the optimum and 0 for random play", () => {
    fc.assert(
      fc.property(someLevels, (levels) => {
        const { optimal, random } = columns(levels);
        expect(normalisedValue(optimal, optimal, random).value).toBeCloseTo(1, 10);
        expect(normalisedValue(random, optimal, random).value).toBe(0);
      }),
    );
  });

  test("does not change when the objective is scaled, or shifted level by level", () => {
    fc.assert(
      fc.property(
        someLevels,
        fc.double({ min: 0.5, max: 20, noNaN: true }),
        fc.array(number, { minLength: 1 }),
        (levels, scale, shifts) => {
          const { values, optimal, random } = columns(levels);
          const moved = (list: number[]) =>
            list.map((value, i) => scale * value + shifts[i % shifts.length]!);
          const before = normalisedValue(values, optimal, random);
          const after = normalisedValue(moved(values), moved(optimal), moved(random));
          expect(after.value).toBeCloseTo(before.value, 6);
          expect(after.excluded).toBe(before.excluded);
        },
      ),
    );
  });

  test("levels with nothing to gain are counted and change nothing", () => {
    fc.assert(
      fc.property(
        someLevels,
        fc.array(fc.tuple(number, fc.double({ min: 0, max: 9e-4, noNaN: true }), number)),
        (levels, flat) => {
          const whole = columns([...flat, ...levels]);
          const kept = columns(levels);
          const result = normalisedValue(whole.values, whole.optimal, whole.random);
          expect(result.value).toBe(normalisedValue(kept.values, kept.optimal, kept.random).value);
          expect(result.excluded).toBe(flat.length);
        },
      ),
    );
  });

  test("is a ratio of means, and is not clipped", () => {
    expect(normalisedValue([1, 0], [1, 3], [0, 0]).value).toBe(0.25);
    expect(normalisedValue([-4, 0], [1, 3], [0, 0]).value).toBe(-1);
    expect(normalisedValue([8, 0], [1, 3], [0, 0]).value).toBe(2);
    expect(normalisedValue([1], [1], [1])).toEqual({ value: Number.NaN, excluded: 1 });
  });

  test("refuses lists of different levels", () => {
    expect(() => normalisedValue([1], [1, 2], [0, 0])).toThrow("1, 2 and 2 levels");
  });
});

/** A noisy planner that opens `chests` chests, with figures that follow from the share and the level. */
function point(share: number, chests: number): BehaviourLine {
  const perLevel = {
    steps: [share, 2 * share],
    events: { opened: [chests, chests], taken: [share, 3 * share] },
    values: { chests: [chests, chests] },
  };
  return {
    kind: "behaviour",
    deployment: "deployed",
    policy: `noisy-planner:chests:${share}`,
    exact: true,
    levels: 2,
    horizon: 12,
    discount: 1,
    events: { opened: chests, taken: 2 * share },
    steps: 1.5 * share,
    terminated: 1 - share,
    values: { chests },
    perLevel,
  };
}

const fallingCurve = fc
  .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 0, maxLength: 6 })
  .map((percents) =>
    [0, ...percents.map((percent) => percent / 100), 1].map((share) => point(share, 3 - 2 * share ** 2)),
  );

describe("matchedNoise", () => {
  test("has the wanted count, between its neighbours, whatever the order of the curve", () => {
    fc.assert(
      fc.property(fallingCurve, fc.double({ min: 1, max: 3, noNaN: true }), (curve, target) => {
        const { line, share, reason } = matchedNoise([...curve].reverse(), ["opened"], target);
        expect(reason).toBeNull();
        expect(line!.events.opened).toBeCloseTo(target, 10);
        expect(line!.values.chests).toBeCloseTo(target, 10);
        expect(line!.perLevel.events.opened![1]).toBeCloseTo(target, 10);
        // Whatever is linear in the share stays so.
        expect(line!.events.taken).toBeCloseTo(2 * share!, 10);
        expect(line!.steps).toBeCloseTo(1.5 * share!, 10);
        expect(line!.terminated).toBeCloseTo(1 - share!, 10);
        expect(line!.perLevel.steps[1]).toBeCloseTo(2 * share!, 10);
      }),
    );
  });

  test("a count on the curve gives that point back", () => {
    const curve = [point(0, 3), point(0.5, 2), point(1, 1)];
    for (const line of curve) expect(matchedNoise(curve, ["opened"], line.events.opened!).line).toBe(line);
  });

  test("says why nothing matches", () => {
    const curve = [point(0, 3), point(0.5, 2), point(1, 1)];
    expect(matchedNoise(curve, ["opened"], 0.9)).toEqual({
      line: null,
      share: null,
      reason: "none: below random",
    });
    expect(matchedNoise(curve, ["opened"], 3.1).reason).toBe("none: above the planner");
  });

  test("takes the least noise where several shares match, and adds up several events", () => {
    const curve = [point(0, 3), point(0.4, 1), point(0.6, 2.5), point(1, 0)];
    expect(matchedNoise(curve, ["opened"], 2).share).toBeCloseTo(0.2, 12);
    expect(matchedNoise([point(0, 3), point(1, 0)], ["opened", "taken"], 2.5).share).toBeCloseTo(0.5, 12);
  });

  test("refuses a line that is no noisy planner, and events that were not counted", () => {
    expect(() => matchedNoise([{ ...point(0, 1), policy: "random" }], ["opened"], 1)).toThrow('"random"');
    expect(() => matchedNoise([point(0, 1)], ["eaten"], 1)).toThrow('"eaten"');
  });
});
