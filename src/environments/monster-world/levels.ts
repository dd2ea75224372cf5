// Level generator of the world of monsters.
import { z } from "zod";
import { InputError } from "../../base/errors.ts";
import type { LevelDistribution } from "../environment.ts";
import { agent, type GridSize } from "../grid.ts";
import { describeWalls, wallGenerator, wallsSchema } from "../mazes.ts";
import { FreeCells, interiorCells } from "../placement.ts";
import { maxMonsters } from "./monsters.ts";
import { apple, monster, shield } from "./things.ts";

/** A range of counts, both ends included. */
function countsSchema(least: number, most: number) {
  return z
    .tuple([z.int().min(least).max(most), z.int().min(least).max(most)])
    .refine(([low, high]) => low <= high, "a range [low, high] with low <= high");
}

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
  requireRoom(parameters, walls.freeCells, `${height} x ${width}`);
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

/** Walls are drawn again until everything fits, so what is asked for must fit on an average level. */
function requireRoom(parameters: LevelParameters, freeCells: number, size: string): void {
  const things = parameters.apples[1] + parameters.shields[1] + parameters.monsters[1];
  if (1 + things <= freeCells) return;
  throw new InputError(
    "levels",
    `up to ${things} apples, shields and monsters, and a mouse`,
    `at most ${freeCells} things, the free cells of an average ${size} level with ${parameters.walls.kind} walls`,
  );
}

function describe({ walls, apples, shields, monsters }: LevelParameters): string {
  return `${describeWalls(walls)}, ${range(apples)} apples, ${range(shields)} shields and ${range(monsters)} monsters.`;
}

function range([low, high]: readonly [number, number]): string {
  return low === high ? String(low) : `${low}-${high}`;
}
