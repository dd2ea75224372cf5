// A decision that is to copy a state which it sees.
import { influenceDiagram } from "../diagram.ts";
import { parseEdgeList } from "../edge-list.ts";

/** Source: PyCID's examples (Apache-2.0): its edges. */
export const copiedState = influenceDiagram({
  ...parseEdgeList("S->D, S->U, D->U"),
  decisions: ["D"],
  utilities: ["U"],
});
