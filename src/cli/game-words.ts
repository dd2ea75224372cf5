// The words that commands of games take in place of numbers: what to do, and which case.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import type { Arguments } from "./arguments.ts";
import type { PositionalSpec } from "./command.ts";

/** The first word after a game's name: what to do with it. */
export function actionPositional(actions: readonly string[]): PositionalSpec {
  return { name: "action", required: true, many: false, summary: actions.join(", "), choices: actions };
}

/** The action that was asked for; an InputError with the known ones where it is none of them. */
export function actionOf<Action extends string>(args: Arguments, actions: readonly Action[]): Action {
  const word = args.text("action") ?? "";
  const found = actions.find((action) => action === word);
  if (found !== undefined) return found;
  throw new InputError(args.command, JSON.stringify(word), oneOf(word, actions));
}

/** One of a few words given to an option, or the usual one. */
export function wordOf<Word extends string>(
  args: Arguments,
  name: string,
  words: readonly Word[],
  usual: Word,
): Word {
  const given = args.text(name);
  const found = words.find((word) => word === (given ?? usual));
  if (found !== undefined) return found;
  throw new InputError(`--${name}`, JSON.stringify(given), oneOf(given ?? "", words));
}

export const deceptionActions = ["solve", "threshold", "play"] as const;
export const deceptionPhases = ["visible", "hidden", "flag"] as const;
export const deceptionConditions = ["across-episodes", "knows-selection", "expects-end"] as const;
