// Numbers for the prisoners' dilemma.
import { influenceModel } from "../model/model.ts";
import { prisonersDilemma } from "./prisoners-dilemma.ts";

const years = { cooperate: { cooperate: -1, defect: -3 }, defect: { cooperate: 0, defect: -2 } } as const;
type Move = keyof typeof years;

/** Both cooperate: -1 each; both defect: -2 each; else 0 for who defects and -3 for the other. Source: PyCID's examples (Apache-2.0): its numbers. */
export const prisonersDilemmaModel = influenceModel(prisonersDilemma, {
  domains: { D1: ["cooperate", "defect"], D2: ["cooperate", "defect"] },
  tables: {
    U1: ({ D1, D2 }) => years[D1 as Move][D2 as Move],
    U2: ({ D1, D2 }) => years[D2 as Move][D1 as Move],
  },
});
