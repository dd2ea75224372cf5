// The published examples by name.
import type { InfluenceDiagram } from "../diagram.ts";
import { contentRecommender } from "./content-recommender.ts";
import { copiedState } from "./copied-state.ts";
import { gradePredictor } from "./grade-predictor.ts";
import { gradePredictorWithoutSchool } from "./grade-predictor-without-school.ts";
import { hiddenIncentives } from "./hidden-incentives.ts";
import { hiddenIncentivesMyopic } from "./hidden-incentives-myopic.ts";
import { introducedBias } from "./introduced-bias.ts";
import { modifiedContentRecommender } from "./modified-content-recommender.ts";
import { prisonersDilemma } from "./prisoners-dilemma.ts";
import { productOfDecisions } from "./product-of-decisions.ts";
import { taxiCompetition } from "./taxi-competition.ts";
import { threeValueSignal } from "./three-value-signal.ts";
import { twoDecisions } from "./two-decisions.ts";

export interface DiagramExample {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly diagram: InfluenceDiagram;
}

export const diagramExamples: readonly DiagramExample[] = [
  {
    name: "grade-predictor",
    summary: "Grade prediction: a university foretells grades from the high school.",
    source:
      'Everitt, Carey, Langlois, Ortega and Legg 2021, "Agent Incentives: A Causal Perspective" (2102.01685), figure 1a',
    diagram: gradePredictor,
  },
  {
    name: "grade-predictor-without-school",
    summary: "Grade prediction by a university that does not see the high school.",
    source: "the first example without one link",
    diagram: gradePredictorWithoutSchool,
  },
  {
    name: "content-recommender",
    summary: "Content recommendation: posts P change the user's opinions I, on which clicks C depend.",
    source:
      'Everitt, Carey, Langlois, Ortega and Legg 2021, "Agent Incentives: A Causal Perspective" (2102.01685), figure 1b',
    diagram: contentRecommender,
  },
  {
    name: "modified-content-recommender",
    summary: "Content recommendation that is paid for clicks as the model of the user foretells them.",
    source:
      'Everitt, Carey, Langlois, Ortega and Legg 2021, "Agent Incentives: A Causal Perspective" (2102.01685)',
    diagram: modifiedContentRecommender,
  },
  {
    name: "introduced-bias",
    summary: "A prediction D of Y that depends more on the sensitive attribute A than Y itself does.",
    source: "PyCID's examples (Apache-2.0): its edges",
    diagram: introducedBias,
  },
  {
    name: "three-value-signal",
    summary: "A state S, a noisy signal X of it, and a decision that may stay out of the bet.",
    source: "PyCID's examples (Apache-2.0): its edges",
    diagram: threeValueSignal,
  },
  {
    name: "copied-state",
    summary: "A decision that is to copy a state which it sees.",
    source: "PyCID's examples (Apache-2.0): its edges",
    diagram: copiedState,
  },
  {
    name: "two-decisions",
    summary: "Two decisions in a row, each of which sees all that it needs.",
    source: "PyCID's examples (Apache-2.0): its edges",
    diagram: twoDecisions,
  },
  {
    name: "product-of-decisions",
    summary: "Two decisions of one agent that know nothing of each other, and are paid by their product.",
    source: "PyCID's examples (Apache-2.0): its edges",
    diagram: productOfDecisions,
  },
  {
    name: "prisoners-dilemma",
    summary: "The prisoners' dilemma: two decisions at once, each of which bears on both utilities.",
    source: "Hammond, Fox, Everitt, Abate and Wooldridge 2021 (2102.05008) for games as diagrams",
    diagram: prisonersDilemma,
  },
  {
    name: "taxi-competition",
    summary: "Taxi competition: the second driver sees where the first one went.",
    source:
      'Hammond, Fox, Everitt, Abate and Wooldridge 2021, "Equilibrium Refinements for Multi-Agent Influence Diagrams" (2102.05008)',
    diagram: taxiCompetition,
  },
  {
    name: "hidden-incentives",
    summary:
      "The unit test for hidden incentives: an action A shifts the state that the next reward depends on.",
    source:
      'Krueger, Maharaj and Leike 2020, "Hidden Incentives for Auto-Induced Distributional Shift" (2009.09153)',
    diagram: hiddenIncentives,
  },
  {
    name: "hidden-incentives-myopic",
    summary: "The unit test for hidden incentives, for an agent that counts the present reward alone.",
    source:
      'Krueger, Maharaj and Leike 2020, "Hidden Incentives for Auto-Induced Distributional Shift" (2009.09153)',
    diagram: hiddenIncentivesMyopic,
  },
];
