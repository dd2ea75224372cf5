// Wall generators by name: open rooms, blocks, mazes, random edges and noise; integers only, nothing allocated per level.
import { z } from "zod";
import { blocks } from "./walls/blocks.ts";
import { edges } from "./walls/edges.ts";
import { noiseWalls } from "./walls/noise.ts";
import { openRoom } from "./walls/open.ts";
import { tree } from "./walls/tree.ts";
import type { WallGenerator } from "./walls/wall-generator.ts";

export { bernoulliWord } from "./bernoulli.ts";
export type { WallGenerator } from "./walls/wall-generator.ts";

const wallKinds = ["open", "blocks", "tree", "edges", "noise"] as const;

/**
 * Parameters of a wall generator. `open`: border only. `blocks`: every interior cell is wall with probability
 * `density`. `tree`: a perfect maze. `edges`: a grid of nodes whose edges are passable with probability `passable`. `noise`: walls
 * where gradient noise lies above `threshold`. What belongs to the last two alone has no default here, so that the
 * parameters of levels without them stay what they were.
 */
export function wallsSchema(kind: (typeof wallKinds)[number]) {
  return z
    .strictObject({
      kind: z.enum(wallKinds).default(kind),
      /** Only read by `blocks`; rounded to a multiple of 1 / 65,536. */
      density: z.number().min(0).max(1).default(0.25),
      /** Only read by `edges`, .75 where it is not given; rounded to a multiple of 1 / 65,536. */
      passable: z.number().min(0).max(1).exactOptional(),
      /** Only read by `noise`, .25 where it is not given. */
      threshold: z.number().min(-1).max(1).exactOptional(),
      /** Only read by `noise`: side of a cell of its lattice, 2 where it is not given; a multiple of 2^octaves. */
      cell: z.int().min(2).max(64).exactOptional(),
      /** Only read by `noise`: how many are added, 1 where it is not given; each has half the cell and half the weight. */
      octaves: z.int().min(1).max(6).exactOptional(),
    })
    .prefault({});
}

export type Walls = z.output<ReturnType<typeof wallsSchema>>;

/** Throws an InputError where the walls cannot be had at that size (`tree` and `edges` need odd sizes). */
export function wallGenerator(walls: Walls, height: number, width: number): WallGenerator {
  switch (walls.kind) {
    case "open":
      return openRoom(height, width);
    case "blocks":
      return blocks(walls.density, height, width);
    case "tree":
      return tree(height, width);
    case "edges":
      return edges(walls.passable, height, width);
    case "noise":
      return noiseWalls(walls, height, width);
  }
}

/** Kind and figures of the walls, for summaries of level distributions ("blocks walls of density 0.25"). */
export function describeWalls(walls: Walls): string {
  const figures: Readonly<Record<Walls["kind"], string>> = {
    open: "",
    blocks: ` of density ${walls.density}`,
    tree: "",
    edges: ` with ${walls.passable ?? 0.75} of the edges passable`,
    noise: ` above ${walls.threshold ?? 0.25}`,
  };
  return `${walls.kind} walls${figures[walls.kind]}`;
}
