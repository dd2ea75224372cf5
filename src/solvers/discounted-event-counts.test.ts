import fc from "fast-check";
import { expect, test } from "vitest";
import "../../tests/support/seeded.ts";
import { objectiveOver, tables, tabularEnvironment } from "../../tests/support/tabular-environment.ts";
import { Rng } from "../base/rng.ts";
import { enumerate, type FiniteMdp } from "../environments/enumerate.ts";
import { eventWeights } from "../environments/environment.ts";
import { actionValues } from "./backup.ts";
import { discountedPolicyValues } from "./discounted.ts";
import { discountedEventCounts } from "./discounted-event-counts.ts";
import { expectedRewards } from "./rewards.ts";

function randomPolicy({ states, actions }: FiniteMdp, seed: number): Float64Array {
  const rng = Rng.fromSeed(seed);
  const policy = Float64Array.from({ length: states * actions }, () => rng.below(4) + 0.01);
  for (let state = 0; state < states; state++) {
    const row = policy.subarray(state * actions, (state + 1) * actions);
    const sum = row.reduce((total, weight) => total + weight, 0);
    row.forEach((weight, action) => {
      row[action] = weight / sum;
    });
  }
  return policy;
}

test("discounted event counts, weighted, are the action values of the policy", () => {
  fc.assert(
    fc.property(
      tables({ states: 8, actions: 3, events: 2, options: 3 }),
      objectiveOver(2),
      fc.constantFrom(0, 0.7, 0.97),
      fc.nat(),
      (table, wanted, discount, seed) => {
        const mdp = enumerate(tabularEnvironment(table, [wanted]), Uint8Array.of(0));
        const policy = randomPolicy(mdp, seed);
        const counts = discountedEventCounts(mdp, policy, discount);
        const weights = eventWeights(mdp.environment, wanted);
        const rewards = expectedRewards(mdp, wanted);
        const values = discountedPolicyValues(mdp, policy, rewards, discount);
        actionValues(mdp, rewards, values, discount).forEach((q, row) => {
          expect(weights[0]! * counts[0]![row]! + weights[1]! * counts[1]![row]!).toBeCloseTo(q, 8);
        });
      },
    ),
  );
});
