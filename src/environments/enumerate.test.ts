import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Table, tables, tabularEnvironment } from "../../tests/support/tabular-environment.ts";
import { InputError } from "../base/errors.ts";
import { BranchingOracle } from "./branching-oracle.ts";
import { enumerate, type FiniteMdp, lookup, statesWithin } from "./enumerate.ts";

const shape = { states: 8, actions: 3, events: 2, options: 4 };
const level = Uint8Array.of(0);

/** What the table says happens, as "successor/events" -> probability; the successor by the table's number. */
function tableRow(table: Table, state: number, action: number): Map<string, number> {
  const options = table[state]![action]!;
  const sum = options.reduce((total, option) => total + option.weight, 0);
  const row = new Map<string, number>();
  for (const { weight, to, events } of options) {
    if (weight === 0) continue;
    const key = `${to ?? "end"}/${events}`;
    row.set(key, (row.get(key) ?? 0) + weight / sum);
  }
  return row;
}

/** The table's number of an enumerated state. */
function tableState(mdp: FiniteMdp, state: number): number | "end" {
  return state === mdp.states ? "end" : 0 - mdp.table.words[state * 2 + 1]!;
}

function mdpRow(mdp: FiniteMdp, state: number, action: number): Map<string, number> {
  const row = new Map<string, number>();
  const at = state * mdp.actions + action;
  for (let i = mdp.rowOffsets[at]!; i < mdp.rowOffsets[at + 1]!; i++) {
    const events = mdp.eventVectors.slice(mdp.outcomes[i]! * 2, mdp.outcomes[i]! * 2 + 2);
    row.set(`${tableState(mdp, mdp.successors[i]!)}/${events}`, mdp.probabilities[i]!);
  }
  return row;
}

/** States of the table by fewest steps from state 0. */
function distances(table: Table): Map<number, number> {
  const found = new Map([[0, 0]]);
  for (const [state, distance] of found) {
    for (const { weight, to } of table[state]!.flat()) {
      if (weight > 0 && to !== null && !found.has(to)) found.set(to, distance + 1);
    }
  }
  return found;
}

describe("enumerate", () => {
  test("gives back the reachable part of a random table, transition by transition", () => {
    fc.assert(
      fc.property(tables(shape), (table) => {
        const mdp = enumerate(tabularEnvironment(table), level);
        const reachable = distances(table);
        expect(mdp.states).toBe(reachable.size);
        for (let state = 0; state < mdp.states; state++) {
          const name = tableState(mdp, state) as number;
          const steps = reachable.get(name)!;
          expect(state).toBeLessThan(statesWithin(mdp, steps));
          expect(state).toBeGreaterThanOrEqual(steps === 0 ? 0 : statesWithin(mdp, steps - 1));
          for (let action = 0; action < shape.actions; action++) {
            const expected = tableRow(table, name, action);
            const found = mdpRow(mdp, state, action);
            expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
            for (const [key, probability] of expected) expect(found.get(key)).toBeCloseTo(probability, 12);
          }
        }
      }),
    );
  });

  test("finds each state again by its words, and no others", () => {
    fc.assert(
      fc.property(tables(shape), (table) => {
        const mdp = enumerate(tabularEnvironment(table), level);
        const batch = mdp.environment.batch({ lanes: 1, horizon: 9 });
        const words = new Int32Array(3);
        for (let state = 0; state < table.length; state++) {
          batch.reset(0, Uint8Array.of(state), 0);
          batch.saveState(0, words, 1);
          const found = lookup(mdp, words, 1);
          if (distances(table).has(state)) expect(tableState(mdp, found)).toBe(state);
          else expect(found).toBe(-1);
        }
      }),
    );
  });

  test("refuses a level with one state more than the limit, and takes one that just fits", () => {
    const chain: Table = Array.from({ length: 7 }, (_, state) => [
      [{ weight: 1, to: (state + 1) % 7, events: [0] }],
    ]);
    const environment = tabularEnvironment(chain);
    expect(enumerate(environment, level, { limit: 7 }).states).toBe(7);
    expect(() => enumerate(environment, level, { limit: 6 })).toThrow(InputError);
    expect(() => enumerate(environment, level, { limit: 6 })).toThrow(/more than 6 states within 6 steps/);
  });

  test("refuses a level of another world's length", () => {
    const environment = tabularEnvironment([[[{ weight: 1, to: 0, events: [0] }]]]);
    expect(() => enumerate(environment, new Uint8Array(5))).toThrow(
      "level: found 5 bytes, expected 1 for table",
    );
  });
});

describe("BranchingOracle", () => {
  test("takes every path of nested choices once, with its probability", () => {
    const oracle = new BranchingOracle();
    const paths: [string, number][] = [];
    oracle.start();
    do {
      const first = oracle.choose([1, 0, 3]);
      const second = first === 0 ? oracle.choose([1, 1]) : "-";
      paths.push([`${first}${second}`, oracle.probability]);
    } while (oracle.advance());
    expect(paths).toEqual([
      ["00", 0.125],
      ["01", 0.125],
      ["2-", 0.75],
    ]);
  });

  test("takes the single path of a step without chance", () => {
    const oracle = new BranchingOracle();
    oracle.start();
    expect([oracle.probability, oracle.advance()]).toEqual([1, false]);
  });

  test.each([[[0, 0]], [[-1, 3]], [[0.5, 1]], [[2 ** 20, 1]]])("refuses the weights %j", (weights) => {
    const oracle = new BranchingOracle();
    oracle.start();
    expect(() => oracle.choose(weights)).toThrow(/weight/);
  });
});
