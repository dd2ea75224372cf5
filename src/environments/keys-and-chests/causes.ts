// What the state of keys and chests depends on.
import { actionCause, type WorldCauses } from "../causes.ts";
import { itemWords } from "./batch.ts";
import type { DynamicsParameters } from "./parameters.ts";
import { stepTaken, wallBumped } from "./things.ts";

const position = "position";
const keysLying = "keys lying about";
const closed = "chests closed";
const hiddenChests = "hidden chests";
const held = "keys held";
const ghostKeys = "ghost keys";

/** Declared where nothing reappears: there chance has no part in it. */
export function keysAndChestsCauses(parameters: DynamicsParameters): WorldCauses | undefined {
  if (parameters.respawn) return undefined;
  const words = itemWords(parameters);
  const { bumpPenalty, stepPenalty, showKeys, ends } = parameters;
  const move = [position, actionCause];
  const opening = [closed, held, ...move];
  const ghostly = [hiddenChests, ghostKeys, ...move];
  return {
    variables: [
      { name: position, words: 1, from: move },
      { name: keysLying, words, from: [keysLying, ...move] },
      { name: closed, words, from: opening },
      { name: hiddenChests, words, from: ghostly },
      { name: held, words: 1, from: [keysLying, ...opening] },
      { name: ghostKeys, words: 1, from: [keysLying, ...ghostly] },
    ],
    events: {
      "key-collected": [keysLying, ...move],
      "chest-opened": opening,
      "surplus-key-collected": [keysLying, ...opening],
      "hidden-chest-opened": ghostly,
      ...(bumpPenalty > 0 && { [wallBumped]: move }),
      ...(stepPenalty > 0 && { [stepTaken]: [actionCause] }),
    },
    ends: ends === "never" ? [] : [keysLying, ...opening],
    seen: [position, keysLying, closed, ...(showKeys ? [held] : [])],
  };
}
