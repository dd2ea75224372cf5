// A problem small enough for tables: numbered states and actions, one step at a time, nothing allocated.
import type { Rng } from "../base/rng.ts";

/**
 * What tabular learners act on. The object is the problem and where it stands: `reset` and `step` change `state`, `reward` and `done` in
 * place. Chance comes from the stream that is handed in, so that a learner and its problem can have one each. A problem that never ends
 * keeps `done` false. What is cut off rather than over is the learner's affair: it resets after as many steps as it likes.
 */
export interface TabularTask {
  readonly states: number;
  readonly actions: number;
  /** Where it stands, 0 to states - 1; of no meaning once it is done. */
  readonly state: number;
  /** What the last step paid; 0 after a reset. */
  readonly reward: number;
  /** Whether the last step ended the episode: nothing is to be had any more. */
  readonly done: boolean;
  /** Begins an episode. */
  reset(rng: Rng): void;
  /** One step, 0 <= action < actions; not to be called once it is done. */
  step(action: number, rng: Rng): void;
}
