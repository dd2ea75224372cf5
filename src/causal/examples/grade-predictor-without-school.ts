// Grade prediction by a university that does not see the high school.
import { influenceDiagram } from "../diagram.ts";
import { parseEdgeList } from "../edge-list.ts";

/** Cutting HS->P takes away the incentive to respond to race, and makes race worth knowing. Source: the first example without one link. */
export const gradePredictorWithoutSchool = influenceDiagram({
  ...parseEdgeList("R->HS, HS->E, E->Gr, Gr->Ac, Ge->P, P->Ac"),
  decisions: ["P"],
  utilities: ["Ac"],
});
