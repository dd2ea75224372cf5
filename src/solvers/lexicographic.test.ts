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
import { discountedPolicyValues, solveDiscounted } from "./discounted.ts";
import { policyStartValue } from "./evaluation.ts";
import { bestStartValue } from "./finite-horizon.ts";
import { finiteLexicographicRange, lexicographicRange } from "./lexicographic.ts";
import { expectedRewards } from "./rewards.ts";

const shape = { states: 4, actions: 2, events: 2, options: 1 };
const setting = { horizon: 6, discount: 0.9, plannerDiscount: 0.8 };
const inputs = [tables(shape), objectiveOver(2, "first"), objectiveOver(2, "second")] as const;

function solved(table: Table, first: Objective, second: Objective) {
  const mdp = enumerate(tabularEnvironment(table, [first, second]), Uint8Array.of(0));
  return { mdp, first: expectedRewards(mdp, first), second: expectedRewards(mdp, second) };
}

/** Under both objectives, the undiscounted pairs of values of all plans of that many steps (worlds without chance). */
function* plans(
  table: Table,
  wanted: readonly Objective[],
  state: number,
  toGo: number,
  discount: number,
): Generator<number[]> {
  if (toGo === 0) return yield wanted.map(() => 0);
  for (const [option] of table[state]!) {
    const now = wanted.map(({ weights }) =>
      option!.events.reduce((worth, count, event) => worth + count * weights[`event ${event}`]!, 0),
    );
    if (option!.to === null) yield now;
    else {
      for (const later of plans(table, wanted, option!.to, toGo - 1, discount)) {
        yield now.map((value, i) => value + discount * later[i]!);
      }
    }
  }
}

describe("lexicographic range", () => {
  test("within a horizon: the extremes of the second value over all plans that are best for the first", () => {
    fc.assert(
      fc.property(...inputs, fc.integer({ min: 1, max: 6 }), (table, one, two, horizon) => {
        const { mdp, first, second } = solved(table, one, two);
        const all = [...plans(table, [one, two], 0, horizon, 1)];
        const highest = Math.max(...all.map(([value]) => value!));
        const others = all.filter(([value]) => value! > highest - 1e-9).map(([, other]) => other!);
        const range = finiteLexicographicRange(mdp, first, second, horizon, 1);
        expect(range.best).toBeCloseTo(Math.max(...others), 9);
        expect(range.worst).toBeCloseTo(Math.min(...others), 9);
      }),
    );
  });

  test("holds the uniform policy's value and that of every optimal stationary policy", () => {
    fc.assert(
      fc.property(...inputs, (table, one, two) => {
        const { mdp, first, second } = solved(table, one, two);
        const { worst, best, uniform } = lexicographicRange(mdp, first, second, setting);
        expect(uniform).toBeGreaterThanOrEqual(worst - 1e-12);
        expect(uniform).toBeLessThanOrEqual(best + 1e-12);
        const { values } = solveDiscounted(mdp, first, setting.plannerDiscount);
        for (let code = 0; code < 2 ** mdp.states; code++) {
          const policy = Float64Array.from({ length: 2 * mdp.states }, (_, row) =>
            ((code >> (row >> 1)) & 1) === (row & 1) ? 1 : 0,
          );
          const own = discountedPolicyValues(mdp, policy, first, setting.plannerDiscount);
          if (own.some((value, state) => value < values[state]! - 1e-9)) continue;
          const value = policyStartValue(mdp, policy, second, setting.horizon, setting.discount);
          expect(value).toBeGreaterThanOrEqual(worst - 1e-9);
          expect(value).toBeLessThanOrEqual(best + 1e-9);
        }
      }),
    );
  });

  test("never passes the second objective's own optimum, which an indifferent first objective leaves open", () => {
    fc.assert(
      fc.property(...inputs, (table, one, two) => {
        const { mdp, first, second } = solved(table, one, two);
        const optimum = bestStartValue(mdp, second, setting.horizon, setting.discount);
        expect(lexicographicRange(mdp, first, second, setting).best).toBeLessThanOrEqual(optimum + 1e-12);
        const indifferent = new Float64Array(first.length);
        expect(lexicographicRange(mdp, indifferent, second, setting).best).toBe(optimum);
      }),
    );
  });
});
