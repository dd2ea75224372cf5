// Numbers for the decision that is to copy a state: control of the state is worth nothing while it is seen.
import { influenceModel } from "../model/model.ts";
import { copiedState } from "./copied-state.ts";

/** S is -1 or 1, as likely; D is -1 or 1; U = S D. Source: PyCID's examples (Apache-2.0): its numbers. */
export const copiedStateModel = influenceModel(copiedState, {
  domains: { S: [-1, 1], D: [-1, 1] },
  tables: { S: [[0.5, 0.5]], U: ({ S, D }) => Number(S) * Number(D) },
});
