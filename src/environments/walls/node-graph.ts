// The grid of nodes that mazes with odd sizes are made of: cells with odd row and column, joined through the cells between.
import { InputError } from "../../base/errors.ts";
import { floor, wall } from "../grid.ts";

/** Nodes row by row; the edges of a node, to the right and then downward, stand together. */
export interface NodeGraph {
  readonly nodes: number;
  /** The two nodes that each edge joins. [edges] */
  readonly from: Uint16Array;
  readonly to: Uint16Array;
  /** The cell between them. [edges] */
  readonly cells: Uint16Array;
  /** Writes walls, with the nodes alone as floor, on out[offset ... offset + height * width). */
  clear(out: Uint8Array, offset: number): void;
}

/** Throws an InputError unless height and width are odd; `kind` names the generator in it. */
export function nodeGraph(kind: string, height: number, width: number): NodeGraph {
  if (height % 2 === 0 || width % 2 === 0) {
    throw new InputError(
      "levels.walls.kind",
      `"${kind}" on ${height} x ${width}`,
      `odd height and width for ${kind}`,
    );
  }
  const rows = (height - 1) / 2;
  const columns = (width - 1) / 2;
  const edges: [from: number, to: number, cell: number][] = [];
  for (let node = 0; node < rows * columns; node++) {
    const row = Math.floor(node / columns);
    const column = node % columns;
    const cell = (2 * row + 1) * width + 2 * column + 1;
    if (column + 1 < columns) edges.push([node, node + 1, cell + 1]);
    if (row + 1 < rows) edges.push([node, node + columns, cell + width]);
  }
  const part = (index: 0 | 1 | 2) => Uint16Array.from(edges, (edge) => edge[index]);
  return {
    nodes: rows * columns,
    from: part(0),
    to: part(1),
    cells: part(2),
    clear: (out, offset) => {
      out.fill(wall, offset, offset + height * width);
      for (let row = 1; row < height; row += 2) {
        const first = offset + row * width;
        for (let cell = first + 1; cell < first + width; cell += 2) out[cell] = floor;
      }
    },
  };
}
