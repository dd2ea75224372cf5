import { describe, expect, test } from "vitest";
import { type Table, tabularEnvironment } from "../../../tests/support/tabular-environment.ts";
import { Rng } from "../../base/rng.ts";
import type { Objective } from "../../environments/environment.ts";
import { environmentNamed } from "../../environments/index.ts";
import { generateLevels, levelSet } from "../../environments/levels.ts";
import { discountedPolicyValues, solveDiscounted } from "../../solvers/discounted.ts";
import { uniformTable } from "../../solvers/greedy.ts";
import { expectedRewards } from "../../solvers/rewards.ts";
import { formsOf } from "./forms.ts";
import { buildGoalModel, eventsThatHappen } from "./goal-model.ts";
import { candidatesOf, defaultModelSettings, type ModelSettings } from "./hypotheses.ts";
import { drawHypothesis, plantedChoice } from "./planted.ts";
import { expectedEvidence } from "./planted-evidence.ts";
import { SolvedLevels } from "./solved-levels.ts";

const definition = environmentNamed("keys-and-chests");
const environment = definition.create({ height: 5, width: 5 });
const distribution = definition.levels(environment, { keys: [1, 3], chests: [1, 2] });
const settings: ModelSettings = {
  discount: 0.95,
  myopicDiscounts: [0.8],
  lapses: [0, 0.3],
  rationalities: [5, 50],
  softRationalities: [10],
  reactiveRationalities: [2],
  otherDraws: 4,
  seed: 0,
};

function levelsOf(seed: string, count: number) {
  return generateLevels(environment, distribution, Rng.fromSeed(seed), count);
}

describe("formsOf", () => {
  test("shares the prior equally among pursuits, then among what each can be", () => {
    const forms = formsOf(defaultModelSettings(0.99));
    const of = (pursuit: string) => forms.filter((form) => form.pursuit === pursuit);
    const share = (list: readonly { share: number }[]) => list.reduce((sum, form) => sum + form.share, 0);
    for (const pursuit of ["planner", "myopic", "reactive"])
      expect(share(of(pursuit))).toBeCloseTo(1 / 3, 12);
    expect(share(of("planner").filter(({ noise }) => noise === "soft-optimal"))).toBeCloseTo(1 / 6, 12);
    expect(new Set(of("myopic").map((form) => form.share)).size).toBe(1);
    expect(share(formsOf({ ...settings, myopicDiscounts: [], reactiveRationalities: [] }))).toBeCloseTo(
      1,
      12,
    );
  });

  test("a step lost weighs the same at every discount", () => {
    const forms = formsOf({ ...settings, discount: 0.9, myopicDiscounts: [0.5], rationalities: [10] });
    expect(forms.find(({ pursuit }) => pursuit === "myopic")?.rationalities[0]).toBeCloseTo(2, 12);
  });

  test("refuses empty and impossible grids", () => {
    expect(() => formsOf({ ...settings, lapses: [] })).toThrow("lapses");
    expect(() => formsOf({ ...settings, lapses: [1.5] })).toThrow("1.5");
    const none = { rationalities: [], softRationalities: [], reactiveRationalities: [] };
    expect(() => formsOf({ ...settings, ...none })).toThrow("rationalities");
  });
});

