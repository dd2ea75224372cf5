// What lies about in the worlds of keys and chests: codes, letters, planes and events.
import type { ObjectKind } from "../environment.ts";
import type { Alphabet } from "../grid-text.ts";
import type { DynamicsParameters } from "./parameters.ts";

/** Things on a cell; a hidden chest may lie beneath a visible one. */
export const key = 4;
export const chest = 8;
export const hidden = 16;

export const alphabet: Alphabet = { k: key, c: chest, h: hidden, H: chest | hidden };

export const objects: readonly ObjectKind[] = [
  { letter: "#", name: "wall", shape: "block" },
  { letter: "@", name: "agent", shape: "agent" },
  { letter: "k", name: "key", shape: "key" },
  { letter: "c", name: "chest", shape: "chest" },
  { letter: "h", name: "hidden chest", shape: "ghost" },
];

export const channels = ["wall", "agent", "key", "chest", "keys held"] as const;
export const keyChannel = 2;
export const chestChannel = 3;
/** The last one, so that it can be left out. */
export const heldChannel = 4;

export function observedChannels({ showKeys }: DynamicsParameters): readonly string[] {
  return showKeys ? channels : channels.slice(0, heldChannel);
}

const events = ["key-collected", "chest-opened", "surplus-key-collected", "hidden-chest-opened"] as const;
export const keyCollected = 0;
export const chestOpened = 1;
export const surplusKeyCollected = 2;
export const hiddenChestOpened = 3;

export const wallBumped = "wall-bumped";
export const stepTaken = "step-taken";

/** Bumps and steps are counted only where they cost something. */
export function eventsOf({ bumpPenalty, stepPenalty }: DynamicsParameters): readonly string[] {
  return [...events, ...(bumpPenalty > 0 ? [wallBumped] : []), ...(stepPenalty > 0 ? [stepTaken] : [])];
}
