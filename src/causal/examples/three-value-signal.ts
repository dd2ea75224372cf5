// A state S, a noisy signal X of it, and a decision that may stay out of the bet.
import { influenceDiagram } from "../diagram.ts";
import { parseEdgeList } from "../edge-list.ts";

/** Both have value of information, but control of S pays directly, and of X only since the decision listens to it. Source: PyCID's examples (Apache-2.0): its edges. */
export const threeValueSignal = influenceDiagram({
  ...parseEdgeList("S->X, X->D, D->U, S->U"),
  decisions: ["D"],
  utilities: ["U"],
});
