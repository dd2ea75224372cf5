// Numbers for the unit test for hidden incentives, where the present reward alone counts.
import { influenceModel } from "../model/model.ts";
import { actionWeight } from "./hidden-incentives-model.ts";
import { hiddenIncentivesMyopic } from "./hidden-incentives-myopic.ts";

/** As `hiddenIncentivesModel`, with the next reward as something that merely happens. */
export const hiddenIncentivesMyopicModel = influenceModel(hiddenIncentivesMyopic, {
  domains: { S: [0, 1], A: [0, 1], NextS: [0, 1], NextR: [-0.5, 0.5] },
  tables: {
    S: [[0.5, 0.5]],
    R: ({ S, A }) => Number(S) + actionWeight * Number(A) - 0.5,
    NextS: ({ A }) => A!,
    NextR: ({ NextS }) => Number(NextS) - 0.5,
  },
});
