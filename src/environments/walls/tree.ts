// Walls: perfect mazes.
import { floor } from "../grid.ts";
import { nodeGraph } from "./node-graph.ts";
import type { WallGenerator } from "./wall-generator.ts";

/**
 * Kruskal's algorithm on randomly ordered edges between the cells with odd row and column: a spanning tree, so that
 * exactly one way without detours joins any two free cells.
 */
export function tree(height: number, width: number): WallGenerator {
  const { nodes, from, to, cells, clear } = nodeGraph("tree", height, width);
  const order = Uint16Array.from({ length: cells.length }, (_, index) => index);
  const shuffled = new Uint16Array(order.length);
  const unjoined = Uint16Array.from({ length: nodes }, (_, node) => node);
  const parents = new Uint16Array(nodes);
  return {
    freeCells: 2 * nodes - 1,
    draw: (rng, out, offset) => {
      clear(out, offset);
      shuffled.set(order);
      parents.set(unjoined);
      for (let joined = 1, taken = 0; joined < nodes; taken++) {
        const pick = taken + rng.below(shuffled.length - taken);
        const edge = shuffled[pick]!;
        shuffled[pick] = shuffled[taken]!;
        const a = rootOf(parents, from[edge]!);
        const b = rootOf(parents, to[edge]!);
        if (a === b) continue;
        parents[a] = b;
        out[offset + cells[edge]!] = floor;
        joined++;
      }
    },
  };
}

/** Root of a node, halving the path on the way. */
function rootOf(parents: Uint16Array, node: number): number {
  let at = node;
  while (parents[at] !== at) {
    const above = parents[parents[at]!]!;
    parents[at] = above;
    at = above;
  }
  return at;
}
