// An objective graph as an influence diagram, so that incentives can be asked of it.
import { type InfluenceDiagram, influenceDiagram, type NamedEdge } from "../diagram.ts";
import type { ObjectiveGraph } from "./objective-graph.ts";
import type { SignedGraph } from "./signed-graph.ts";

export interface ObjectiveDiagram {
  readonly diagram: InfluenceDiagram;
  /** Number of the agent's decision in the diagram, and of its utility. */
  readonly decision: number;
  readonly utility: number;
}

/**
 * The diagram of an agent that pursues the objective: the attributes with their edges, a decision with an edge to every action, and a utility that
 * is what is pursued. Attributes keep their numbers. In the training graph by default. The decision then has an instrumental control incentive on the base
 * objective exactly where what it reaches of it lies above what is pursued: in instrumental and deceptive alignment and where both are one, never
 * in side-effect alignment, where the base objective is merely affected.
 */
export function objectiveDiagram(
  { nodes, pursued, actions, training }: ObjectiveGraph,
  graph: SignedGraph = training,
): ObjectiveDiagram {
  const decision = free("decision", nodes);
  const utility = free("utility", nodes);
  const edges: NamedEdge[] = [
    ...actions.map((action): NamedEdge => [decision, nodes[action]!]),
    ...graph.graph.arcs.map(([from, to]): NamedEdge => [nodes[from]!, nodes[to]!]),
    [nodes[pursued]!, utility],
  ];
  const diagram = influenceDiagram({
    nodes: [...nodes, decision, utility],
    edges,
    decisions: [decision],
    utilities: [utility],
  });
  return { diagram, decision: nodes.length, utility: nodes.length + 1 };
}

/** The word, with strokes where an attribute has that name already. */
function free(word: string, nodes: readonly string[]): string {
  return nodes.includes(word) ? free(`${word}'`, nodes) : word;
}
