// Numbers for the prediction that introduces a bias.
import { influenceModel } from "../model/model.ts";
import { introducedBias } from "./introduced-bias.ts";

/**
 * A and Z are 0 or 1, as likely; X = A Z; Y = X + Z; D is 0 or 1; U = -(D - Y)^2. Source: PyCID's examples (Apache-2.0): its numbers.
 */
export const introducedBiasModel = influenceModel(introducedBias, {
  domains: { A: [0, 1], Z: [0, 1], X: [0, 1], D: [0, 1], Y: [0, 1, 2] },
  tables: {
    A: [[0.5, 0.5]],
    Z: [[0.5, 0.5]],
    X: ({ A, Z }) => Number(A) * Number(Z),
    Y: ({ X, Z }) => Number(X) + Number(Z),
    U: ({ D, Y }) => -((Number(D) - Number(Y)) ** 2),
  },
});
