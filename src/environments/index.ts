// The list of worlds.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { cheeseInTheCorner } from "./cheese-in-the-corner.ts";
import { cheeseOnADish } from "./cheese-on-a-dish.ts";
import { colourOrShape } from "./colour-or-shape.ts";
import type { EnvironmentDefinition } from "./environment.ts";
import { followMe } from "./follow-me.ts";
import { gameableExam } from "./gameable-exam.ts";
import { keysAndChests } from "./keys-and-chests.ts";
import { keysThatBelongToSomeone } from "./keys-that-belong-to-someone.ts";
import { lavaLand } from "./lava-land.ts";
import { monsterWorld } from "./monster-world.ts";
import { redAndBlueDoors } from "./red-and-blue-doors.ts";
import { redLander } from "./red-lander.ts";
import { tinyDefinitions } from "./tiny.ts";
import { trainThenDeploy } from "./train-then-deploy.ts";
import { treeGridworld } from "./tree-gridworld.ts";

/** Gridworlds first, then the tiny worlds that learners are proven on. */
export const environmentDefinitions: readonly EnvironmentDefinition[] = [
  keysAndChests,
  keysThatBelongToSomeone,
  cheeseInTheCorner,
  cheeseOnADish,
  lavaLand,
  redAndBlueDoors,
  colourOrShape,
  followMe,
  monsterWorld,
  treeGridworld,
  redLander,
  gameableExam,
  trainThenDeploy,
  ...tinyDefinitions,
];

/** The definition of that name; throws an InputError with the known names and the one that was probably meant. */
export function environmentNamed(name: string): EnvironmentDefinition {
  const found = environmentDefinitions.find((definition) => definition.name === name);
  if (found) return found;
  const known = environmentDefinitions.map((definition) => definition.name);
  throw new InputError("environment", `"${name}"`, oneOf(name, known));
}
