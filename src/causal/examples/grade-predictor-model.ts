// Numbers for grade prediction.
import { influenceModel, type ModelParts } from "../model/model.ts";
import type { Outcomes } from "../model/outcome.ts";
import { gradePredictor } from "./grade-predictor.ts";

const copies = (value: unknown, share: number) => (value === 1 ? [1 - share, share] : [share, 1 - share]);

/**
 * All are 0 or 1: race R and gender Ge as likely; the high school HS follows R with probability .9, education E follows HS with .8, the grade Gr
 * follows E with .9; accuracy Ac is 1 where the prediction P is the grade. The numbers are ours: the source has none.
 */
export const gradeNumbers = {
  domains: { R: [0, 1], HS: [0, 1], E: [0, 1], Gr: [0, 1], Ge: [0, 1], P: [0, 1] },
  tables: {
    R: [[0.5, 0.5]],
    Ge: [[0.5, 0.5]],
    HS: ({ R }: Outcomes) => copies(R, 0.9),
    E: ({ HS }: Outcomes) => copies(HS, 0.8),
    Gr: ({ E }: Outcomes) => copies(E, 0.9),
    Ac: ({ Gr, P }: Outcomes) => (Gr === P ? 1 : 0),
  },
} satisfies ModelParts;

export const gradePredictorModel = influenceModel(gradePredictor, gradeNumbers);
