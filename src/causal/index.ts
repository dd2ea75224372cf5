// Influence diagrams: what can be asked of them stands in one file per question.
export { activePaths, mostActivePaths, printPath } from "./active-paths.ts";
export { analyseIncentives, type IncentiveAnalysis, type NodeList, type NodeLists } from "./analyse.ts";
export { areSeparated, reachedByTrails, type TrailStart } from "./d-separation.ts";
export {
  agentView,
  type DiagramNode,
  type DiagramParts,
  type InfluenceDiagram,
  influenceDiagram,
  type NamedEdge,
  type NodeKind,
  nodeNamed,
  nodesOfKind,
  utilitiesBelow,
} from "./diagram.ts";
export { type DiagramJson, diagramFromJson, diagramToJson } from "./diagram-json.ts";
export { type EdgeList, parseEdgeList, printEdge, printEdgeList } from "./edge-list.ts";
export { type DiagramExample, diagramExamples } from "./examples/catalogue.ts";
export { type Arc, Graph } from "./graph.ts";
export { printGraphviz } from "./graphviz.ts";
export { admitsImpactIncentive, impactIncentiveNodes } from "./incentives/impact-incentive.ts";
export {
  admitsInstrumentalControlIncentive,
  instrumentalControlIncentiveNodes,
} from "./incentives/instrumental-control-incentive.ts";
export { admitsResponseIncentive, responseIncentiveNodes } from "./incentives/response-incentive.ts";
export {
  admitsDirectValueOfControl,
  admitsIndirectValueOfControl,
  admitsValueOfControl,
  directValueOfControlNodes,
  indirectValueOfControlNodes,
  valueOfControlNodes,
} from "./incentives/value-of-control.ts";
export { admitsValueOfInformation, valueOfInformationNodes } from "./incentives/value-of-information.ts";
export { type RandomDiagramOptions, randomDiagram } from "./random-diagram.ts";
export {
  decisionsReliedOn,
  type RelevanceGraph,
  relevanceComponents,
  relevanceGraph,
} from "./relevance.ts";
export { requisiteGraph, requisiteObservations } from "./requisite.ts";
export { hasSufficientRecall, mutualDecisions } from "./sufficient-recall.ts";
