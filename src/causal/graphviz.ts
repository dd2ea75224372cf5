// Diagrams in Graphviz's language.
import type { InfluenceDiagram, NodeKind } from "./diagram.ts";

const shapes: Readonly<Record<NodeKind, string>> = { chance: "ellipse", decision: "box", utility: "diamond" };

/**
 * A digraph in DOT: chance as ellipses, decisions as boxes, utilities as diamonds, links into decisions dashed. With several agents each
 * node says whose it is.
 */
export function printGraphviz(diagram: InfluenceDiagram): string {
  const several = diagram.agents.length > 1;
  const nodes = diagram.nodes.map(({ name, kind, agent }, index) => {
    const label = several && agent !== null ? `${name}\n${agent}` : name;
    return `  n${index} [label=${quoted(label)}, shape=${shapes[kind]}];`;
  });
  const edges = diagram.graph.arcs.map(([from, to]) => {
    const style = diagram.nodes[to]!.kind === "decision" ? " [style=dashed]" : "";
    return `  n${from} -> n${to}${style};`;
  });
  return ["digraph diagram {", ...nodes, ...edges, "}", ""].join("\n");
}

/** A string of DOT: quotes and backslashes escaped, so that no name is read as one of Graphviz's own escapes. */
function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
