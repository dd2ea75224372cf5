// The regret left does not change when values are shifted or scaled, and falls from 1 to 0.
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkpointsAtRegret, regretFractions, regretLeft } from "./regret-left.ts";

const value = fc.integer({ min: -1000, max: 1000 });

test("is 1 at the first checkpoint, 0 at the last, and keeps to itself when values are shifted and scaled", () => {
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 2 }),
      value,
      fc.integer({ min: 1, max: 50 }),
      (values, by, times) => {
        const shares = regretLeft(values);
        if (values.at(-1)! <= values[0]!) {
          expect(shares.every((share) => share === null)).toBe(true);
          return;
        }
        expect([shares[0], shares.at(-1)]).toEqual([1, 0]);
        const moved = regretLeft(values.map((one) => one * times + by));
        moved.forEach((share, index) => {
          expect(share).toBeCloseTo(shares[index]!, 9);
        });
      },
    ),
  );
});

test("a checkpoint half way to the end has half of the regret left", () => {
  expect(regretLeft([1, 2, 4, 5])).toEqual([1, 0.75, 0.25, 0]);
  expect(regretLeft([])).toEqual([]);
});

test("the checkpoint of a fraction is the first that has no more left", () => {
  const checkpoints = [1, 0.6, 0.15, 0.3, 0.01, 0].map((share, step) => ({ step, regretLeft: share }));
  expect(checkpointsAtRegret(checkpoints).map(({ checkpoint }) => checkpoint?.step)).toEqual([
    2, 2, 4, 4, 4, 4,
  ]);
  expect(
    checkpointsAtRegret(checkpoints.slice(0, 3)).map(({ checkpoint }) => checkpoint?.step ?? null),
  ).toEqual([2, 2, null, null, null, null]);
  expect(checkpointsAtRegret([{ regretLeft: null }]).map(({ fraction }) => fraction)).toEqual([
    ...regretFractions,
  ]);
});
