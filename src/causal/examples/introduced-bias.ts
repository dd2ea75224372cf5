// A prediction D of Y that depends more on the sensitive attribute A than Y itself does.
import { influenceDiagram } from "../diagram.ts";
import { parseEdgeList } from "../edge-list.ts";

/** X is what the predictor sees of A and of a hidden cause Z. Source: PyCID's examples (Apache-2.0): its edges. */
export const introducedBias = influenceDiagram({
  ...parseEdgeList("A->X, Z->X, Z->Y, X->D, X->Y, D->U, Y->U"),
  decisions: ["D"],
  utilities: ["U"],
});
