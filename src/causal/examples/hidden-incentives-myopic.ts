// The unit test for hidden incentives, for an agent that counts the present reward alone.
import { influenceDiagram } from "../diagram.ts";
import { parseEdgeList } from "../edge-list.ts";

/** Source: Krueger, Maharaj and Leike 2020, "Hidden Incentives for Auto-Induced Distributional Shift" (2009.09153). */
export const hiddenIncentivesMyopic = influenceDiagram({
  ...parseEdgeList("S->R, A->R, A->NextS, NextS->NextR"),
  decisions: ["A"],
  utilities: ["R"],
});
