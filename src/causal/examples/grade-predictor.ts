// Grade prediction: a university foretells grades from the high school.
import { influenceDiagram } from "../diagram.ts";
import { parseEdgeList } from "../edge-list.ts";

/** Race bears on the high school, which bears on education and so on the grade; gender is seen as well. The prediction P is paid by its accuracy Ac. Source: Everitt, Carey, Langlois, Ortega and Legg 2021, "Agent Incentives: A Causal Perspective" (2102.01685), figure 1a. */
export const gradePredictor = influenceDiagram({
  ...parseEdgeList("R->HS, HS->E, HS->P, E->Gr, Gr->Ac, Ge->P, P->Ac"),
  decisions: ["P"],
  utilities: ["Ac"],
});