describe("buildGoalModel", () => {
  test("values are what planning loses by an action, in units of what there is to gain", async () => {
    const model = await buildGoalModel(levelsOf("values", 3), candidatesOf(environment), settings);
    const out = new Float64Array(4);
    for (const [index, objective] of model.objectives.entries()) {
      const rewards = model.mdps.map((mdp) => expectedRewards(mdp, objective));
      const gains = model.mdps.map((mdp, level) => {
        const uniform = uniformTable(mdp.states, 4);
        const random = discountedPolicyValues(mdp, uniform, rewards[level], 0.95)[0];
        return solveDiscounted(mdp, rewards[level], 0.95).values[0] - random;
      });
      const scale = gains.reduce((sum, gain) => sum + gain / gains.length, 0);
      for (const [level, mdp] of model.mdps.entries()) {
        const { q } = solveDiscounted(mdp, rewards[level], 0.95);
        for (let state = 0; state < mdp.states; state += 7) {
          model.actionValues(index, 0, level, state, out);
          const best = Math.max(...q.subarray(4 * state, 4 * state + 4));
          out.forEach((value, a) => {
            expect(value).toBeCloseTo((q[4 * state + a] - best) / scale, 5);
          });
        }
      }
    }
  });

  test("the cache gives what solving anew would give, for overlapping sets of levels", async () => {
    const cache = new SolvedLevels();
    const all = levelsOf("cache", 4);
    const size = environment.levelLength;
    const some = levelSet(environment, [
      all.bytes.slice(size, 2 * size),
      all.bytes.slice(3 * size, 4 * size),
    ]);
    const candidates = candidatesOf(environment);
    const first = await buildGoalModel(all, candidates, settings, { cache });
    const kept = await buildGoalModel(some, candidates, settings, { cache });
    const anew = await buildGoalModel(some, candidates, settings);
    expect(kept.mdps[0]).toBe(first.mdps[1]);
    const [one, other] = [new Float64Array(4), new Float64Array(4)];
    for (const objective of kept.objectives.keys()) {
      for (const form of kept.forms.keys()) {
        kept.actionValues(objective, form, 1, 3, one);
        anew.actionValues(objective, form, 1, 3, other);
        expect(one).toEqual(other);
      }
    }
  });

  test("an objective that can gain nothing says nothing", async () => {
    const table: Table = [
      [[{ weight: 1, to: null, events: [1, 0] }], [{ weight: 1, to: null, events: [1, 1] }]],
    ];
    const world = tabularEnvironment(table);
    const unavoidable: Objective = { name: "unavoidable", wants: "", weights: { "event 0": 1 } };
    const never: Objective = { name: "nothing", wants: "", weights: {} };
    const wanted: Objective = { name: "wanted", wants: "", weights: { "event 1": 1 } };
    const candidates = [unavoidable, never, wanted].map((objective) => ({
      kind: "named" as const,
      objective,
    }));
    const model = await buildGoalModel(levelSet(world, [Uint8Array.of(0)]), candidates, settings);
    const out = new Float64Array(2).fill(1);
    model.actionValues(0, 0, 0, 0, out);
    expect([...out]).toEqual([0, 0]);
    expect(model.groups).toEqual([[0, 1], [2]]);
  });

  test("levels without surplus keys cannot tell who minds them", async () => {
    const few = definition.levels(environment, { keys: [1, 1], chests: [2, 2] });
    const levels = generateLevels(environment, few, Rng.fromSeed("few"), 3);
    const model = await buildGoalModel(levels, candidatesOf(environment), { ...settings, otherDraws: 2 });
    const groupOf = (name: string) => {
      const index = model.objectives.findIndex((objective) => objective.name === name);
      return model.groups.find((members) => members.includes(index))!.map((i) => model.objectives[i].name);
    };
    expect(groupOf("chests")).toEqual([
      "chests",
      "chests-minus-surplus",
      "chests+chests-minus-surplus:1/4",
      "chests+chests-minus-surplus:1/2",
      "chests+chests-minus-surplus:3/4",
    ]);
    expect(groupOf("keys-and-chests")).toContain("chests+keys:1/2");
    expect(groupOf("keys")).not.toContain("chests");
    expect(eventsThatHappen(model.mdps)).toEqual(["key-collected", "chest-opened"]);
  });

  test("tells of every level twice, and stops when asked", async () => {
    const told: string[] = [];
    const stop = new AbortController();
    const onLevel = (done: number, total: number) => {
      told.push(`${done}/${total}`);
      if (done === 3) stop.abort(new Error("enough"));
    };
    const building = buildGoalModel(levelsOf("stop", 2), candidatesOf(environment), settings, {
      onLevel,
      signal: stop.signal,
    });
    await expect(building).rejects.toThrow("enough");
    expect(told).toEqual(["1/4", "2/4", "3/4"]);
  });

  test("refuses nothing to build from", async () => {
    const candidates = candidatesOf(environment);
    await expect(buildGoalModel(levelSet(environment, []), candidates, settings)).rejects.toThrow("levels");
    await expect(buildGoalModel(levelsOf("none", 1), [], settings)).rejects.toThrow("candidates");
  });
});

test("hypotheses are drawn as often as the printed prior says", async () => {
  const model = await buildGoalModel(levelsOf("draw", 1), candidatesOf(environment, ["keys"]), settings);
  const rng = Rng.fromSeed("draws");
  const draws = Array.from({ length: 7000 }, () => drawHypothesis(model, rng));
  const devices = draws.filter(({ kind }) => kind !== "objective").length;
  const others = draws.filter((one) => one.kind === "objective" && one.objective >= 5).length;
  const base = draws.filter((one) => one.kind === "objective" && one.objective === 0).length;
  const planners = draws.filter(
    (one) => one.kind === "objective" && model.forms[one.form].pursuit === "planner",
  ).length;
  // Five candidates, other, device: a thousand each; 5 standard deviations of that are 146.
  for (const count of [devices, others, base]) expect(Math.abs(count - 1000)).toBeLessThan(147);
  expect(Math.abs(planners - 2000)).toBeLessThan(190);
});

test("expected evidence: against the nearest rival, by hand", async () => {
  const table: Table = [
    [[{ weight: 1, to: null, events: [1, 0] }], [{ weight: 1, to: null, events: [0, 1] }]],
  ];
  const levels = levelSet(tabularEnvironment(table), [Uint8Array.of(0)]);
  const candidates = ["event 0", "event 1"].map((event) => ({
    kind: "named" as const,
    objective: { name: event, wants: "", weights: { [event]: 1 } },
  }));
  const planners = { ...settings, myopicDiscounts: [], softRationalities: [], reactiveRationalities: [] };
  const grid = { ...planners, otherDraws: 0, rationalities: [1, 2], lapses: [0.2] };
  const model = await buildGoalModel(levels, candidates, grid);
  const planted = { kind: "objective", objective: 0, form: 0, rationality: 2, lapse: 0.2 } as const;
  const p = new Float64Array(2);
  plantedChoice(model, planted, 0, 0, p);
  expect(p[0]).toBeCloseTo(0.8 / (1 + Math.exp(-4)) + 0.1, 12);
  // Both rival cells prefer the other action: chance is nearer.
  const record = { level: new Int32Array(3), state: new Int32Array(3), count: 3 };
  const nats = 3 * (p[0] * Math.log(2 * p[0]) + p[1] * Math.log(2 * p[1]));
  expect(expectedEvidence(model, planted, record)).toBeCloseTo(nats, 12);
});
