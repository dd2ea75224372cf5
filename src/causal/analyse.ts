// All that a diagram's edges say of its incentives, by name: what is printed and compared.
import { type InfluenceDiagram, type NamedEdge, nodesOfKind } from "./diagram.ts";
import { printEdge } from "./edge-list.ts";
import { impactIncentiveNodes } from "./incentives/impact-incentive.ts";
import { instrumentalControlIncentiveNodes } from "./incentives/instrumental-control-incentive.ts";
import { responseIncentiveNodes } from "./incentives/response-incentive.ts";
import {
  directValueOfControlNodes,
  indirectValueOfControlNodes,
  valueOfControlNodes,
} from "./incentives/value-of-control.ts";
import { valueOfInformationNodes } from "./incentives/value-of-information.ts";
import { requisiteGraph } from "./requisite.ts";
import { hasSufficientRecall, mutualDecisions } from "./sufficient-recall.ts";

/** Sorted names of nodes. */
export type NodeList = readonly string[];
/** Of the only decision (or agent); where there are several, by their names, null for those whose agent lacks sufficient recall. */
export type NodeLists = NodeList | Readonly<Record<string, NodeList | null>>;

export interface IncentiveAnalysis {
  /** By decision, where there are several; null where the criterion needs sufficient recall and no agent has it. */
  readonly valueOfInformation: NodeLists | null;
  /** By agent, where there are several. */
  readonly valueOfControl: NodeLists | null;
  readonly directValueOfControl: NodeLists | null;
  readonly indirectValueOfControl: NodeLists | null;
  readonly responseIncentive: NodeLists | null;
  /** Needs no recall, as the next. */
  readonly instrumentalControlIncentive: NodeLists;
  readonly impactIncentive: NodeLists;
  /** Edges of the requisite graph as "from->to", sorted. */
  readonly requisiteGraph: readonly string[];
  readonly sufficientRecall: boolean;
  /** Why something is null. */
  readonly reason?: string;
}

/**
 * All incentives that the edges of a diagram admit. With several decisions, what belongs to a decision is answered by decision. With
 * several agents each one is asked as if the decisions of the others were chance, value of control is answered by agent, and what an
 * agent without sufficient recall would need it for is null for that agent alone.
 */
export function analyseIncentives(diagram: InfluenceDiagram): IncentiveAnalysis {
  const { agents, nodes } = diagram;
  const decisions = nodesOfKind(diagram, "decision");
  const recall = new Map(agents.map((agent) => [agent, hasSufficientRecall(diagram, agent)]));
  const sufficientRecall = [...recall.values()].every(Boolean);
  const noneRecalls = agents.length > 0 && ![...recall.values()].some(Boolean);
  const list = (found: readonly number[]): NodeList => found.map((node) => nodes[node]!.name).toSorted();

  const byDecision = (
    ask: (diagram: InfluenceDiagram, decision: number) => readonly number[],
    needsRecall = true,
  ): NodeLists | null => {
    if (needsRecall && noneRecalls) return null;
    const answer = (decision: number) =>
      needsRecall && !recall.get(nodes[decision]!.agent!) ? null : list(ask(diagram, decision));
    const [only] = decisions;
    if (only !== undefined && decisions.length === 1) return answer(only);
    return Object.fromEntries(decisions.map((decision) => [nodes[decision]!.name, answer(decision)]));
  };
  const byAgent = (
    ask: (diagram: InfluenceDiagram, agent?: string) => readonly number[],
  ): NodeLists | null => {
    if (noneRecalls) return null;
    if (agents.length <= 1) return list(ask(diagram));
    return Object.fromEntries(
      agents.map((agent) => [agent, recall.get(agent) ? list(ask(diagram, agent)) : null]),
    );
  };

  return {
    valueOfInformation: byDecision(valueOfInformationNodes),
    valueOfControl: byAgent(valueOfControlNodes),
    directValueOfControl: byAgent(directValueOfControlNodes),
    indirectValueOfControl: byDecision(indirectValueOfControlNodes),
    responseIncentive: byDecision(responseIncentiveNodes),
    instrumentalControlIncentive: byDecision(instrumentalControlIncentiveNodes, false)!,
    impactIncentive: byDecision(impactIncentiveNodes, false)!,
    requisiteGraph: namedEdges(requisiteGraph(diagram)).map(printEdge).toSorted(),
    sufficientRecall,
    ...(sufficientRecall ? {} : { reason: reasonOf(diagram) }),
  };
}

function namedEdges({ graph, nodes }: InfluenceDiagram): NamedEdge[] {
  return graph.arcs.map(([from, to]) => [nodes[from]!.name, nodes[to]!.name]);
}

function reasonOf(diagram: InfluenceDiagram): string {
  const groups = mutualDecisions(diagram).map((decisions) => {
    const names = decisions.map((decision) => diagram.nodes[decision]!.name);
    return `${names.slice(0, -1).join(", ")} and ${names.at(-1)} each rely on how the others decide`;
  });
  return `no sufficient recall: ${groups.join("; ")}`;
}
