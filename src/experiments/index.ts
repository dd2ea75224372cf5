// Every experiment, listed once.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { cheeseInTheCorner } from "./cheese-in-the-corner.ts";
import { cornerSize } from "./corner-size.ts";
import type { Experiment } from "./experiment.ts";
import { keysAndChests } from "./keys-and-chests.ts";
import { malignOrBroken } from "./malign-or-broken.ts";
import { repair } from "./repair.ts";
import { whichObjective } from "./which-objective.ts";

export const experiments: readonly Experiment[] = [
  keysAndChests,
  cheeseInTheCorner,
  cornerSize,
  whichObjective,
  malignOrBroken,
  repair,
];

/** The experiment of that name; throws an InputError that lists the known ones. */
export function experimentNamed(name: string): Experiment {
  const found = experiments.find((experiment) => experiment.name === name);
  if (found) return found;
  throw new InputError(
    "experiment",
    JSON.stringify(name),
    oneOf(
      name,
      experiments.map((experiment) => experiment.name),
    ),
  );
}
