import { expect, test } from "vitest";
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import { cheapest, enumeratePrograms } from "./enumerate-programs.ts";
import {
  type Cost,
  type Language,
  languageOf,
  leaves,
  type TruthTable,
  tableOf,
  targetsOf,
} from "./language.ts";

interface Written {
  readonly table: TruthTable;
  readonly bits: number;
  readonly time: number;
}

/** Every program of exactly `nodes` nodes, each written out. */
function written(language: Language, nodes: number): Written[] {
  const grown = (cost: Cost, parts: readonly Written[], table: TruthTable): Written => ({
    table,
    bits: parts.reduce((sum, part) => sum + part.bits, cost.bits),
    time: parts.reduce((sum, part) => sum + part.time, cost.time),
  });
  if (nodes === 1) {
    return [
      grown(
        language.constant,
        [],
        tableOf(() => false),
      ),
      ...leaves.map((name) =>
        grown(
          language.leaf[name],
          [],
          tableOf((at) => at(name)),
        ),
      ),
    ];
  }
  const programs = written(language, nodes - 1).map((inner) =>
    grown(
      language.not,
      [inner],
      inner.table.map((word) => ~word),
    ),
  );
  for (let left = 1; left <= (nodes - 1) / 2; left++) {
    const [ones, others] = [written(language, left), written(language, nodes - 1 - left)];
    ones.forEach((a, i) => {
      others.forEach((b, j) => {
        if ((2 * left === nodes - 1 && j <= i) || `${a.table}` === `${b.table}`) return;
        const of = (connect: (x: number, y: number) => number) =>
          grown(
            language.connective,
            [a, b],
            a.table.map((word, w) => connect(word, b.table[w]!)),
          );
        programs.push(
          of((x, y) => x & y),
          of((x, y) => x | y),
          of((x, y) => x ^ y),
        );
      });
    });
  }
  return programs;
}

test("functions weigh what all programs for them, written out one by one, weigh together", () => {
  const rng = Rng.fromSeed(1);
  const cases = process.env.INNERGAP_FULL === "1" ? 50 : 5;
  for (let round = 0; round < cases; round++) {
    const language = languageOf({
      featureBits: 1 + 3 * rng.unit(),
      connectiveBits: 1 + 3 * rng.unit(),
      truthBits: 14 + rng.below(10),
      deltaBits: 14 + rng.below(10),
      truthTime: rng.below(4),
    });
    const nodes = 1 + (round % 4);
    const expected = new Map<string, { mass: number; bits: number }>();
    for (let size = 1; size <= nodes; size++) {
      for (const { table, bits, time } of written(language, size)) {
        const key = `${table}:${time}`;
        const before = expected.get(key) ?? { mass: 0, bits: Infinity };
        expected.set(key, { mass: before.mass + 2 ** -bits, bits: Math.min(before.bits, bits) });
      }
    }
    const programs = enumeratePrograms(language, nodes);
    expect(programs.count).toBe(expected.size);
    for (let i = 0; i < programs.count; i++) {
      const found = expected.get(`${programs.tables.subarray(8 * i, 8 * i + 8)}:${programs.time[i]}`)!;
      expect(programs.logPrior[i]).toBeCloseTo(Math.log(found.mass), 9);
      expect(programs.bits[i]).toBeCloseTo(found.bits, 9);
    }
  }
});

test.each(["systematic", "hardware"] as const)(
  "proxy, truth and label cost what is declared, errors %s",
  (errors) => {
    const programs = enumeratePrograms(languageOf({ truthBits: 32, deltaBits: 40 }), 6);
    const { proxy, truth, label } = targetsOf(errors);
    expect([proxy, truth, label!].map((table) => cheapest(programs, table))).toEqual([9, 32, 72]);
  },
);

test("sizes and prices out of range are refused with their place", () => {
  for (const nodes of [0, 2.5, 8, Number.NaN]) {
    expect(() => enumeratePrograms(languageOf(), nodes)).toThrow(InputError);
  }
  expect(() => languageOf({ truthBits: 9 })).toThrow(
    /language\.truthBits: found 9, expected more than the proxy's 9/,
  );
  expect(() => languageOf({ deltaBits: 9 })).toThrow(/language\.deltaBits/);
  expect(() => languageOf({ exceptionBits: -1 })).toThrow(/language\.exceptionBits: found -1/);
});
