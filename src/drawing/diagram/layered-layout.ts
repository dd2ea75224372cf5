// Where the nodes and arrows of a layered drawing lie: causes above effects, few crossings.
import { Graph, layout } from "@dagrejs/dagre";
import { InputError } from "../../base/errors.ts";
import { displayWidth } from "../plain-text.ts";
import { labelLines } from "./label-lines.ts";
import type { DrawnNode, LayeredDrawing } from "./layered-drawing.ts";
import { leaving, outlineSize, type Point, type Size } from "./node-outline.ts";

/** Height of a line of a name, of the note below it, and of the row of marks; width of a column of letters. */
export const text = { line: 17, note: 14, marks: 18, column: 8, noteColumn: 6.6 } as const;
/** From one mark to the next. */
export const markStep = 16;
const margin = 8;
/** Some seconds of work. */
const largestDrawing = { nodes: 300, edges: 1500 } as const;
/** Between a layer and the arrows that pass beside it. */
const clearance = 13;

export interface PlacedNode extends Size, Point {
  readonly lines: readonly string[];
}

export interface Layout extends Size {
  readonly nodes: readonly PlacedNode[];
  /** From outline to outline, with bends between; in the order of the drawing's edges. */
  readonly paths: readonly (readonly Point[])[];
  /** Middles of the labels, in the same order; null where there is none. */
  readonly labels: readonly (Point | null)[];
}

/**
 * Layers by longest paths, order and places by Sugiyama, Tagawa and Toda's method (dagre). Pixels, from the top left; x and y are the
 * middles of the nodes. Throws an InputError for what would take long and could not be read.
 */
export function layeredLayout(drawing: LayeredDrawing): Layout {
  const { nodes: many, edges: arrows } = drawing;
  if (many.length > largestDrawing.nodes || arrows.length > largestDrawing.edges) {
    const expected = `at most ${largestDrawing.nodes} nodes and ${largestDrawing.edges} edges in a picture`;
    throw new InputError("drawing", `${many.length} nodes and ${arrows.length} edges`, expected);
  }
  const graph = new Graph();
  graph.setGraph({ rankdir: "TB", nodesep: 26, ranksep: 44, edgesep: 18, marginx: margin, marginy: margin });
  graph.setDefaultEdgeLabel(() => ({}));
  const lines = drawing.nodes.map(({ name }) => labelLines(name));
  const sizes = drawing.nodes.map((node, index) => outlineSize(node.kind, contentSize(node, lines[index]!)));
  for (const [index, size] of sizes.entries()) graph.setNode(String(index), { ...size });
  for (const { from, to, label } of drawing.edges) {
    const room =
      label === undefined
        ? {}
        : { width: displayWidth(label) * text.noteColumn + 8, height: text.note, labelpos: "c" };
    graph.setEdge(String(from), String(to), room);
  }
  layout(graph);
  const nodes = drawing.nodes.map((_, index): PlacedNode => {
    const { x, y } = graph.node(String(index)) as Point;
    return { x, y, ...sizes[index]!, lines: lines[index]! };
  });
  const paths = drawing.edges.map(({ from, to, label }) => {
    const { points } = graph.edge(String(from), String(to)) as { points: readonly Point[] };
    const bends = points.slice(1, -1).flatMap((bend) => {
      const reach = layerReach(nodes, bend.y);
      // Beside the nodes of a layer an arrow goes straight down; bends between layers only hold room for a label.
      if (reach > 0) return [-1, 1].map((side) => ({ x: bend.x, y: bend.y + side * reach }));
      return label === undefined ? [] : [pointOf(bend)];
    });
    const start = doorway(nodes, from, bends[0] ?? nodes[to]!, 1);
    const end = doorway(nodes, to, bends.at(-1) ?? nodes[from]!, -1);
    return [
      leaving(drawing.nodes[from]!.kind, nodes[from]!, nodes[from]!, start),
      start,
      ...bends,
      end,
      leaving(drawing.nodes[to]!.kind, nodes[to]!, nodes[to]!, end),
    ];
  });
  const labels = drawing.edges.map(({ from, to, label }) =>
    label === undefined ? null : pointOf(graph.edge(String(from), String(to)) as Point),
  );
  const { width = 0, height = 0 } = graph.graph() as Partial<Size>;
  return { width, height, nodes, paths, labels };
}

/** How far from the middle of the layer at that height an arrow is clear of its nodes; 0 between layers. */
function layerReach(nodes: readonly PlacedNode[], y: number): number {
  const layer = nodes.filter((node) => Math.abs(node.y - y) < 1);
  return layer.length === 0 ? 0 : Math.max(...layer.map(({ height }) => height / 2)) + clearance;
}

const pointOf = ({ x, y }: Point): Point => ({ x, y });

/**
 * A bend below (side 1) or above (side -1) a node, clear of its whole layer, so that an arrow crosses between layers and not behind neighbours; it
 * leans towards where the arrow comes from or goes to.
 */
function doorway(nodes: readonly PlacedNode[], node: number, towards: Point, side: 1 | -1): Point {
  const { x, y, width } = nodes[node]!;
  const reach = layerReach(nodes, y);
  const lean = Math.max(-width / 3, Math.min(width / 3, (towards.x - x) / 4));
  return { x: x + lean, y: y + side * reach };
}

function contentSize({ note, marks }: DrawnNode, lines: readonly string[]): Size {
  const widths = [
    ...lines.map((line) => displayWidth(line) * text.column),
    note === undefined ? 0 : displayWidth(note) * text.noteColumn,
    marks.length * markStep,
    18,
  ];
  const height =
    lines.length * text.line + (note === undefined ? 0 : text.note) + (marks.length > 0 ? text.marks : 0);
  return { width: Math.max(...widths), height };
}
