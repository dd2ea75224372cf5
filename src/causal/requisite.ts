// Requisite observations: what a decision may have use of, and the diagram without all other information links.
import { reachedByTrails } from "./d-separation.ts";
import { agentView, type InfluenceDiagram, utilitiesBelow, withGraph } from "./diagram.ts";
import type { Arc } from "./graph.ts";

/**
 * Parents of a decision that it may have use of: those that are not d-separated from the utilities below it, given the decision and its
 * other parents (Fagiuoli and Zaffalon 1998; Lauritzen and Nilsson 2001). In the order of the parents. Throws an Error for a node
 * that is no decision.
 */
export function requisiteObservations(diagram: InfluenceDiagram, decision: number): readonly number[] {
  const utilities = utilitiesBelow(diagram, decision);
  const parents = diagram.graph.parents[decision]!;
  // One walk back from the utilities finds all of them: a trail that ends at a parent is the same from either end.
  const reached = reachedByTrails(diagram.graph, { fromChild: utilities }, [decision, ...parents]);
  return parents.filter((parent) => reached[parent]);
}

/**
 * The diagram without the information links that are not requisite: an agent's decisions are gone through from the last to the first, and
 * each is judged in the graph that the later ones left (Nilsson and Lauritzen 2000: where recall is sufficient, the order makes no
 * difference, and nothing more could be removed afterwards). Of several agents each is judged as if all others went on as they are: links of theirs
 * stay where its own are judged, since nothing makes them choose without what they see.
 */
export function requisiteGraph(diagram: InfluenceDiagram): InfluenceDiagram {
  if (diagram.agents.length <= 1) return trimmed(diagram, decisionsFromLast(diagram));
  const cut = diagram.agents.flatMap((agent): Arc[] => {
    const view = agentView(diagram, agent);
    const left = trimmed(view, decisionsFromLast(view)).graph;
    return view.graph.arcs.filter(([from, to]) => !left.has(from, to));
  });
  return withGraph(diagram, diagram.graph.without(cut));
}

/** Whether a decision of a diagram with one agent still observes `observation` in the requisite graph. */
export function isRequisite(diagram: InfluenceDiagram, observation: number, decision: number): boolean {
  const order = decisionsFromLast(diagram);
  const before = trimmed(diagram, order.slice(0, order.indexOf(decision)));
  return requisiteObservations(before, decision).includes(observation);
}

function decisionsFromLast({ nodes, graph }: InfluenceDiagram): readonly number[] {
  return graph.order.filter((node) => nodes[node]!.kind === "decision").reverse();
}

function trimmed(diagram: InfluenceDiagram, decisions: readonly number[]): InfluenceDiagram {
  return decisions.reduce((left, decision) => {
    const requisite = requisiteObservations(left, decision);
    const parents = left.graph.parents[decision]!;
    if (requisite.length === parents.length) return left;
    const cut = parents.flatMap((from): Arc[] => (requisite.includes(from) ? [] : [[from, decision]]));
    return withGraph(left, left.graph.without(cut));
  }, diagram);
}
