import { expect, test } from "vitest";
import { type Table, tabularEnvironment } from "../../../tests/support/tabular-environment.ts";
import { Rng } from "../../base/rng.ts";
import { enumerate } from "../../environments/enumerate.ts";
import { environmentNamed } from "../../environments/index.ts";
import { generateLevels, levelSet } from "../../environments/levels.ts";
import { collectDecisions } from "./collect-decisions.ts";
import { buildGoalModel } from "./goal-model.ts";
import { candidatesOf, defaultModelSettings } from "./hypotheses.ts";
import { plantedPolicy } from "./planted.ts";
import { spherePoints } from "./sphere-points.ts";
import { weightPosterior } from "./weights.ts";

test("points lie on the sphere, as evenly as moments can tell", () => {
  for (const dimensions of [2, 3, 4, 5]) {
    const points = spherePoints(dimensions, 2000, Rng.fromSeed(dimensions));
    for (let axis = 0; axis < dimensions; axis++) {
      const values = points.map((point) => point[axis]);
      expect(values.reduce((sum, x) => sum + x, 0) / 2000).toBeCloseTo(0, 1.5);
      const squares = values.reduce((sum, x) => sum + x * x, 0) / 2000;
      expect(Math.abs(squares - 1 / dimensions)).toBeLessThan(0.02);
    }
    for (const point of points) expect(Math.hypot(...point)).toBeCloseTo(1, 12);
  }
});

/** One choice between an event and another, then the end. */
const choice: Table = [
  [[{ weight: 1, to: null, events: [1, 0] }], [{ weight: 1, to: null, events: [0, 1] }]],
];

test("by hand: a choice between two events says which weighs more, and nothing of time", () => {
  const environment = tabularEnvironment(choice);
  const levels = levelSet(environment, [Uint8Array.of(0)]);
  const mdps = [enumerate(environment, Uint8Array.of(0))];
  const record = {
    levels,
    level: new Int32Array(1),
    state: new Int32Array(1),
    action: Uint8Array.of(0),
    previous: Uint8Array.of(2),
    probabilities: Float32Array.of(1, 0),
    count: 1,
    taken: 1,
    discountedEvents: Float64Array.of(1, 0),
    episodesPerLevel: 1,
  };
  const settings = { ...defaultModelSettings(0.9), rationalities: [2], lapses: [0.2] };
  const options = { settings, events: ["event 0", "event 1"], points: 512 };
  const { weights, order, points, effectivePoints } = weightPosterior(mdps, record, options);
  // V* - V_random is half the difference of the weights, whichever is larger, so the worse action always loses 2.
  const kept = 0.8 / (1 + Math.exp(-4)) + 0.1;
  const prior = spherePoints(3, 512, Rng.fromSeed(0).fork("weights"));
  const masses = prior.map(([a, b]) => (a > b ? kept : 1 - kept));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  for (const [axis, name] of order.entries()) {
    const mean = prior.reduce((sum, point, index) => sum + (point[axis] * masses[index]) / total, 0);
    expect(weights[name].mean).toBeCloseTo(mean, 9);
  }
  expect(order).toEqual(["event 0", "event 1", "time"]);
  expect(weights["event 0"].mean).toBeGreaterThan(0.2);
  expect(Math.abs(weights.time.mean)).toBeLessThan(0.05);
  expect(weights.time.high).toBeGreaterThan(0.9);
  expect(points.reduce((sum, { mass }) => sum + mass, 0)).toBeCloseTo(1, 9);
  expect(effectivePoints).toBeCloseTo(total ** 2 / masses.reduce((sum, mass) => sum + mass * mass, 0), 6);
});

test("the direction of a planted objective lies within the intervals", async () => {
  const definition = environmentNamed("keys-and-chests");
  const environment = definition.create({ height: 5, width: 5 });
  const distribution = definition.levels(environment, { keys: [3, 4], chests: [1, 2] });
  const levels = generateLevels(environment, distribution, Rng.fromSeed("weights"), 10);
  const settings = { ...defaultModelSettings(0.9), otherDraws: 0 };
  const model = await buildGoalModel(levels, candidatesOf(environment), settings);
  const keys = model.objectives.findIndex(({ name }) => name === "keys");
  const planted = { kind: "objective", objective: keys, form: 0, rationality: 40, lapse: 0.1 } as const;
  const record = await collectDecisions({
    ...{ mdps: model.mdps, levels, policy: plantedPolicy(model, planted), horizon: 40, discount: 0.9 },
    ...{ episodesPerLevel: 1, rng: Rng.fromSeed("watched") },
  });
  const events = ["key-collected", "chest-opened"];
  const { weights } = weightPosterior(model.mdps, record, {
    settings,
    events,
    levels: [0, 1, 2, 3, 4, 5, 6],
  });
  expect(weights["key-collected"].high).toBeGreaterThan(0.9);
  expect(weights["key-collected"].mean).toBeGreaterThan(0.5);
  expect(weights["chest-opened"].low).toBeLessThan(0);
  expect(weights["chest-opened"].mean).toBeLessThan(weights["key-collected"].mean);
});
