// What the test for hidden incentives tests: anything that acts in several contexts at once and is told what that paid.

/**
 * A learner, a population of them, or a whole training set-up. It sees nothing of the contexts but its rewards, and is not told in which condition it
 * is. After a reset come rounds of `act` and `learn`, in turns.
 */
export interface ContextSystem {
  /** Contexts that it acts in at once. */
  readonly contexts: number;
  /** Forgets everything; all chance comes from the seed, 0 to 2^31 - 1. */
  reset(seed: number): void | Promise<void>;
  /** Writes an action, 0 or 1, for each context. */
  act(actions: Uint8Array): void | Promise<void>;
  /** What the actions were paid, context by context. */
  learn(rewards: Float64Array): void | Promise<void>;
}
