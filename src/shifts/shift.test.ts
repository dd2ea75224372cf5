// A shift meets its two sides at the ends and moves monotonically between them.
import fc from "fast-check";
import { expect, test } from "vitest";
import { levelsAtSeverity, type Shift } from "./shift.ts";

const shift: Shift = {
  varies: "counts",
  training: {
    environment: "keys-and-chests",
    parameters: {},
    levels: { keys: [1, 5], chests: [1, 8], even: true },
  },
  deployed: {
    environment: "keys-and-chests",
    parameters: {},
    levels: { keys: [5, 8], chests: [1, 3], even: false },
  },
};

test("severity 0 is the training side and severity 1 the deployed side", () => {
  expect(levelsAtSeverity(shift, 0)).toEqual(shift.training);
  expect(levelsAtSeverity(shift, 1)).toEqual(shift.deployed);
});

test("half way, ranges are half way and rounded", () => {
  expect(levelsAtSeverity(shift, 0.5).levels).toEqual({ keys: [3, 7], chests: [1, 6], even: false });
});

test("every number lies between its ends and moves one way only", () => {
  const severity = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(severity, severity, (one, other) => {
      const [low, high] = one <= other ? [one, other] : [other, one];
      const upper = (at: number) => (levelsAtSeverity(shift, at).levels.chests as number[])[1] as number;
      expect(upper(low)).toBeGreaterThanOrEqual(upper(high));
      expect(upper(low)).toBeLessThanOrEqual(8);
      expect(upper(high)).toBeGreaterThanOrEqual(3);
    }),
  );
});

test("a severity outside [0, 1] is refused", () => {
  expect(() => levelsAtSeverity(shift, 1.5)).toThrow(RangeError);
  expect(() => levelsAtSeverity(shift, Number.NaN)).toThrow(RangeError);
});
