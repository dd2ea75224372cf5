// Content recommendation that is paid for clicks as the model of the user foretells them.
import { influenceDiagram } from "../diagram.ts";
import { parseEdgeList } from "../edge-list.ts";

/** Clicks depend on the model M instead of the opinions I, so that nothing is gained by changing these. Source: Everitt, Carey, Langlois, Ortega and Legg 2021, "Agent Incentives: A Causal Perspective" (2102.01685). */
export const modifiedContentRecommender = influenceDiagram({
  ...parseEdgeList("O->I, O->M, M->P, P->I, P->C, M->C"),
  decisions: ["P"],
  utilities: ["C"],
});
