// Response incentive: what an optimal decision reacts to, however it hears of it.
import { agentView, type InfluenceDiagram } from "../diagram.ts";
import { requisiteGraph } from "../requisite.ts";

/**
 * Whether optimal choices at `decision` can depend on an intervention at `node`: the requisite graph has a directed path from the node, which
 * is not the decision itself, to the decision. Sound and complete for one decision (Everitt et al. 2021, 2102.01685); with several it is
 * read in the same way and needs sufficient recall, which is not checked here. Decisions of other agents count as chance.
 */
export function admitsResponseIncentive(diagram: InfluenceDiagram, node: number, decision: number): boolean {
  return responseIncentiveNodes(diagram, decision).includes(node);
}

/** All nodes that `decision` has an incentive to respond to, in the order of the nodes. */
export function responseIncentiveNodes(diagram: InfluenceDiagram, decision: number): readonly number[] {
  const view = agentView(diagram, diagram.nodes[decision]!.agent!);
  const above = requisiteGraph(view).graph.ancestors(decision);
  return diagram.nodes.flatMap((_, node) => (above[node] && node !== decision ? [node] : []));
}
