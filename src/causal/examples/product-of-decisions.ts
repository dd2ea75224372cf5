// Two decisions of one agent that know nothing of each other, and are paid by their product.
import { influenceDiagram } from "../diagram.ts";
import { parseEdgeList } from "../edge-list.ts";

/** The smallest diagram without sufficient recall. Source: PyCID's examples (Apache-2.0): its edges. */
export const productOfDecisions = influenceDiagram({
  ...parseEdgeList("A->U, B->U"),
  decisions: ["A", "B"],
  utilities: ["U"],
});
