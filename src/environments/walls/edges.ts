// Walls: a random subgraph of the grid of nodes.

import { BernoulliBits, probabilityBits, thresholdOf } from "../bernoulli.ts";
import { floor } from "../grid.ts";
import { nodeGraph } from "./node-graph.ts";
import type { WallGenerator } from "./wall-generator.ts";

/** Share of passable edges where none is given. */
const usualPassable = 0.75;

/**
 * Every edge between two neighbouring nodes is passable with that probability, rounded to a multiple of 2^-16, each for
 * itself. Nodes are always free; the cells with even row and column always are wall.
 */
export function edges(passable: number | undefined, height: number, width: number): WallGenerator {
  const { nodes, cells, clear } = nodeGraph("edges", height, width);
  const threshold = thresholdOf(passable ?? usualPassable);
  const bits = new BernoulliBits(threshold);
  return {
    freeCells: nodes + Math.floor((cells.length * threshold) / (1 << probabilityBits)),
    draw: (rng, out, offset) => {
      clear(out, offset);
      bits.restart();
      for (let edge = 0; edge < cells.length; edge++) {
        if (bits.next(rng) === 1) out[offset + cells[edge]!] = floor;
      }
    },
  };
}
