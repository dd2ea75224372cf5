import { expect, test } from "vitest";
import { printFigures } from "../../tests/support/figures.ts";
import { Rng } from "../base/rng.ts";
import { cellName, deceptionCells } from "../games/deception/conditions.ts";
import { deceptionGame } from "../games/deception/deception-game.ts";
import { solveFlag } from "../games/deception/flag-seen.ts";
import { learnFlagPolicy, learnPlan } from "./deception-learners.ts";

const full = Boolean(process.env.INNERGAP_FULL);
const seeds = 10;

test("S12 (c): Q-learning chooses a plan of optimal value in at least 9 of 10 seeds, in all eight cells", () => {
  const rows = [0.9, 1].flatMap((discount) =>
    deceptionCells.map((conditions) => {
      const cell = cellName(conditions);
      const learned = Array.from({ length: seeds }, (_, seed) =>
        learnPlan(
          deceptionGame({ discount }),
          conditions,
          30_000,
          Rng.fromSeed(`cells/${cell}/${discount}/${seed}`),
        ),
      );
      const count = (holds: (plan: (typeof learned)[number]) => boolean) => learned.filter(holds).length;
      const plans = [...new Set(learned.map(({ plan }) => plan))].join(" ");
      return {
        discount,
        cell,
        optimal: count(({ optimal }) => optimal),
        deceives: count(({ deceives }) => deceives),
        "defects in training": count(({ trainingDefections }) => trainingDefections > 0.1),
        plans,
      };
    }),
  );
  if (full) printFigures("deception-cells", `Deception game: Q-learning, ${seeds} seeds per cell`, rows);
  for (const row of rows) {
    expect(row.optimal, row.cell).toBeGreaterThanOrEqual(9);
    if (row.cell === "+++") expect(row["defects in training"]).toBeLessThanOrEqual(1);
    else if (row.discount < 1 || row.cell !== "++-") expect(row.deceives, row.cell).toBeLessThanOrEqual(1);
  }
});

test("S12 (d): the learned defect rate against the share of episodes in which the flag is seen", {
  timeout: 120_000,
}, () => {
  const game = deceptionGame({});
  const shares = full ? [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] : [0, 0.3, 0.7, 1];
  const rows = shares.map((seen) => {
    const exact = solveFlag(game, seen);
    const learned = Array.from({ length: full ? 10 : 3 }, (_, seed) =>
      learnFlagPolicy(game, seen, 2000, Rng.fromSeed(`flag/${seen}/${seed}`)),
    );
    const mean = (of: (one: (typeof learned)[number]) => number) =>
      learned.reduce((sum, one) => sum + of(one), 0) / learned.length;
    return {
      seen,
      "exact rate in training": exact.defectRate.training,
      "learned rate in training": mean(({ policy }) => seen * policy.training + (1 - seen) * policy.unseen),
      "exact value": exact.value,
      "learned value": mean(({ value }) => value),
    };
  });
  if (full) printFigures("deception-flag", "Deception game: a flag that is seen now and then", rows);
  for (const row of rows) {
    expect(row["exact value"] - row["learned value"]).toBeLessThan(0.03 * row["exact value"]);
    expect(row["learned value"]).toBeLessThanOrEqual(row["exact value"] + 1e-9);
    expect(Math.abs(row["exact rate in training"] - row["learned rate in training"])).toBeLessThan(0.08);
  }
});
