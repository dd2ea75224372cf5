// Impact incentive: what an agent changes by deciding well, whether it means to or not.
import type { InfluenceDiagram } from "../diagram.ts";
import { utilitiesBelow } from "../diagram.ts";

/**
 * Whether deciding well at `decision` can change the chance node `node`, against what some other policy makes of it: both the node and a
 * utility of the decision's agent lie below the decision. More than an instrumental control incentive, since the node need not lead to the
 * utility: side effects count. Sound and complete for one decision (Carey, Langlois, van Merwijk, Legg and Everitt, 2001.07118v3;
 * read in a summary of that paper). Decisions of other agents count as chance.
 */
export function admitsImpactIncentive(diagram: InfluenceDiagram, node: number, decision: number): boolean {
  return impactIncentiveNodes(diagram, decision).includes(node);
}

/** All nodes that deciding well at `decision` can change, in the order of the nodes. */
export function impactIncentiveNodes(diagram: InfluenceDiagram, decision: number): readonly number[] {
  if (utilitiesBelow(diagram, decision).length === 0) return [];
  const below = diagram.graph.descendants(decision);
  const { agent } = diagram.nodes[decision]!;
  return diagram.nodes.flatMap((node, index) => {
    const isOutcome = node.kind === "chance" || node.agent !== agent;
    return below[index] && isOutcome ? [index] : [];
  });
}
