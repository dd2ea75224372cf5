// Every experiment, listed once.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import type { EnvironmentDefinition } from "../environments/environment.ts";
import { environmentDefinitions, environmentNamed } from "../environments/index.ts";
import { cheeseInTheCorner } from "./cheese-in-the-corner.ts";
import { conceptDrift } from "./concept-drift.ts";
import { cornerSize } from "./corner-size.ts";
import { deceiveOrDefect } from "./deceive-or-defect.ts";
import { diagramPredicts } from "./diagram-predicts.ts";
import type { Experiment } from "./experiment.ts";
import { hiddenIncentives } from "./hidden-incentives.ts";
import { incentives } from "./incentives.ts";
import { keysAndChests } from "./keys-and-chests.ts";
import { malignOrBroken, malignOrBrokenIn } from "./malign-or-broken.ts";
import { ramCell } from "./ram-cell.ts";
import { repair } from "./repair.ts";
import { sameWorldManyAgents } from "./same-world-many-agents.ts";
import { stoppingEarly } from "./stopping-early.ts";
import { trainTestOrOnline } from "./train-test-or-online.ts";
import { whichObjective, whichObjectiveIn } from "./which-objective.ts";
import { nameInWorld } from "./world.ts";

export const experiments: readonly Experiment[] = [
  keysAndChests,
  cheeseInTheCorner,
  cornerSize,
  whichObjective,
  malignOrBroken,
  repair,
  incentives,
  sameWorldManyAgents,
  deceiveOrDefect,
  conceptDrift,
  diagramPredicts,
  hiddenIncentives,
  ramCell,
  stoppingEarly,
  trainTestOrOnline,
];

/** Experiments that can be asked of every world that has a shift of its own, by the names of those that they generalise. */
const inWorlds: Readonly<Record<string, (definition: EnvironmentDefinition) => Experiment>> = {
  [whichObjective.name]: whichObjectiveIn,
  [malignOrBroken.name]: malignOrBrokenIn,
};

/** The names of these experiments. */
export const askedOfWorlds: readonly string[] = Object.keys(inWorlds);

/** Names of all experiments, those that are asked of one world behind the others. */
export function experimentNames(): string[] {
  const worlds = environmentDefinitions.filter(({ presets }) => presets.length > 0);
  const asked = askedOfWorlds.flatMap((name) => worlds.map((world) => nameInWorld(name, world.name)));
  return [...experiments.map(({ name }) => name), ...asked];
}

/** The experiment of that name; throws an InputError that lists the known ones. */
export function experimentNamed(name: string): Experiment {
  const found = experiments.find((experiment) => experiment.name === name) ?? experimentInWorld(name);
  if (found) return found;
  const known = experiments.map((experiment) => experiment.name);
  const beside = `; ${askedOfWorlds.join(" and ")} also in one world, as in ${nameInWorld(whichObjective.name, "lava-land")}`;
  throw new InputError("experiment", JSON.stringify(name), `${oneOf(name, known)}${beside}`);
}

function experimentInWorld(name: string): Experiment | null {
  for (const [generalised, inWorld] of Object.entries(inWorlds)) {
    const prefix = nameInWorld(generalised, "");
    if (name.startsWith(prefix)) return inWorld(environmentNamed(name.slice(prefix.length)));
  }
  return null;
}
