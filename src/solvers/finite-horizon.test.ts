import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  objectiveOver,
  type Table,
  tables,
  tabularEnvironment,
} from "../../tests/support/tabular-environment.ts";
import { enumerate } from "../environments/enumerate.ts";
import type { Objective } from "../environments/environment.ts";
import { actionValues } from "./backup.ts";
import { policyStartValue, policyValues } from "./evaluation.ts";
import { bestStartValue, finiteHorizonValues, valuesByStepsToGo } from "./finite-horizon.ts";
import { uniformOverBest, uniformTable } from "./greedy.ts";
import { expectedRewards } from "./rewards.ts";

const shape = { states: 5, actions: 2, events: 2, options: 3 };
const discounts = fc.constantFrom(1, 0.9, 0.5, 0);
const horizons = fc.integer({ min: 0, max: 6 });

/** The best value by the definition, straight from the table: try everything. */
function tryEverything(
  table: Table,
  wanted: Objective,
  state: number,
  toGo: number,
  discount: number,
): number {
  if (toGo === 0) return 0;
  const values = table[state]!.map((options) => {
    const sum = options.reduce((total, { weight }) => total + weight, 0);
    return options.reduce((total, { weight, to, events }) => {
      const reward = events.reduce(
        (worth, count, event) => worth + count * wanted.weights[`event ${event}`]!,
        0,
      );
      const later = to === null ? 0 : tryEverything(table, wanted, to, toGo - 1, discount);
      return total + (weight / sum) * (reward + discount * later);
    }, 0);
  });
  return Math.max(...values);
}

function solved(table: Table, wanted: Objective) {
  const mdp = enumerate(tabularEnvironment(table, [wanted]), Uint8Array.of(0));
  return { mdp, rewards: expectedRewards(mdp, wanted) };
}

describe("finite-horizon value iteration", () => {
  test("finds what trying everything finds", () => {
    fc.assert(
      fc.property(
        tables(shape),
        objectiveOver(2),
        horizons,
        discounts,
        (table, wanted, horizon, discount) => {
          const { mdp, rewards } = solved(table, wanted);
          const expected = tryEverything(table, wanted, 0, horizon, discount);
          expect(bestStartValue(mdp, rewards, horizon, discount)).toBeCloseTo(expected, 10);
          expect(finiteHorizonValues(mdp, rewards, horizon, discount)[0]).toBeCloseTo(expected, 10);
        },
      ),
    );
  });

  test("stopping early changes nothing: every entry is the last of the layers", () => {
    fc.assert(
      fc.property(
        tables({ ...shape, options: 1 }),
        objectiveOver(2),
        fc.nat(30),
        discounts,
        (table, wanted, horizon, discount) => {
          const { mdp, rewards } = solved(table, wanted);
          const layers = valuesByStepsToGo(mdp, rewards, horizon, discount);
          expect(finiteHorizonValues(mdp, rewards, horizon, discount)).toEqual(layers[horizon]);
          expect(bestStartValue(mdp, rewards, horizon, discount)).toBe(layers[horizon]![0]);
        },
      ),
    );
  });

  test("the planner's own policy, evaluated, has exactly its computed value; no other has more", () => {
    fc.assert(
      fc.property(
        tables(shape),
        objectiveOver(2),
        fc.integer({ min: 1, max: 12 }),
        discounts,
        (table, wanted, horizon, discount) => {
          const { mdp, rewards } = solved(table, wanted);
          const layers = valuesByStepsToGo(mdp, rewards, horizon, discount);
          const planner = (toGo: number) =>
            uniformOverBest(actionValues(mdp, rewards, layers[toGo - 1]!, discount), mdp.actions);
          const values = policyValues(mdp, planner, rewards, horizon, discount);
          const random = policyValues(mdp, uniformTable(mdp.states, mdp.actions), rewards, horizon, discount);
          for (let state = 0; state < mdp.states; state++) {
            expect(values[state]).toBeCloseTo(layers[horizon]![state]!, 7);
            expect(random[state]).toBeLessThanOrEqual(layers[horizon]![state]! + 1e-12);
          }
        },
      ),
    );
  });

  test("a longer episode is never worth less where nothing costs", () => {
    fc.assert(
      fc.property(tables(shape), discounts, (table, discount) => {
        const wanted = { name: "all", wants: "everything", weights: { "event 0": 1, "event 1": 0.5 } };
        const { mdp, rewards } = solved(table, wanted);
        const layers = valuesByStepsToGo(mdp, rewards, 10, discount);
        for (let toGo = 1; toGo <= 10; toGo++) {
          for (let state = 0; state < mdp.states; state++) {
            expect(layers[toGo]![state]!).toBeGreaterThanOrEqual(layers[toGo - 1]![state]! - 1e-12);
          }
        }
      }),
    );
  });

  test("the start's value of a policy is its entry among the values of all states", () => {
    fc.assert(
      fc.property(
        tables(shape),
        objectiveOver(2),
        horizons,
        discounts,
        (table, wanted, horizon, discount) => {
          const { mdp, rewards } = solved(table, wanted);
          const random = uniformTable(mdp.states, mdp.actions);
          expect(policyStartValue(mdp, random, rewards, horizon, discount)).toBe(
            policyValues(mdp, random, rewards, horizon, discount)[0],
          );
        },
      ),
    );
  });

  test("a corridor pays on the d-th step discount^(d-1)", () => {
    const wanted = { name: "goal", wants: "the end", weights: { "event 0": 1 } };
    const step = (to: number | null, reward = 0) => [{ weight: 1, to, events: [reward] }];
    const corridor: Table = [
      [step(0), step(1)],
      [step(0), step(2)],
      [step(1), step(null, 1)],
    ];
    const { mdp, rewards } = solved(corridor, wanted);
    expect([0, 1, 2, 3, 4].map((horizon) => bestStartValue(mdp, rewards, horizon, 0.5))).toEqual([
      0, 0, 0, 0.25, 0.25,
    ]);
  });

  test.each([
    [1.5, 0.9, "horizon"],
    [-1, 0.9, "horizon"],
    [3, 1.1, "discount"],
    [3, Number.NaN, "discount"],
  ])("refuses horizon %d with discount %d", (horizon, discount, place) => {
    const { mdp, rewards } = solved([[[{ weight: 1, to: 0, events: [0] }]]], {
      name: "",
      wants: "",
      weights: {},
    });
    expect(() => bestStartValue(mdp, rewards, horizon, discount)).toThrow(`${place}: found`);
  });
});
