// Models of risk: a language, its compiler, bounds; what is estimated from draws stands in `estimates/`.
export { type CompiledModel, compileModel, type InputKind } from "./compile-model.ts";
export type { ConditionalDistribution } from "./conditional-distribution.ts";
export type { Distribution } from "./distribution.ts";
export { type DrawConditions, type DrawOptions, type Draws, draw } from "./estimates/draws.ts";
export type { Figure } from "./estimates/figure.ts";
export { modelParts } from "./estimates/model-parts.ts";
export {
  type SobolIndex,
  type SobolIndices,
  type SobolOptions,
  sobolIndices,
} from "./estimates/sobol-indices.ts";
export { type DrawSummary, type SummaryOptions, summariseDraws } from "./estimates/summarise-draws.ts";
export { type Tornado, type TornadoOptions, tornado } from "./estimates/tornado.ts";
export {
  type InformationOptions,
  type InformationValues,
  valueOfInformation,
} from "./estimates/value-of-information.ts";
export { finished, type Watching, type Work, watched } from "./estimates/work.ts";
export { type ExplainedQuantity, explainModel, queryText } from "./explain-model.ts";
export type { Formula } from "./formula.ts";
export { frechetAnd, frechetOr } from "./frechet.ts";
export type { CommonCause, Definition, Dependence, Quantity, RiskModel } from "./model.ts";
export { shippedModel, shippedModels } from "./models/index.ts";
export { parseFormula } from "./parse-formula.ts";
export { parseModel, withDefinitions } from "./parse-model.ts";
export { type PointKind, pointKinds, pointStream } from "./points/point-kinds.ts";
export type { PointStream } from "./points/point-stream.ts";
export { printFormula } from "./print-formula.ts";
export type { RiskInput, RiskOption, RiskProgram } from "./program.ts";
export type { Evidence, RunsCount, RunsQuery } from "./runs-query.ts";
export { type Direction, type WorstCase, type WorstCases, worstCases } from "./worst-case.ts";
