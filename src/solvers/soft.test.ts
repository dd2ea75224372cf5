import fc from "fast-check";
import { describe, expect, test } from "vitest";
import "../../tests/support/seeded.ts";
import {
  objectiveOver,
  type Table,
  tables,
  tabularEnvironment,
} from "../../tests/support/tabular-environment.ts";
import { Rng } from "../base/rng.ts";
import { enumerate, type FiniteMdp } from "../environments/enumerate.ts";
import type { Objective } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels, levelAt } from "../environments/levels.ts";
import { actionValues } from "./backup.ts";
import { discountedPolicyValues, solveDiscounted } from "./discounted.ts";
import { uniformTable } from "./greedy.ts";
import { expectedRewards } from "./rewards.ts";
import { softPolicy, solveSoft } from "./soft.ts";

const paid: Objective = { name: "paid", wants: "Be paid.", weights: { "event 0": 1 } };

function solved(table: Table, wanted: Objective) {
  const mdp = enumerate(tabularEnvironment(table, [wanted]), Uint8Array.of(0));
  return { mdp, rewards: expectedRewards(mdp, wanted) };
}

/** The textbook form, V = (1 / rationality) log sum exp, repeated until nothing moves. Negative rationality as it stands. */
function plainIteration(
  mdp: FiniteMdp,
  rewards: Float64Array,
  discount: number,
  rationality: number,
  end: number,
): Float64Array {
  let values = new Float64Array(mdp.states + 1).fill(end);
  for (let sweep = 0; sweep < Math.log(1e-14) / Math.log(discount) + 10; sweep++) {
    const q = actionValues(mdp, rewards, values, discount);
    const next = new Float64Array(mdp.states + 1).fill(end);
    for (let state = 0; state < mdp.states; state++) {
      const logs = Array.from(
        q.subarray(state * mdp.actions, (state + 1) * mdp.actions),
        (value) => rationality * value,
      );
      const most = Math.max(...logs);
      next[state] = (most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0))) / rationality;
    }
    values = next;
  }
  return values;
}

describe("a corridor of four cells with the goal at its right end", () => {
  const option = (to: number | null, event = 0) => [{ weight: 1, to, events: [event] }];
  const corridor: Table = [
    [option(0), option(1)],
    [option(0), option(2)],
    [option(1), option(null, 1)],
  ];
  const { mdp, rewards } = solved(corridor, paid);

  test.each([
    ["absorbing", 5, [0.62843, 0.792763, 0.858473]],
    ["absorbing", 20, [0.882289, 0.987445, 0.993093]],
    ["zero", 5, [0.47723, 0.421516, 0.32161]],
    ["zero", 20, [0.807352, 0.960797, 0.976912]],
  ] as const)("goes right with known probability: end %s, rationality %d", (terminal, rationality, known) => {
    const policy = softPolicy(solveSoft(mdp, rewards, 0.9, rationality, { terminal }).q, 2, rationality);
    known.forEach((probability, state) => {
      expect(Math.abs(policy[2 * state + 1]! - probability)).toBeLessThan(1e-6);
    });
  });
});

const shape = { states: 8, actions: 3, events: 2, options: 3 };
const discounts = fc.constantFrom(0.97, 0.9, 0.5);
const rationalities = fc.constantFrom(0.01, 0.3, 1, 5, 40, -0.3, -5);

