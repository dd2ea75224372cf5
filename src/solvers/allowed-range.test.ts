import fc from "fast-check";
import { expect, test } from "vitest";
import { objectiveOver, tables, tabularEnvironment } from "../../tests/support/tabular-environment.ts";
import { enumerate } from "../environments/enumerate.ts";
import { allowedRange } from "./allowed-range.ts";
import { policyStartValue } from "./evaluation.ts";
import { bestStartValue } from "./finite-horizon.ts";
import { uniformOver } from "./greedy.ts";
import { expectedRewards } from "./rewards.ts";

const shape = { states: 6, actions: 3, events: 2, options: 2 };
/** Which actions are left, as a number from 1 to 7 per state. */
const masks = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: shape.states, maxLength: shape.states });

test("gives the numbers of the solvers that look at the whole level", () => {
  fc.assert(
    fc.property(
      tables(shape),
      objectiveOver(2, "wanted"),
      masks,
      fc.integer({ min: 0, max: 9 }),
      fc.constantFrom(0.7, 1),
      (table, objective, mask, horizon, discount) => {
        const mdp = enumerate(tabularEnvironment(table, [objective]), Uint8Array.of(0));
        const rewards = expectedRewards(mdp, objective);
        const allowed = Uint8Array.from({ length: mdp.states * 3 }, (_, row) => {
          const state = Math.floor(row / 3);
          return (mask[state]! >> (row % 3)) & 1;
        });
        const opposite = rewards.map((reward) => -reward);
        const range = allowedRange(mdp, allowed, rewards, horizon, discount);
        expect(range.best).toBeCloseTo(bestStartValue(mdp, rewards, horizon, discount, allowed), 12);
        expect(range.worst).toBeCloseTo(-bestStartValue(mdp, opposite, horizon, discount, allowed), 12);
        const uniform = uniformOver(allowed, 3);
        expect(range.uniform).toBeCloseTo(policyStartValue(mdp, uniform, rewards, horizon, discount), 12);
      },
    ),
  );
});
