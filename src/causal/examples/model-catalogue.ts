// The published examples that have numbers, by the names of their diagrams.
import type { InfluenceModel } from "../model/model.ts";
import { copiedStateModel } from "./copied-state-model.ts";
import { gradePredictorModel } from "./grade-predictor-model.ts";
import { gradePredictorWithoutSchoolModel } from "./grade-predictor-without-school-model.ts";
import { hiddenIncentivesModel } from "./hidden-incentives-model.ts";
import { hiddenIncentivesMyopicModel } from "./hidden-incentives-myopic-model.ts";
import { introducedBiasModel } from "./introduced-bias-model.ts";
import { prisonersDilemmaModel } from "./prisoners-dilemma-model.ts";
import { productOfDecisionsModel } from "./product-of-decisions-model.ts";
import { taxiCompetitionModel } from "./taxi-competition-model.ts";
import { threeValueSignalModel } from "./three-value-signal-model.ts";
import { twoDecisionsModel } from "./two-decisions-model.ts";

/** By name, as in `diagramExamples`. */
export const modelExamples: ReadonlyMap<string, InfluenceModel> = new Map([
  ["grade-predictor", gradePredictorModel],
  ["grade-predictor-without-school", gradePredictorWithoutSchoolModel],
  ["introduced-bias", introducedBiasModel],
  ["three-value-signal", threeValueSignalModel],
  ["copied-state", copiedStateModel],
  ["two-decisions", twoDecisionsModel],
  ["product-of-decisions", productOfDecisionsModel],
  ["prisoners-dilemma", prisonersDilemmaModel],
  ["taxi-competition", taxiCompetitionModel],
  ["hidden-incentives", hiddenIncentivesModel],
  ["hidden-incentives-myopic", hiddenIncentivesMyopicModel],
]);
