// Sufficient recall: whether an agent can settle its decisions one after the other.
import type { InfluenceDiagram } from "./diagram.ts";
import { relevanceComponents, relevanceGraph } from "./relevance.ts";

/**
 * Whether the relevance graph over an agent's own decisions has no cycle, of `agent` or, where none is named, of every agent. Then its decisions
 * can be settled one by one, each at its best given those it relies on ("solubility", Lauritzen and Nilsson 2001; Milch and Koller 2008). One
 * decision alone always has it.
 */
export function hasSufficientRecall(diagram: InfluenceDiagram, agent?: string): boolean {
  return mutualDecisions(diagram, agent).length === 0;
}

/** Groups of decisions of one agent that cannot be settled one after the other, because each relies on the others. */
export function mutualDecisions(diagram: InfluenceDiagram, agent?: string): readonly (readonly number[])[] {
  const agents = agent === undefined ? diagram.agents : [agent];
  return agents.flatMap((each) =>
    relevanceComponents(relevanceGraph(diagram, each)).filter((decisions) => decisions.length > 1),
  );
}
