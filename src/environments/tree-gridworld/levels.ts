// Level generator of the tree gridworld.
import { z } from "zod";
import { countsSchema, countsText } from "../counts.ts";
import type { LevelDistribution } from "../environment.ts";
import { agent, type GridSize } from "../grid.ts";
import { describeWalls, wallGenerator, wallsSchema } from "../mazes.ts";
import { FreeCells, interiorCells, requireRoom } from "../placement.ts";
import { soil, tree } from "./things.ts";

export const levelsSchema = z.strictObject({
  walls: wallsSchema("open"),
  /** Trees that stand when the episode begins. */
  trees: countsSchema(1).default([2, 3]),
  /** Cells without a tree on which one can grow; "everywhere": all that are free, but for the agent's first. */
  soil: z.union([countsSchema(0), z.literal("everywhere")]).default([0, 1]),
});

export type LevelParameters = z.output<typeof levelsSchema>;

export function treeLevels(parameters: LevelParameters, { height, width }: GridSize): LevelDistribution {
  const { trees, soil: sites } = parameters;
  const walls = wallGenerator(parameters.walls, height, width);
  const most = 1 + trees[1] + (sites === "everywhere" ? 0 : sites[1]);
  const level = { freeCells: walls.freeCells, size: `${height} x ${width}`, walls: parameters.walls.kind };
  requireRoom(most, level, "levels", `up to ${most - 1} trees and cells of soil and an agent`);
  const free = new FreeCells(interiorCells(height - 2, width - 2, width));
  return {
    summary: describe(parameters),
    parameters,
    generate: (rng, out, offset) => {
      const treeCount = rng.between(trees[0], trees[1]);
      const soilCount = sites === "everywhere" ? 0 : rng.between(sites[0], sites[1]);
      do walls.draw(rng, out, offset);
      while (free.collect(out, offset) < 1 + treeCount + soilCount);
      out[offset + free.take(rng)] = agent;
      for (let placed = 0; placed < treeCount; placed++) out[offset + free.take(rng)] = tree;
      const left = sites === "everywhere" ? free.collect(out, offset) : soilCount;
      for (let placed = 0; placed < left; placed++) out[offset + free.take(rng)] = soil;
    },
  };
}

function describe({ walls, trees, soil: sites }: LevelParameters): string {
  const ground = sites === "everywhere" ? "soil everywhere else" : `${countsText(sites)} cells of soil`;
  return `${describeWalls(walls)}, ${countsText(trees)} trees and ${ground}.`;
}
