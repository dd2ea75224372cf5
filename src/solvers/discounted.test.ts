import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  objectiveOver,
  type Table,
  tables,
  tabularEnvironment,
} from "../../tests/support/tabular-environment.ts";
import { enumerate, type FiniteMdp } from "../environments/enumerate.ts";
import type { Objective } from "../environments/environment.ts";
import { actionValues } from "./backup.ts";
import { componentsOf } from "./components.ts";
import { discountedError, discountedPolicyValues, plannerTable, solveDiscounted } from "./discounted.ts";
import { finiteHorizonValues } from "./finite-horizon.ts";
import { expectedRewards } from "./rewards.ts";

const shape = { states: 4, actions: 2, events: 2, options: 3 };
const discounts = fc.constantFrom(0.99, 0.9, 0.5, 0);

function solved(table: Table, wanted: Objective) {
  const mdp = enumerate(tabularEnvironment(table, [wanted]), Uint8Array.of(0));
  return { mdp, rewards: expectedRewards(mdp, wanted) };
}

/** Every deterministic stationary policy as a table of probabilities. */
function* deterministicPolicies({ states, actions }: FiniteMdp): Generator<Float64Array> {
  for (let code = 0; code < actions ** states; code++) {
    const policy = new Float64Array(states * actions);
    for (let state = 0; state < states; state++) {
      policy[state * actions + (Math.floor(code / actions ** state) % actions)] = 1;
    }
    yield policy;
  }
}

describe("discounted value iteration", () => {
  test("is the best over all stationary policies, in every state", () => {
    fc.assert(
      fc.property(tables(shape), objectiveOver(2), discounts, (table, wanted, discount) => {
        const { mdp, rewards } = solved(table, wanted);
        const best = new Float64Array(mdp.states + 1).fill(-Infinity);
        for (const policy of deterministicPolicies(mdp)) {
          const values = discountedPolicyValues(mdp, policy, rewards, discount);
          for (let state = 0; state < mdp.states; state++)
            best[state] = Math.max(best[state]!, values[state]!);
        }
        const { values } = solveDiscounted(mdp, rewards, discount);
        for (let state = 0; state < mdp.states; state++) {
          expect(Math.abs(values[state]! - best[state]!)).toBeLessThanOrEqual(2 * discountedError);
        }
      }),
    );
  });

  test("is the limit of long horizons, to the promised accuracy", () => {
    fc.assert(
      fc.property(tables({ ...shape, states: 9 }), objectiveOver(2), discounts, (table, wanted, discount) => {
        const { mdp, rewards } = solved(table, wanted);
        const { values } = solveDiscounted(mdp, rewards, discount);
        const limit = finiteHorizonValues(mdp, rewards, 4000, discount);
        for (let state = 0; state < mdp.states; state++) {
          expect(Math.abs(values[state]! - limit[state]!)).toBeLessThanOrEqual(2 * discountedError);
        }
      }),
    );
  });

  test("the planner's own policy, evaluated, has its computed value", () => {
    fc.assert(
      fc.property(tables({ ...shape, states: 9 }), objectiveOver(2), discounts, (table, wanted, discount) => {
        const { mdp, rewards } = solved(table, wanted);
        const { values, q } = solveDiscounted(mdp, rewards, discount);
        const own = discountedPolicyValues(mdp, plannerTable(mdp, rewards, discount), rewards, discount);
        for (let state = 0; state < mdp.states; state++) {
          expect(Math.abs(values[state]! - own[state]!)).toBeLessThanOrEqual(1e-9 / (1 - discount) + 1e-9);
        }
        expect(q).toEqual(actionValues(mdp, rewards, values, discount));
      }),
    );
  });

  test("a loop that pays 1 a step is worth 1 / (1 - discount)", () => {
    const loop: Table = [[[{ weight: 1, to: 1, events: [1, 0] }]], [[{ weight: 1, to: 0, events: [1, 0] }]]];
    const { mdp, rewards } = solved(loop, { name: "one", wants: "", weights: { "event 0": 1 } });
    expect(Math.abs(solveDiscounted(mdp, rewards, 0.999).values[0]! - 1000)).toBeLessThan(1e-8);
  });

  test("refuses a discount of 1", () => {
    const { mdp, rewards } = solved([[[{ weight: 1, to: 0, events: [0] }]]], {
      name: "",
      wants: "",
      weights: {},
    });
    expect(() => solveDiscounted(mdp, rewards, 1)).toThrow("discount: found 1, expected a number in [0, 1)");
  });
});

describe("components", () => {
  /** reach[a * states + b]: b can be reached from a (Warshall's closure). */
  function closure({ states, actions, rowOffsets, successors }: FiniteMdp): boolean[][] {
    const reach = Array.from({ length: states }, (_, from) =>
      Array.from({ length: states }, (_, to) => from === to),
    );
    for (let row = 0; row < states * actions; row++) {
      for (let i = rowOffsets[row]!; i < rowOffsets[row + 1]!; i++) {
        if (successors[i] !== states) reach[Math.floor(row / actions)]![successors[i]!] = true;
      }
    }
    for (let via = 0; via < states; via++) {
      for (const from of reach)
        if (from[via])
          reach[via]!.forEach((reached, to) => {
            if (reached) from[to] = true;
          });
    }
    return reach;
  }

  test("hold just the states that can return to each other, successors first", () => {
    fc.assert(
      fc.property(tables({ states: 12, actions: 2, events: 1, options: 1 }), (table) => {
        const mdp = enumerate(tabularEnvironment(table), Uint8Array.of(0));
        const { order, offsets } = componentsOf(mdp);
        const reach = closure(mdp);
        const componentOf = new Int32Array(mdp.states).fill(-1);
        for (let c = 0; c + 1 < offsets.length; c++) {
          for (let k = offsets[c]!; k < offsets[c + 1]!; k++) componentOf[order[k]!] = c;
        }
        for (let a = 0; a < mdp.states; a++) {
          for (let b = 0; b < mdp.states; b++) {
            expect(componentOf[a] === componentOf[b]).toBe(reach[a]![b] && reach[b]![a]);
            if (reach[a]![b]) expect(componentOf[b]).toBeLessThanOrEqual(componentOf[a]!);
          }
        }
      }),
    );
  });
});
