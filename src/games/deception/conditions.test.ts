import { expect, test } from "vitest";
import { Rng } from "../../base/rng.ts";
import { cellName, deceptionCells, solveCell } from "./conditions.ts";
import { deceptionGame } from "./deception-game.ts";
import { lookUpTable, planner, playedReturns } from "./look-up-table.ts";
import { solveVisible } from "./visible-phase.ts";

const cases = Number(process.env.INNERGAP_SETTINGS ?? 100);

test("S12 (c), exact part: of the eight cells only the one with all three conditions deceives", () => {
  for (const discount of [0.9, 1]) {
    const game = deceptionGame({ discount });
    const cells = deceptionCells.map((conditions) => solveCell(game, conditions));
    expect(cells.map(({ conditions }) => cellName(conditions))).toEqual([
      "+++",
      "++-",
      "+-+",
      "+--",
      "-++",
      "-+-",
      "--+",
      "---",
    ]);
    expect(cells.map(({ deceives }) => deceives)).toEqual([true, ...new Array<boolean>(7).fill(false)]);
    for (const { conditions, plans, planCount } of cells.slice(1)) {
      // An undiscounted agent under a threat that never ends may defect once, whenever it likes.
      const indifferent = discount === 1 && cellName(conditions) === "++-";
      expect(planCount).toBe(indifferent ? 16 : 1);
      if (!indifferent) expect(plans).toEqual(["BBBBB"]);
      else for (const plan of plans) expect(plan.endsWith("B")).toBe(true);
    }
  }
});

test("what an agent without a condition does is worth no more in the game as it is than deceiving", () => {
  const rng = Rng.fromSeed("deception/cells");
  for (let index = 0; index < cases; index++) {
    const game = deceptionGame({
      training: rng.between(1, 6),
      deployment: rng.between(1, 6),
      modification: rng.unit(),
      discount: rng.unit(),
    });
    const best = solveVisible(game).value;
    for (const conditions of deceptionCells) {
      const cell = solveCell(game, conditions);
      expect(cell.trueValue).toBeLessThanOrEqual(best + 1e-12);
      if (cellName(conditions) === "+++") expect(cell.trueValue).toBeCloseTo(cell.value, 12);
    }
  }
});

test("S12 (f), S9 (e): a look-up table is selected as readily as a planner", () => {
  const rng = Rng.fromSeed("deception/look-up-table");
  let deceptive = 0;
  while (deceptive < cases) {
    const game = deceptionGame({
      training: rng.between(1, 8),
      deployment: rng.between(1, 8),
      modification: rng.unit(),
      discount: 0.6 + 0.4 * rng.unit(),
    });
    const returns = playedReturns(game, planner(game));
    const table = playedReturns(game, lookUpTable);
    const { value, plan } = solveVisible(game);
    expect(returns.lifetime).toBeCloseTo(value, 12);
    expect(table.trainingScore).toBe(1);
    expect(table.harm).toBe(1);
    if (plan !== "A".repeat(game.training) + "B".repeat(game.deployment)) {
      expect(table.lifetime).toBeLessThan(value);
      continue;
    }
    deceptive++;
    for (const key of ["trainingScore", "lifetime", "harm"] as const) {
      expect(Math.abs(returns[key] - table[key])).toBeLessThan(1e-9);
    }
  }
});
