// What a world says of its causes: the variables of its state, and what each of them and each event depends on.

/** What an action is called among the causes. */
export const actionCause = "action";

/** What it is called among the variables of a diagram that the rules have ended the episode: nothing happens any more. */
export const episodeOver = "episode over";

/** One variable of a state, which takes a new value in every step. */
export interface StateVariable {
  readonly name: string;
  /** How many 32-bit words hold its value. */
  readonly words: number;
  /** What its next value depends on: names of variables, as they were before the step, and "action". */
  readonly from: readonly string[];
}

/**
 * The causes of everything in one step on a given level: a cause is a variable as it was before the step, or "action", which may be idling.
 * What never changes (walls, where the cheese lies) belongs to the level. A declaration is complete, so that nothing but the causes
 * named matters in whatever combination of values, and minimal, so that each of them matters on some level; `causes-law.ts` tests both.
 */
export interface WorldCauses {
  /** In the order of their words. */
  readonly variables: readonly StateVariable[];
  /** What decides how often each event happens. */
  readonly events: Readonly<Record<string, readonly string[]>>;
  /** What decides whether the rules end the episode; nothing where they never do. */
  readonly ends: readonly string[];
  /** Variables that observations show something of. */
  readonly seen: readonly string[];
}

/** Words of a state as its variables have it. */
export function variablesLength({ variables }: WorldCauses): number {
  return variables.reduce((sum, { words }) => sum + words, 0);
}

/** The first word of a variable; -1 where there is none of that name. */
export function firstWordOf({ variables }: WorldCauses, name: string): number {
  let first = 0;
  for (const variable of variables) {
    if (variable.name === name) return first;
    first += variable.words;
  }
  return -1;
}
