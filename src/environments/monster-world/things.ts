// What there is in the world of monsters: codes, letters, planes and events.
import type { ObjectKind } from "../environment.ts";
import type { Alphabet } from "../grid-text.ts";

/** Things on a cell; in a batch a monster may stand on an apple or a shield. */
export const apple = 4;
export const shield = 8;
export const monster = 16;

export const alphabet: Alphabet = { a: apple, s: shield, m: monster };

export const objects: readonly ObjectKind[] = [
  { letter: "#", name: "wall", shape: "block" },
  { letter: "@", name: "mouse", shape: "agent" },
  { letter: "a", name: "apple", shape: "apple" },
  { letter: "s", name: "shield", shape: "shield" },
  { letter: "m", name: "monster", shape: "monster" },
];

export const channels = ["wall", "mouse", "apple", "monster", "shield", "shields held"] as const;
export const appleChannel = 2;
export const monsterChannel = 3;
export const shieldChannel = 4;
export const heldChannel = 5;

export const events = [
  "apple-eaten",
  "shield-taken",
  "idle-shield-taken",
  "monster-contact",
  "monster-killed",
] as const;
export const appleEaten = 0;
export const shieldTaken = 1;
export const idleShieldTaken = 2;
export const monsterContact = 3;
export const monsterKilled = 4;
