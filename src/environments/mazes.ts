// Wall generators: open rooms, independent blocks, and perfect mazes; integers only, nothing allocated per level.
import { z } from "zod";
import { InputError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";
import { floor, wall } from "./grid.ts";

/** Probabilities are multiples of 1 / 2^16. */
const probabilityBits = 16;

/**
 * Parameters of a wall generator. `open`: border only. `blocks`: every interior cell is wall with probability
 * `density`. `tree`: a perfect maze.
 */
export function wallsSchema(kind: "open" | "blocks" | "tree") {
  return z
    .strictObject({
      kind: z.enum(["open", "blocks", "tree"]).default(kind),
      /** Only read by `blocks`; rounded to a multiple of 1 / 65,536. */
      density: z.number().min(0).max(1).default(0.25),
    })
    .prefault({});
}

export type Walls = z.output<ReturnType<typeof wallsSchema>>;

export interface WallGenerator {
  /** Mean number of free cells, rounded down; exact for `open` and `tree`. */
  readonly freeCells: number;
  /** Writes walls and floor on out[offset ... offset + height * width). */
  draw(rng: Rng, out: Uint8Array, offset: number): void;
}

/** Throws an InputError where the walls cannot be had at that size (`tree` needs odd sizes). */
export function wallGenerator(walls: Walls, height: number, width: number): WallGenerator {
  if (walls.kind === "open") return openRoom(height, width);
  if (walls.kind === "blocks") return blocks(walls.density, height, width);
  return tree(height, width);
}

function openRoom(height: number, width: number): WallGenerator {
  return {
    freeCells: (height - 2) * (width - 2),
    draw: (_rng, out, offset) => {
      out.fill(wall, offset, offset + height * width);
      for (let row = 1; row < height - 1; row++) {
        const first = offset + row * width;
        for (let cell = first + 1; cell < first + width - 1; cell++) out[cell] = floor;
      }
    },
  };
}

function blocks(density: number, height: number, width: number): WallGenerator {
  const threshold = Math.round(density * 2 ** probabilityBits);
  const interior = (height - 2) * (width - 2);
  return {
    freeCells: Math.floor((interior * (2 ** probabilityBits - threshold)) / 2 ** probabilityBits),
    draw: (rng, out, offset) => {
      out.fill(wall, offset, offset + height * width);
      let left = 0;
      let bits = 0;
      for (let row = 1; row < height - 1; row++) {
        const first = offset + row * width;
        for (let cell = first + 1; cell < first + width - 1; cell++) {
          if (left === 0) {
            bits = bernoulliWord(rng, threshold);
            left = 32;
          }
          out[cell] = bits & wall;
          bits >>>= 1;
          left--;
        }
      }
    },
  };
}

/**
 * 32 independent bits, each 1 with probability threshold / 2^16. Every random word halves the probability so far, and
 * adds a half where the threshold has a binary digit: p = .25 costs two words for 32 cells.
 */
export function bernoulliWord(rng: Rng, threshold: number): number {
  if (threshold >= 2 ** probabilityBits) return -1;
  let word = 0;
  let digit = 0;
  while (digit < probabilityBits && ((threshold >>> digit) & 1) === 0) digit++;
  for (; digit < probabilityBits; digit++) {
    const random = rng.int32();
    word = ((threshold >>> digit) & 1) === 1 ? word | random : word & random;
  }
  return word;
}

/**
 * Kruskal's algorithm on randomly ordered edges between the cells with odd row and column: a spanning tree, so that
 * exactly one way without detours joins any two free cells.
 */
function tree(height: number, width: number): WallGenerator {
  if (height % 2 === 0 || width % 2 === 0) {
    throw new InputError(
      "levels.walls.kind",
      `"tree" on ${height} x ${width}`,
      "odd height and width for a tree",
    );
  }
  const rows = (height - 1) / 2;
  const columns = (width - 1) / 2;
  const nodes = rows * columns;
  const edges = treeEdges(rows, columns);
  const order = Uint16Array.from({ length: edges.cells.length }, (_, index) => index);
  const shuffled = new Uint16Array(order.length);
  const unjoined = Uint16Array.from({ length: nodes }, (_, node) => node);
  const parents = new Uint16Array(nodes);
  return {
    freeCells: 2 * nodes - 1,
    draw: (rng, out, offset) => {
      out.fill(wall, offset, offset + height * width);
      for (let row = 1; row < height; row += 2) {
        const first = offset + row * width;
        for (let cell = first + 1; cell < first + width; cell += 2) out[cell] = floor;
      }
      shuffled.set(order);
      parents.set(unjoined);
      for (let joined = 1, taken = 0; joined < nodes; taken++) {
        const pick = taken + rng.below(shuffled.length - taken);
        const edge = shuffled[pick]!;
        shuffled[pick] = shuffled[taken]!;
        const a = rootOf(parents, edges.from[edge]!);
        const b = rootOf(parents, edges.to[edge]!);
        if (a === b) continue;
        parents[a] = b;
        out[offset + edges.cells[edge]!] = floor;
        joined++;
      }
    },
  };
}

interface TreeEdges {
  /** The two nodes that each edge joins. [edges] */
  readonly from: Uint16Array;
  readonly to: Uint16Array;
  /** The cell between them. [edges] */
  readonly cells: Uint16Array;
}

function treeEdges(rows: number, columns: number): TreeEdges {
  const width = 2 * columns + 1;
  const edges: [from: number, to: number, cell: number][] = [];
  for (let node = 0; node < rows * columns; node++) {
    const row = Math.floor(node / columns);
    const column = node % columns;
    const cell = (2 * row + 1) * width + 2 * column + 1;
    if (column + 1 < columns) edges.push([node, node + 1, cell + 1]);
    if (row + 1 < rows) edges.push([node, node + columns, cell + width]);
  }
  const part = (index: 0 | 1 | 2) => Uint16Array.from(edges, (edge) => edge[index]);
  return { from: part(0), to: part(1), cells: part(2) };
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
