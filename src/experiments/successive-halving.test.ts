// Rungs of successive halving worked out by hand, and the budgets that they set.
import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { keysAndChests } from "./keys-and-chests.ts";
import { resolvePreset } from "./plan.ts";
import { budgetOverrides, rungsOf } from "./successive-halving.ts";

test("rungs keep one point of eta and give it eta times the budget", () => {
  expect(rungsOf(9, 3, null)).toEqual([
    { points: 9, share: 1 / 9 },
    { points: 3, share: 1 / 3 },
    { points: 1, share: 1 },
  ]);
  expect(rungsOf(10, 2, null).map(({ points }) => points)).toEqual([10, 5, 2, 1]);
  expect(rungsOf(10, 2, 2)).toEqual([
    { points: 10, share: 1 / 2 },
    { points: 5, share: 1 },
  ]);
  expect(rungsOf(1, 2, null)).toEqual([{ points: 1, share: 1 }]);
});

test("every rung costs at most what the first one does", () => {
  for (let points = 1; points < 200; points++) {
    for (const eta of [2, 3, 4, 7]) {
      const costs = rungsOf(points, eta, null).map((rung) => rung.points * rung.share);
      for (const cost of costs) expect(cost).toBeLessThanOrEqual(costs[0]! + 1e-12);
      expect(rungsOf(points, eta, null).at(-1)).toMatchObject({ share: 1 });
    }
  }
});

test.each([
  [9, 1, null],
  [9, 2.5, null],
  [9, 3, 4],
  [9, 3, 0],
])("%j points by %j in %j rungs are refused", (points, eta, rungs) => {
  expect(() => rungsOf(points, eta, rungs)).toThrow(InputError);
});

test("the budget is that of every training, by its own setting", () => {
  const { settings } = resolvePreset(keysAndChests, null, []);
  const overrides = budgetOverrides(settings, null, 1 / 4);
  const trained = settings.flatMap(({ name, stages }) =>
    stages.flatMap((stage) =>
      stage.kind === "train" && "ppo" in stage
        ? [{ path: `${name}.train.ppo.total_timesteps`, value: Math.floor(stage.ppo.total_timesteps / 4) }]
        : [],
    ),
  );
  expect(overrides).toEqual(trained);
  expect(overrides.length).toBeGreaterThan(0);
  const resolved = resolvePreset(keysAndChests, null, overrides).settings;
  expect(budgetOverrides(resolved, "train.ppo.total_timesteps", 1)).toEqual(trained);
});

test("a budget that no stage has is refused with what there is", () => {
  const { settings } = resolvePreset(keysAndChests, null, []);
  expect(() => budgetOverrides(settings, "train.ppo.total_timestep", 1)).toThrow(
    /did you mean train.ppo.total_timesteps\?/,
  );
  expect(() => budgetOverrides([{ name: "empty", summary: "", stages: [] }], null, 1)).toThrow(InputError);
});