describe("soft values", () => {
  test("are those of plain iteration, for either end and either sign", () => {
    fc.assert(
      fc.property(
        tables(shape),
        objectiveOver(2),
        discounts,
        rationalities,
        fc.constantFrom("absorbing" as const, "zero" as const),
        (table, wanted, discount, rationality, terminal) => {
          const { mdp, rewards } = solved(table, wanted);
          const { values, q, idle } = solveSoft(mdp, rewards, discount, rationality, { terminal });
          const plain = plainIteration(mdp, rewards, discount, rationality, terminal === "zero" ? 0 : idle);
          const accuracy = 1e-9 + 1e-12 * Math.abs(idle);
          for (let state = 0; state <= mdp.states; state++) {
            expect(Math.abs(values[state]! + idle - plain[state]!)).toBeLessThan(accuracy);
          }
          const backedUp = actionValues(mdp, rewards, values, discount);
          for (let row = 0; row < q.length; row++) expect(q[row]).toBeCloseTo(backedUp[row]!, 12);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("tend to the best ones from below and, for negative rationality, to the worst ones from above", () => {
    fc.assert(
      fc.property(tables(shape), objectiveOver(2), discounts, (table, wanted, discount) => {
        const { mdp, rewards } = solved(table, wanted);
        const best = solveDiscounted(mdp, rewards, discount).values;
        const worst = solveDiscounted(
          mdp,
          rewards.map((reward) => -reward),
          discount,
        ).values;
        const rationality = 1e7;
        const slack = Math.log(mdp.actions) / (rationality * (1 - discount)) + 1e-9;
        const high = solveSoft(mdp, rewards, discount, rationality).values;
        const low = solveSoft(mdp, rewards, discount, -rationality).values;
        for (let state = 0; state < mdp.states; state++) {
          expect(high[state]!).toBeLessThanOrEqual(best[state]! + 1e-9);
          expect(high[state]!).toBeGreaterThanOrEqual(best[state]! - slack);
          expect(low[state]!).toBeGreaterThanOrEqual(-worst[state]! - 1e-9);
          expect(low[state]!).toBeLessThanOrEqual(-worst[state]! + slack);
        }
      }),
    );
  });

  test("are those of random play at rationality 0, and tend to them with the slope of a variance", () => {
    fc.assert(
      fc.property(tables(shape), objectiveOver(2), discounts, (table, wanted, discount) => {
        const { mdp, rewards } = solved(table, wanted);
        const random = discountedPolicyValues(mdp, uniformTable(mdp.states, mdp.actions), rewards, discount);
        const none = solveSoft(mdp, rewards, discount, 0).values;
        const [above, below] = [1e-6, -1e-6].map((beta) => solveSoft(mdp, rewards, discount, beta).values);
        for (let state = 0; state < mdp.states; state++) {
          expect(none[state]).toBeCloseTo(random[state]!, 9);
          // Values grow with rationality, by half a variance of at most (2 x 4 / (1 - discount))^2 / 4 per step.
          const steepest = 8 / (1 - discount) ** 3;
          expect(above![state]! - none[state]!).toBeGreaterThan(-1e-9);
          expect(above![state]! - none[state]!).toBeLessThan(1e-6 * steepest + 1e-9);
          expect(below![state]! - none[state]!).toBeLessThan(1e-9);
          expect(below![state]! - none[state]!).toBeGreaterThan(-1e-6 * steepest - 1e-9);
        }
      }),
    );
  });

  test("do not depend on where they start, nor on which of rewards and rationality carries the scale", () => {
    fc.assert(
      fc.property(tables(shape), objectiveOver(2), fc.constantFrom(0.5, 3, -2), (table, wanted, scale) => {
        const { mdp, rewards } = solved(table, wanted);
        const { values, q } = solveSoft(mdp, rewards, 0.9, 6);
        const start = Float64Array.from(values, (_, index) => 3 * Math.sin(index));
        const again = solveSoft(mdp, rewards, 0.9, 6, { start });
        const scaled = solveSoft(
          mdp,
          rewards.map((reward) => scale * reward),
          0.9,
          6 / scale,
        );
        for (let row = 0; row < q.length; row++) {
          expect(Math.abs(again.q[row]! - q[row]!)).toBeLessThan(1e-9);
          expect(Math.abs(scaled.q[row]! / scale - q[row]!)).toBeLessThan(1e-9);
        }
      }),
    );
  });

  test("of a wide component, which is swept, are as exact", () => {
    const rng = Rng.fromSeed("wide component");
    const table: Table = Array.from({ length: 250 }, () =>
      Array.from({ length: 3 }, () => [
        { weight: 1, to: rng.below(250), events: [rng.below(3), 0] },
        { weight: 2, to: rng.below(250), events: [0, 1] },
      ]),
    );
    const { mdp, rewards } = solved(table, { ...paid, weights: { "event 0": 1, "event 1": -0.5 } });
    const { values, idle } = solveSoft(mdp, rewards, 0.9, 3);
    const plain = plainIteration(mdp, rewards, 0.9, 3, idle);
    for (let state = 0; state < mdp.states; state++) {
      expect(Math.abs(values[state]! + idle - plain[state]!)).toBeLessThan(1e-9);
    }
  });

  test("of a real level leave no residual", () => {
    const keysAndChests = environmentNamed("keys-and-chests");
    const environment = keysAndChests.create({});
    const distribution = keysAndChests.levels(environment, { keys: [3, 3], chests: [2, 2] });
    const set = generateLevels(environment, distribution, Rng.fromSeed("soft").fork("levels"), 2);
    for (let level = 0; level < set.count; level++) {
      const mdp = enumerate(environment, levelAt(set, level));
      const rewards = expectedRewards(mdp, environment.objectives[2]!);
      for (const rationality of [5, 500, -20]) {
        const { values, q } = solveSoft(mdp, rewards, 0.97, rationality);
        const policy = softPolicy(q, 4, rationality);
        for (let state = 0; state < mdp.states; state++) {
          // V = sum of pi x (Q - log(|A| pi) / rationality), where pi is the soft policy.
          let value = 0;
          for (let row = 4 * state; row < 4 * state + 4; row++) {
            if (policy[row]! > 0)
              value += policy[row]! * (q[row]! - Math.log(4 * policy[row]!) / rationality);
          }
          expect(Math.abs(value - values[state]!)).toBeLessThan(1e-11);
        }
      }
    }
  });

  test("refuse what has no meaning", () => {
    const { mdp, rewards } = solved([[[{ weight: 1, to: 0, events: [1] }]]], paid);
    expect(() => solveSoft(mdp, rewards, 1, 1)).toThrow("discount: found 1");
    expect(() => solveSoft(mdp, rewards, 0.9, Infinity)).toThrow("rationality: found Infinity");
  });
});
