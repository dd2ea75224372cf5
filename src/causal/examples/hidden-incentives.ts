// The unit test for hidden incentives: an action A shifts the state that the next reward depends on.
import { influenceDiagram } from "../diagram.ts";
import { parseEdgeList } from "../edge-list.ts";

/** S is the previous action, R the reward s + beta a - 1/2, and the agent sees nothing. It counts the sum of rewards. Source: Krueger, Maharaj and Leike 2020, "Hidden Incentives for Auto-Induced Distributional Shift" (2009.09153). */
export const hiddenIncentives = influenceDiagram({
  ...parseEdgeList("S->R, A->R, A->NextS, NextS->NextR"),
  decisions: ["A"],
  utilities: ["R", "NextR"],
});
