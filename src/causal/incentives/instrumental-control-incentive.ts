// Instrumental control incentive: through what a decision works towards its utilities.
import { type InfluenceDiagram, utilitiesBelow } from "../diagram.ts";

/**
 * Whether `decision` can have a reason to choose as it does because of what that makes of `node`: a directed path leads from the decision through
 * the node to a utility of the decision's agent; decision and utility themselves count. The original graph counts, not the requisite
 * one: also what needs no observation is controlled. Sound and complete for one decision (Everitt et al. 2021, 2102.01685); with several it
 * is read in the same way, decision by decision.
 */
export function admitsInstrumentalControlIncentive(
  diagram: InfluenceDiagram,
  node: number,
  decision: number,
): boolean {
  return instrumentalControlIncentiveNodes(diagram, decision).includes(node);
}

/** All nodes through which `decision` works towards its utilities, in the order of the nodes. */
export function instrumentalControlIncentiveNodes(
  diagram: InfluenceDiagram,
  decision: number,
): readonly number[] {
  const below = diagram.graph.descendants(decision);
  const above = diagram.graph.ancestors(...utilitiesBelow(diagram, decision));
  return diagram.nodes.flatMap((_, node) => (below[node] && above[node] ? [node] : []));
}
