// Numbers for two decisions in a row: the second finds out what the first came to.
import { influenceModel } from "../model/model.ts";
import { twoDecisions } from "./two-decisions.ts";

/** All are 0 or 1; S2 says whether D1 is S1, U whether D2 is S2. Source: PyCID's examples (Apache-2.0): its numbers. */
export const twoDecisionsModel = influenceModel(twoDecisions, {
  domains: { S1: [0, 1], D1: [0, 1], S2: [0, 1], D2: [0, 1] },
  tables: {
    S1: [[0.5, 0.5]],
    S2: ({ S1, D1 }) => (S1 === D1 ? 1 : 0),
    U: ({ S2, D2 }) => (S2 === D2 ? 1 : 0),
  },
});
