import fc from "fast-check";
import { expect, test } from "vitest";
import { type Table, tables, tabularEnvironment } from "../../tests/support/tabular-environment.ts";
import { enumerate } from "../environments/enumerate.ts";
import { expectedBehaviour } from "./expected-behaviour.ts";
import { uniformTable } from "./greedy.ts";
import { expectedVisits, visitProbabilities } from "./visits.ts";

const shape = { states: 5, actions: 2, events: 1, options: 2 };
const mdpOf = (table: Table) => enumerate(tabularEnvironment(table), Uint8Array.of(0));

test("visits add up to the steps of an episode", () => {
  fc.assert(
    fc.property(tables(shape), fc.nat(12), (table, horizon) => {
      const mdp = mdpOf(table);
      const policy = uniformTable(mdp.states, mdp.actions);
      const visits = expectedVisits(mdp, policy, horizon);
      const { steps } = expectedBehaviour(mdp, policy, horizon, 1);
      expect(visits.reduce((sum, count) => sum + count, 0)).toBeCloseTo(steps, 9);
    }),
  );
});

test("a state is visited as often as its flag is raised, and at most once where it is counted once", () => {
  fc.assert(
    fc.property(tables(shape), fc.nat(8), (table, horizon) => {
      const mdp = mdpOf(table);
      const policy = uniformTable(mdp.states, mdp.actions);
      const visits = expectedVisits(mdp, policy, horizon);
      const visited = visitProbabilities(mdp, policy, horizon);
      for (let state = 0; state < mdp.states; state++) {
        // By definition: 1 - P(the state is avoided for so long), backwards from the end.
        let avoided = new Float64Array(mdp.states + 1).fill(1);
        for (let step = 0; step < horizon; step++) {
          const before = new Float64Array(mdp.states + 1).fill(1);
          for (let from = 0; from < mdp.states; from++) {
            let probability = 0;
            for (let row = from * mdp.actions; row < (from + 1) * mdp.actions; row++) {
              for (let i = mdp.rowOffsets[row]; i < mdp.rowOffsets[row + 1]; i++) {
                probability += (mdp.probabilities[i] * avoided[mdp.successors[i]]) / mdp.actions;
              }
            }
            before[from] = from === state ? 0 : probability;
          }
          avoided = before;
        }
        expect(visited[state]).toBeCloseTo(1 - avoided[0], 9);
        expect(visited[state]).toBeLessThanOrEqual(Math.min(1, visits[state]) + 1e-12);
      }
    }),
  );
});
