// Numbers for the taxi competition.
import { influenceModel } from "../model/model.ts";
import { taxiCompetition } from "./taxi-competition.ts";

const fares = { expensive: { expensive: 2, cheap: 5 }, cheap: { expensive: 3, cheap: 1 } } as const;
type Hotel = keyof typeof fares;

/**
 * At an expensive or a cheap hotel: alone at the expensive one 5, alone at the cheap one 3; together 2 and 1. Three pure equilibria, one of them subgame
 * perfect. Source: Hammond, Fox, Everitt, Abate and Wooldridge 2021 (2102.05008), its numbers as in PyCID's examples (Apache-2.0).
 */
export const taxiCompetitionModel = influenceModel(taxiCompetition, {
  domains: { D1: ["expensive", "cheap"], D2: ["expensive", "cheap"] },
  tables: {
    U1: ({ D1, D2 }) => fares[D1 as Hotel][D2 as Hotel],
    U2: ({ D1, D2 }) => fares[D2 as Hotel][D1 as Hotel],
  },
});
