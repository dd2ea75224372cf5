// Level generator of the world of monsters.
import { z } from "zod";
import { countsSchema, countsText } from "../counts.ts";
import type { LevelDistribution } from "../environment.ts";
import { agent, type GridSize } from "../grid.ts";
import { describeWalls, wallGenerator, wallsSchema } from "../mazes.ts";
import { FreeCells, interiorCells, requireRoom } from "../placement.ts";
import { maxMonsters } from "./monsters.ts";
import { apple, monster, shield } from "./things.ts";

/** More things than any grid has cells. */
const anyCount = 101 * 101;

export const levelsSchema = z.strictObject({
  walls: wallsSchema("open"),
  apples: countsSchema(1, anyCount).default([2, 2]),
  shields: countsSchema(0, anyCount).default([2, 2]),
  monsters: countsSchema(0, maxMonsters).default([1, 1]),
});

export type LevelParameters = z.output<typeof levelsSchema>;

/** Mouse, apples, shields and monsters on distinct free cells; what walls cut off stays cut off. */
export function monsterWorldLevels(
  parameters: LevelParameters,
  { height, width }: GridSize,
): LevelDistribution {
  const { apples, shields, monsters } = parameters;
  const walls = wallGenerator(parameters.walls, height, width);
  const things = apples[1] + shields[1] + monsters[1];
  const level = { freeCells: walls.freeCells, size: `${height} x ${width}`, walls: parameters.walls.kind };
  requireRoom(1 + things, level, "levels", `up to ${things} apples, shields and monsters, and a mouse`);
  const free = new FreeCells(interiorCells(height - 2, width - 2, width));
  return {
    summary: describe(parameters),
    parameters,
    generate: (rng, out, offset) => {
      const appleCount = rng.between(...apples);
      const shieldCount = rng.between(...shields);
      const monsterCount = rng.between(...monsters);
      do walls.draw(rng, out, offset);
      while (free.collect(out, offset) < 1 + appleCount + shieldCount + monsterCount);
      out[offset + free.take(rng)] = agent;
      for (let placed = 0; placed < appleCount; placed++) out[offset + free.take(rng)] = apple;
      for (let placed = 0; placed < shieldCount; placed++) out[offset + free.take(rng)] = shield;
      for (let placed = 0; placed < monsterCount; placed++) out[offset + free.take(rng)] = monster;
    },
  };
}

function describe({ walls, apples, shields, monsters }: LevelParameters): string {
  return `${describeWalls(walls)}, ${countsText(apples)} apples, ${countsText(shields)} shields and ${countsText(monsters)} monsters.`;
}
