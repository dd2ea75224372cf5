// Influence diagrams: what can be asked of them stands in one file per question.
export {
  type DiagramNode,
  type DiagramParts,
  type InfluenceDiagram,
  influenceDiagram,
  type NamedEdge,
  type NodeKind,
  nodeNamed,
  nodesOfKind,
} from "./diagram.ts";
export { type Arc, Graph } from "./graph.ts";
export { classifyObjective, type ObjectiveVerdict } from "./objective-graphs/classify-objective.ts";
export type { NamedPath, ObjectiveClass } from "./objective-graphs/objective-class.ts";
export { type ObjectiveDiagram, objectiveDiagram } from "./objective-graphs/objective-diagram.ts";
export {
  type Effect,
  type ObjectiveGraph,
  type ObjectiveGraphParts,
  objectiveGraph,
  type SignedEdge,
  type SignedEdges,
} from "./objective-graphs/objective-graph.ts";
export { objectiveGraphFromJson, objectiveGraphToJson } from "./objective-graphs/objective-graph-json.ts";
export type { PlanInGraph } from "./objective-graphs/plan-in-graph.ts";
export { objectiveStories, objectiveStoryNamed } from "./objective-graphs/stories/index.ts";
export type { ObjectiveStory } from "./objective-graphs/stories/objective-story.ts";
