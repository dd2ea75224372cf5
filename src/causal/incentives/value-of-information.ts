// Value of information: what a decision would do better to know.
import { reachedByTrails } from "../d-separation.ts";
import { agentView, type InfluenceDiagram, nodesOfKind, utilitiesBelow, withGraph } from "../diagram.ts";
import { isRequisite } from "../requisite.ts";

/**
 * Whether `decision` can gain from observing `node`: the node is neither the decision nor below it, and a link from it to the decision
 * would stay in the requisite graph. For one decision, that is: the node is d-connected to a utility below the decision, given the
 * decision and its other parents. The criterion is sound and complete for one decision (Everitt et al. 2021, 2102.01685). With several it
 * needs sufficient recall; it is sound there (Lauritzen and Nilsson 2001), and complete for links that leave the recall sufficient
 * (van Merwijk, Carey and Everitt 2022, 2202.11629). Decisions of other agents count as chance. Recall is not checked here: see `analyseIncentives`.
 */
export function admitsValueOfInformation(diagram: InfluenceDiagram, node: number, decision: number): boolean {
  const below = diagram.graph.descendants(decision);
  if (below[node]) return false;
  const view = agentView(diagram, diagram.nodes[decision]!.agent!);
  return isRequisite(withGraph(view, view.graph.with(node, decision)), node, decision);
}

/** All nodes that `decision` can gain from observing, in the order of the nodes. */
export function valueOfInformationNodes(diagram: InfluenceDiagram, decision: number): readonly number[] {
  const view = agentView(diagram, diagram.nodes[decision]!.agent!);
  if (nodesOfKind(view, "decision").length > 1) {
    return view.nodes.flatMap((_, node) => (admitsValueOfInformation(view, node, decision) ? [node] : []));
  }
  // With no other decision a link changes nothing but what is known, and one walk back from the utilities finds all nodes.
  const below = view.graph.descendants(decision);
  const family = [decision, ...view.graph.parents[decision]!];
  const reached = reachedByTrails(view.graph, { fromChild: utilitiesBelow(view, decision) }, family);
  return view.nodes.flatMap((_, node) => (reached[node] && !below[node] ? [node] : []));
}
