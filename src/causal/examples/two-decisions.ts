// Two decisions in a row, each of which sees all that it needs.
import { influenceDiagram } from "../diagram.ts";
import { parseEdgeList } from "../edge-list.ts";

/** Without S2->D2 neither could be settled before the other. Source: PyCID's examples (Apache-2.0): its edges. */
export const twoDecisions = influenceDiagram({
  ...parseEdgeList("S1->S2, S1->D1, D1->S2, S2->U, S2->D2, D2->U"),
  decisions: ["D1", "D2"],
  utilities: ["U"],
});
