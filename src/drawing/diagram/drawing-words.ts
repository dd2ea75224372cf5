// A layered drawing in words: its text alternative, and what is shown where no picture can be.
import { plainLine } from "../plain-text.ts";
import type { DrawnNode, LayeredDrawing } from "./layered-drawing.ts";
import { markCharacters } from "./mark-symbol.ts";

/** Nodes with their causes and marks, one sentence each. */
export function drawingWords(drawing: LayeredDrawing): string {
  const { nodes, edges, kinds } = drawing;
  const sentences = nodes.map((node, index) => {
    const from = edges.filter(({ to }) => to === index).map((edge) => plainLine(nodes[edge.from]!.name));
    const causes = from.length === 0 ? "" : ` from ${from.join(", ")}`;
    const marks = node.marks.length === 0 ? "" : `: ${node.marks.map(({ title }) => title).join(", ")}`;
    const note = node.note === undefined ? "" : ` (${plainLine(node.note)})`;
    return `${kinds?.[node.kind] ?? node.kind} ${plainLine(node.name)}${note}${causes}${marks}.`;
  });
  return `Diagram of ${nodes.length} nodes and ${edges.length} edges. ${sentences.join(" ")}`;
}

/** One line per node, causes above effects: (chance), [decision], <utility>, then what it comes from and its marks. */
export function drawingLines(drawing: LayeredDrawing): readonly string[] {
  const { nodes, edges } = drawing;
  const layer = layersOf(drawing);
  const order = [...nodes.keys()].sort((a, b) => layer[a]! - layer[b]! || a - b);
  const width = Math.max(...nodes.map((node) => bracketed(node).length));
  return order.map((index) => {
    const node = nodes[index]!;
    const from = edges
      .filter(({ to }) => to === index)
      .map(
        (edge) => `${plainLine(nodes[edge.from]!.name)}${edge.label === undefined ? "" : ` (${edge.label})`}`,
      );
    const verb = node.kind === "decision" ? "sees" : "from";
    const marks = node.marks.map(({ shape }) => markCharacters[shape]).join(" ");
    const note = node.note === undefined ? "" : `  ${plainLine(node.note)}`;
    const causes = from.length === 0 ? "" : `  ${verb} ${from.join(", ")}`;
    return `${bracketed(node).padEnd(width)}  ${marks.padEnd(9)}${note}${causes}`.trimEnd();
  });
}

const brackets = { chance: ["(", ")"], decision: ["[", "]"], utility: ["<", ">"] } as const;

function bracketed({ name, kind }: DrawnNode): string {
  return `${brackets[kind][0]}${plainLine(name)}${brackets[kind][1]}`;
}

/** The longest path to each node. */
function layersOf({ nodes, edges }: LayeredDrawing): readonly number[] {
  const layers = nodes.map(() => 0);
  // Each pass settles at least one layer more.
  for (let changed = true; changed; ) {
    changed = false;
    for (const { from, to } of edges) {
      if (layers[to]! > layers[from]!) continue;
      layers[to] = layers[from]! + 1;
      changed = true;
    }
  }
  return layers;
}
