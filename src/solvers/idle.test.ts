import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Table, tables, tabularEnvironment } from "../../tests/support/tabular-environment.ts";
import { Rng } from "../base/rng.ts";
import { enumerate } from "../environments/enumerate.ts";
import { type Environment, idleAction, type Objective } from "../environments/environment.ts";
import { environmentDefinitions } from "../environments/index.ts";
import { policyStartValue } from "./evaluation.ts";
import { idleValue } from "./idle.ts";
import { expectedRewards } from "./rewards.ts";

const objective: Objective = { name: "mixed", wants: "", weights: { "event 0": 1, "event 1": -0.5 } };

/** A table whose last action is what happens to one who idles. */
function withIdleRow(table: Table): Environment {
  const environment = tabularEnvironment(table);
  return { ...environment, actions: environment.actions.slice(0, -1) };
}

describe("idleValue", () => {
  test("is the value of always taking the idle row, wherever chance leads meanwhile", () => {
    const shape = { states: 6, actions: 3, events: 2, options: 3 };
    fc.assert(
      fc.property(tables(shape), fc.nat(12), fc.double({ min: 0, max: 1, noNaN: true }), (table, t, g) => {
        const known = tabularEnvironment(table);
        const level = Uint8Array.of(0);
        const mdp = enumerate(known, level);
        const idle = Float64Array.from({ length: mdp.states * 3 }, (_, row) => (row % 3 === 2 ? 1 : 0));
        const expected = policyStartValue(mdp, idle, expectedRewards(mdp, objective), t, g);
        const environment = withIdleRow(table);
        expect(idleAction(environment)).toBe(2);
        expect(idleValue(environment, level, objective, t, g)).toBeCloseTo(expected, 12);
      }),
    );
  });

  test("is the sum that a branch of 1 in 4 earns by hand", () => {
    const stay = { weight: 3, to: 0, events: [0, 0] };
    const paid = { weight: 1, to: null, events: [1, 0] };
    const environment = withIdleRow([[[stay], [stay, paid]]]);
    const value = idleValue(environment, Uint8Array.of(0), objective, 3, 0.5);
    expect(value).toBeCloseTo(1 / 4 + (3 / 4) * (1 / 4) * 0.5 + (9 / 16) * (1 / 4) * 0.25, 14);
  });

  test("is nothing in every world of the list that does not move by itself", () => {
    for (const definition of environmentDefinitions) {
      const environment = definition.create({});
      if (environment.autonomous) continue;
      const level = new Uint8Array(environment.levelLength);
      definition.levels(environment, {}).generate(Rng.fromSeed("idle"), level, 0);
      for (const wanted of environment.objectives) {
        expect(idleValue(environment, level, wanted, 20, 0.99), definition.name).toBe(0);
      }
    }
  });
});
