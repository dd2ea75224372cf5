import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  objectiveOver,
  type Table,
  tables,
  tabularEnvironment,
} from "../../tests/support/tabular-environment.ts";
import { enumerate, type FiniteMdp } from "../environments/enumerate.ts";
import { policyStartValue } from "./evaluation.ts";
import { behaviourValue, expectedBehaviour, noisyBehaviours } from "./expected-behaviour.ts";
import { withNoise } from "./greedy.ts";
import { expectedRewards } from "./rewards.ts";

const shape = { states: 6, actions: 2, events: 2, options: 3 };

/** A policy from arbitrary whole numbers, one per row. */
function policyFrom(numbers: readonly number[], { states, actions }: FiniteMdp): Float64Array {
  const policy = Float64Array.from(
    { length: states * actions },
    (_, row) => numbers[row % numbers.length]! + 1e-3,
  );
  for (let start = 0; start < policy.length; start += actions) {
    const sum = policy.subarray(start, start + actions).reduce((total, p) => total + p);
    for (let row = start; row < start + actions; row++) policy[row]! /= sum;
  }
  return policy;
}

const cases = [
  tables(shape),
  fc.array(fc.nat(4), { minLength: 1, maxLength: 12 }),
  fc.nat(20),
  fc.constantFrom(1, 0.9, 0.5),
] as const;

describe("expectedBehaviour", () => {
  test("forward and backward agree on the value of any policy under any objective", () => {
    fc.assert(
      fc.property(...cases, objectiveOver(2), (table, numbers, horizon, discount, wanted) => {
        const mdp = enumerate(tabularEnvironment(table, [wanted]), Uint8Array.of(0));
        const policy = policyFrom(numbers, mdp);
        const forward = behaviourValue(
          mdp.environment,
          expectedBehaviour(mdp, policy, horizon, discount),
          wanted,
        );
        const backward = policyStartValue(mdp, policy, expectedRewards(mdp, wanted), horizon, discount);
        expect(forward).toBeCloseTo(backward, 9);
      }),
    );
  });

  test("undiscounted values count events, and steps are an event that always happens", () => {
    fc.assert(
      fc.property(...cases, (table, numbers, horizon, discount) => {
        const clocked: Table = table.map((rows) =>
          rows.map((options) => options.map((option) => ({ ...option, events: [option.events[0]!, 1] }))),
        );
        const mdp = enumerate(tabularEnvironment(clocked), Uint8Array.of(0));
        const policy = policyFrom(numbers, mdp);
        const behaviour = expectedBehaviour(mdp, policy, horizon, discount);
        const plain = expectedBehaviour(mdp, policy, horizon, 1);
        expect(behaviour.events).toEqual(plain.events);
        expect(plain.discountedEvents).toEqual(plain.events);
        expect(behaviour.steps).toBeCloseTo(behaviour.events[1]!, 10);
        expect(behaviour.steps).toBeLessThanOrEqual(horizon + 1e-9);
      }),
    );
  });

  test("mixtures advanced side by side are the mixed policies one by one", () => {
    const shares = [0, 0.1, 0.25, 0.5, 0.9, 1];
    fc.assert(
      fc.property(...cases, (table, numbers, horizon, discount) => {
        const mdp = enumerate(tabularEnvironment(table), Uint8Array.of(0));
        const policy = policyFrom(numbers, mdp);
        noisyBehaviours(mdp, policy, shares, horizon, discount).forEach((together, k) => {
          const mixed = withNoise(policy, mdp.actions, shares[k]!);
          const alone = expectedBehaviour(mdp, mixed, horizon, discount);
          expect(together.steps).toBeCloseTo(alone.steps, 10);
          expect(together.terminated).toBeCloseTo(alone.terminated, 10);
          for (let event = 0; event < shape.events; event++) {
            expect(together.events[event]).toBeCloseTo(alone.events[event]!, 10);
            expect(together.discountedEvents[event]).toBeCloseTo(alone.discountedEvents[event]!, 10);
          }
        });
      }),
    );
  });

  test("refuses shares that are no probability", () => {
    const mdp = enumerate(tabularEnvironment([[[{ weight: 1, to: 0, events: [0] }]]]), Uint8Array.of(0));
    expect(() => noisyBehaviours(mdp, Float64Array.of(1), [0.5, 1.1], 3, 1)).toThrow("found 1.1");
  });

  test("an episode that ends with probability 1/3 a step lasts as a geometric law says", () => {
    const table: Table = [
      [
        [
          { weight: 1, to: null, events: [1] },
          { weight: 2, to: 0, events: [0] },
        ],
      ],
    ];
    const mdp = enumerate(tabularEnvironment(table), Uint8Array.of(0));
    const { steps, terminated, events } = expectedBehaviour(mdp, Float64Array.of(1), 4, 0.5);
    expect(terminated).toBeCloseTo(1 - (2 / 3) ** 4, 14);
    expect(events[0]).toBeCloseTo(terminated, 14);
    expect(steps).toBeCloseTo(1 + 2 / 3 + 4 / 9 + 8 / 27, 14);
  });
});
