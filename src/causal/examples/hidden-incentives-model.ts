// Numbers for the unit test for hidden incentives.
import { influenceModel } from "../model/model.ts";
import { hiddenIncentives } from "./hidden-incentives.ts";

/** What acting costs or pays at once: the published setting in which cooperation pays only through the next state. */
export const actionWeight = -0.5;

/**
 * S and A are 0 (defect) or 1 (cooperate), S as likely; R = S + beta A - 1/2 with beta = -1/2; the next state is A, and the next reward counts that
 * state, NextS - 1/2, without the action that follows. Source: Krueger, Maharaj and Leike 2020 (2009.09153).
 */
export const hiddenIncentivesModel = influenceModel(hiddenIncentives, {
  domains: { S: [0, 1], A: [0, 1], NextS: [0, 1] },
  tables: {
    S: [[0.5, 0.5]],
    R: ({ S, A }) => Number(S) + actionWeight * Number(A) - 0.5,
    NextS: ({ A }) => A!,
    NextR: ({ NextS }) => Number(NextS) - 0.5,
  },
});
