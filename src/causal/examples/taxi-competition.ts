// Taxi competition: the second driver sees where the first one went.
import { influenceDiagram } from "../diagram.ts";
import { parseEdgeList } from "../edge-list.ts";

/** Source: Hammond, Fox, Everitt, Abate and Wooldridge 2021, "Equilibrium Refinements for Multi-Agent Influence Diagrams" (2102.05008). */
export const taxiCompetition = influenceDiagram({
  ...parseEdgeList("D1->D2, D1->U1, D1->U2, D2->U2, D2->U1"),
  decisions: { 1: ["D1"], 2: ["D2"] },
  utilities: { 1: ["U1"], 2: ["U2"] },
});
