// What the worlds of a mouse that looks for its cheese have in common.
import { InputError } from "../base/errors.ts";
import type { Objective, ObjectKind } from "./environment.ts";
import { requireOneThing } from "./grid-text.ts";

/** Code of a cell with the cheese. */
export const cheese = 4;
/** Its plane, behind walls and mouse. */
export const cheeseChannel = 2;

export const mouseAndCheese: readonly ObjectKind[] = [
  { letter: "#", name: "wall", shape: "block" },
  { letter: "@", name: "mouse", shape: "agent" },
  { letter: "o", name: "cheese", shape: "wedge" },
];

export const wantsCheese: Objective = {
  name: "cheese",
  wants: "Reach the cheese.",
  weights: { "cheese-reached": 1 },
};

/** Throws an InputError unless there is exactly one cheese; `letters` are those that it can be read from. */
export function requireOneCheese(level: Uint8Array, letters = '"o"'): void {
  requireOneThing(level, cheese, "cheeses", letters);
}

/** Throws an InputError where an average level has no room for the two. */
export function requireRoomForBoth(freeCells: number): void {
  if (freeCells >= 2) return;
  throw new InputError(
    "levels.walls",
    `${freeCells} free cells on average`,
    "at least 2, for mouse and cheese",
  );
}
