// `innergap distance`: how far objectives lie apart on stated levels.
import { exitCodes } from "../base/errors.ts";
import { formatNumber } from "../drawing/numbers.ts";
import { textTableLines } from "../drawing/table.ts";
import { levelSetHash } from "../environments/levels.ts";
import { rewardDistances } from "../measures/reward-distance/reward-distances.ts";
import type { Execute } from "./command.ts";
import type { Terminal } from "./terminal.ts";
import { usualDiscount, usualHorizon } from "./world-option-specs.ts";
import { levelsOf, objectivesOf, worldOf } from "./world-options.ts";

const mostLevels = 10_000;
const usualLevels = 20;

export const execute: Execute = async (args, terminal) => {
  const world = worldOf(args);
  const count = args.whole("count", 1, mostLevels) ?? usualLevels;
  const seed = args.whole("seed", 0, 2 ** 31 - 1) ?? 0;
  const horizon = args.whole("horizon", 1, 1_000_000) ?? usualHorizon;
  const discount = args.number("discount", 0, 0.999999) ?? usualDiscount;
  const file = args.text("file");
  const levels = levelsOf(world, file, count, seed);
  const objectives = objectivesOf(args, levels.environment);
  const found = rewardDistances(levels, objectives, { horizon, discount }, (done, total) =>
    terminal.detail(`level ${done} of ${total}`),
  );
  const hash = levelSetHash(levels);
  const origin = file ?? `random, seed ${seed}`;
  terminal.print(
    `${levels.environment.id}: ${levels.count} levels (${origin}; ${hash.slice(0, 12)}), discount ${discount}, horizon ${horizon}`,
  );
  const { epic, dard, starc, regret } = found;
  printMatrix(terminal, "EPIC, 0 to 1", found.objectives, epic);
  printMatrix(terminal, "DARD, 0 to 1", found.objectives, dard);
  printMatrix(terminal, "STARC, 0 to 2", found.objectives, starc);
  printMatrix(
    terminal,
    "Regret of the row's objective under the column's planner, as a share of what is to be gained over random play",
    found.objectives,
    regret.point,
  );
  for (const [index, excluded] of regret.excluded.entries()) {
    if (excluded > 0)
      terminal.print(`${excluded} levels left out for ${found.objectives[index]}: nothing to gain there`);
  }
  const { environment } = levels;
  terminal.record({
    kind: "done",
    result: {
      environment: environment.id,
      parameters: environment.parameters,
      levels: levels.count,
      levelSet: hash,
      discount,
      horizon,
      ...found,
    },
  });
  return exitCodes.ok;
};

function printMatrix(
  terminal: Terminal,
  title: string,
  names: readonly string[],
  matrix: readonly (readonly number[])[],
): void {
  const columns = ["", ...names].map((name, index) => ({
    title: name,
    align: index === 0 ? ("left" as const) : ("right" as const),
  }));
  const rows = names.map((name, i) => ({
    cells: [name, ...matrix[i].map((value) => formatNumber(value, 3))],
  }));
  terminal.print();
  terminal.print(title);
  for (const line of textTableLines({ columns, rows }, terminal.width)) terminal.print(line);
}
