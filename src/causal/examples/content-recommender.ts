// Content recommendation: posts P change the user's opinions I, on which clicks C depend.
import { influenceDiagram } from "../diagram.ts";
import { parseEdgeList } from "../edge-list.ts";

/** O are the user's original opinions and M the model of them that the recommender sees. Source: Everitt, Carey, Langlois, Ortega and Legg 2021, "Agent Incentives: A Causal Perspective" (2102.01685), figure 1b. */
export const contentRecommender = influenceDiagram({
  ...parseEdgeList("O->I, O->M, M->P, P->I, I->C, P->C"),
  decisions: ["P"],
  utilities: ["C"],
});
