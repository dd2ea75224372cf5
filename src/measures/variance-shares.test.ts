// Shares of variance against tables worked out by hand, sums of squares computed another way, and the laws of the decomposition.
import { describe, expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { mean } from "../base/stats.ts";
import { type VarianceShares, varianceShares } from "./variance-shares.ts";

const cases = process.env.INNERGAP_FULL === "1" ? 2000 : 200;

function expectShares(found: VarianceShares, expected: VarianceShares): void {
  for (const name of ["rows", "columns", "interaction", "within"] as const) {
    expect(found[name]).toBeCloseTo(expected[name], 12);
  }
}

describe("worked out by hand", () => {
  test.each([
    [
      "rows alone",
      [
        [[1], [1]],
        [[0], [0]],
      ],
      [1, 0, 0, 0],
    ],
    [
      "columns alone",
      [
        [[1], [0]],
        [[1], [0]],
      ],
      [0, 1, 0, 0],
    ],
    [
      "interaction alone",
      [
        [[1], [0]],
        [[0], [1]],
      ],
      [0, 0, 1, 0],
    ],
    [
      "noise alone",
      [
        [
          [0, 1],
          [1, 0],
        ],
        [
          [0, 1],
          [0, 1],
        ],
      ],
      [0, 0, 0, 1],
    ],
    // Means .9, .7 over .1, .3: grand .5; rows .8 and .2 (.09), columns .5 and .5, interaction .1 squared (.01).
    [
      "two thirds of a repair",
      [
        [[0.9], [0.7]],
        [[0.1], [0.3]],
      ],
      [0.9, 0, 0.1, 0],
    ],
    // Cells 2, 4, 6 / 0, 2, 4, each -1 and +1 of its mean: rows 1, columns 8 / 3, within 1.
    [
      "three columns",
      [
        [
          [1, 3],
          [3, 5],
          [5, 7],
        ],
        [
          [-1, 1],
          [1, 3],
          [3, 5],
        ],
      ],
      [3 / 14, 8 / 14, 0, 3 / 14],
    ],
    // The first cell has three values and weighs what the others weigh.
    [
      "unlike numbers of values",
      [
        [[0, 1, 2], [1]],
        [[0], [0]],
      ],
      [6 / 10, 0, 0, 4 / 10],
    ],
  ])("%s", (_, cells, [rows, columns, interaction, within]) => {
    expectShares(varianceShares(cells), {
      rows: rows!,
      columns: columns!,
      interaction: interaction!,
      within: within!,
    });
  });

  test("nothing varies: no shares", () => {
    expect(
      Object.values(
        varianceShares([
          [[2], [2]],
          [[2], [2]],
        ]),
      ),
    ).toEqual([NaN, NaN, NaN, NaN]);
  });

  test.each([
    ["no row", []],
    ["no column", [[]]],
    [
      "an empty cell",
      [
        [[1], []],
        [[1], [2]],
      ],
    ],
    ["a ragged table", [[[1], [2]], [[1]]]],
  ])("%s is refused", (_, cells) => {
    expect(() => varianceShares(cells)).toThrow();
  });
});

test("balanced tables: sums of squares by the computational formulas, and blind to shift, scale and order", () => {
  const rng = Rng.fromSeed("shares");
  for (let one = 0; one < cases; one++) {
    const [rowCount, columnCount, count] = [2 + rng.below(3), 1 + rng.below(4), 1 + rng.below(4)];
    const cells = Array.from({ length: rowCount }, () =>
      Array.from({ length: columnCount }, () => Array.from({ length: count }, () => rng.unit())),
    );
    const all = cells.flat(2);
    const size = all.length;
    const correction = (mean(all) * size) ** 2 / size;
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    const squares = (groups: readonly (readonly number[])[]) =>
      sum(groups.map((group) => sum(group) ** 2 / group.length)) - correction;
    const total = squares(all.map((value) => [value]));
    const rows = squares(cells.map((row) => row.flat()));
    const columns = squares(cells[0]!.map((_, column) => cells.flatMap((row) => row[column]!)));
    const between = squares(cells.flat());
    const found = varianceShares(cells);
    expectShares(found, {
      rows: rows / total,
      columns: columns / total,
      interaction: (between - rows - columns) / total,
      within: (total - between) / total,
    });
    expect(sum(Object.values(found))).toBeCloseTo(1, 12);
    const changed = cells.map((row) =>
      row.map((cell) => cell.map((value) => 7 - 3 * value).reverse()).reverse(),
    );
    expectShares(varianceShares(changed), found);
  }
});
