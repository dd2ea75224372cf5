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
