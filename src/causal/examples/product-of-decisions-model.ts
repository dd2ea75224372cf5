// Numbers for two decisions that know nothing of each other.
import { influenceModel } from "../model/model.ts";
import { productOfDecisions } from "./product-of-decisions.ts";

/** A and B are 0 or 1; U = A B. Source: PyCID's examples (Apache-2.0): its numbers. */
export const productOfDecisionsModel = influenceModel(productOfDecisions, {
  domains: { A: [0, 1], B: [0, 1] },
  tables: { U: ({ A, B }) => Number(A) * Number(B) },
});
