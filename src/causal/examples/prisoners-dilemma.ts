// The prisoners' dilemma: two decisions at once, each of which bears on both utilities.
import { influenceDiagram } from "../diagram.ts";
import { parseEdgeList } from "../edge-list.ts";

/** Source: Hammond, Fox, Everitt, Abate and Wooldridge 2021 (2102.05008) for games as diagrams. */
export const prisonersDilemma = influenceDiagram({
  ...parseEdgeList("D1->U1, D1->U2, D2->U2, D2->U1"),
  decisions: { 1: ["D1"], 2: ["D2"] },
  utilities: { 1: ["U1"], 2: ["U2"] },
});
