// Numbers for the state with a noisy signal: values of information .6 and .4, of the state alone 1.
import { influenceModel } from "../model/model.ts";
import { threeValueSignal } from "./three-value-signal.ts";

/** S is -1 or 1, as likely; X copies it with probability .8; D is -1, 0 or 1; U = S D. Source: PyCID's examples (Apache-2.0): its numbers. */
export const threeValueSignalModel = influenceModel(threeValueSignal, {
  domains: { S: [-1, 1], X: [-1, 1], D: [-1, 0, 1] },
  tables: {
    S: [[0.5, 0.5]],
    X: ({ S }) => (S === 1 ? [0.2, 0.8] : [0.8, 0.2]),
    U: ({ S, D }) => Number(S) * Number(D),
  },
});
