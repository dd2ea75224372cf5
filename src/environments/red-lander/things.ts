// What the red lander flies over: codes, letters, planes, events and actions.
import type { ObjectKind } from "../environment.ts";
import type { Alphabet } from "../grid-text.ts";

/** Things on a cell. All of them are ground, and each may be red. */
export const ground = 4;
export const pad = 8;
export const crater = 16;
export const red = 32;

/** What stops a fall. */
export const solid = ground | pad | crater;

/** A capital letter is red. */
export const alphabet: Alphabet = {
  g: ground,
  G: ground | red,
  p: pad,
  P: pad | red,
  c: crater,
  C: crater | red,
};

export const objects: readonly ObjectKind[] = [
  { letter: "#", name: "wall", shape: "block" },
  { letter: "@", name: "lander", shape: "lander" },
  { letter: "g", name: "ground", shape: "square" },
  { letter: "p", name: "pad", shape: "pad" },
  { letter: "c", name: "crater", shape: "crater" },
  { letter: "r", name: "red paint", shape: "cross" },
];

export const channels = ["wall", "lander", "ground", "pad", "crater", "red", "falling speed"] as const;
export const groundChannel = 2;
export const padChannel = 3;
export const craterChannel = 4;
export const redChannel = 5;
export const speedChannel = 6;

export const actions = ["coast", "left", "thrust", "right"] as const;
export const left = 1;
export const thrust = 2;
export const right = 3;

export const events = [
  "landed-on-pad",
  "landed-in-crater",
  "landed-on-ground",
  "landed-on-red",
  "crashed",
] as const;
export const landedOnPad = 0;
export const landedInCrater = 1;
export const landedOnGround = 2;
export const landedOnRed = 3;
export const crashed = 4;
