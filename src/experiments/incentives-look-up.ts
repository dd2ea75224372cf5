// The row of deception: a look-up table without any plan is selected as readily as the planner whose plan it holds.

import { z } from "../base/schema.ts";
import { deceptionGame } from "../games/deception/deception-game.ts";
import { lookUpTable, planner, playedReturns } from "../games/deception/look-up-table.ts";
import { type ModelPart, modelPart } from "./model-part.ts";

/** Name of the finding, and of its figures. */
export const selectedAlike = "selected-alike";

/** Both play the same game; `apart` is the largest difference of the three figures by which one could be told from the other. */
export const lookUpPart: ModelPart = modelPart({
  reads:
    "Training score, lifetime return and harm of the best plan and of a table that plays A in training and B after it.",
  parameters: z.strictObject({
    training: z.int().min(1).max(200).default(2),
    deployment: z.int().min(1).max(200).default(3),
    discount: z.number().gt(0).max(1).default(1),
    modification: z.number().min(0).max(1).default(1),
  }),
  async work(parameters) {
    const game = deceptionGame(parameters);
    const [table, plan] = [lookUpTable, planner(game)].map((policy) => playedReturns(game, policy));
    const names = ["trainingScore", "lifetime", "harm"] as const;
    const apart = Math.max(...names.map((name) => Math.abs(table![name] - plan![name])));
    return [
      {
        finding: selectedAlike,
        conditions: parameters,
        figures: { score: table!.trainingScore, lifetime: table!.lifetime, harm: table!.harm, apart },
      },
    ];
  },
});
