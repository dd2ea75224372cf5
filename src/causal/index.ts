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
export { modelExamples } from "./examples/model-catalogue.ts";
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
export { enumeratedOptimum } from "./model/enumerated-optimum.ts";
export { expectedUtilities, expectedUtility } from "./model/expected-utility.ts";
export {
  decidedBy,
  intervene,
  type Replacement,
  withMechanism,
  withObservation,
  withoutObservation,
} from "./model/intervention.ts";
export { type InfluenceModel, influenceModel, type Mechanism, type ModelParts } from "./model/model.ts";
export { type ModelJson, modelFromJson, modelToJson } from "./model/model-json.ts";
export { type Equilibrium, pureNashEquilibria } from "./model/nash-equilibria.ts";
export { type NormalForm, normalForm } from "./model/normal-form.ts";
export { type OptimalPolicy, optimalPolicy, optimalPolicyCount } from "./model/optimal-policy.ts";
export type { Outcome, Outcomes } from "./model/outcome.ts";
export {
  type DecisionRule,
  type Policy,
  type PolicyRow,
  policyOf,
  policyRows,
  uniformPolicy,
} from "./model/policy.ts";
export { distribution, expectedValue, probability } from "./model/probability.ts";
export { type RandomModelOptions, randomModel } from "./model/random-model.ts";
export { subgamePerfectEquilibria } from "./model/subgame-perfect-equilibria.ts";
export type { NodeFunction, Rows } from "./model/tabulate.ts";
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
export { withConditionalExpectation } from "./quantities/conditional-expectation.ts";
export { type InstrumentalControl, instrumentalControl } from "./quantities/instrumental-control.ts";
export { type Contrast, introducedTotalEffect, totalEffect } from "./quantities/total-effect.ts";
export { valueOfControl } from "./quantities/value-of-control.ts";
export { valueOfInformation } from "./quantities/value-of-information.ts";
export { valueOfResponding } from "./quantities/value-of-responding.ts";
export { type RandomDiagramOptions, randomDiagram } from "./random-diagram.ts";
export {
  decisionsReliedOn,
  type RelevanceGraph,
  relevanceComponents,
  relevanceGraph,
} from "./relevance.ts";
export { requisiteGraph, requisiteObservations } from "./requisite.ts";
export { subgames } from "./subgames.ts";
export { hasSufficientRecall, mutualDecisions } from "./sufficient-recall.ts";
