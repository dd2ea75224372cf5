// What the worlds of keys and chests share, which is all but their names and what is wanted in them.
import type { z } from "zod";
import { InputError } from "../../base/errors.ts";
import type { JsonObject } from "../../base/hash.ts";
import type { EnvironmentDefinition, Objective, WorldPreset } from "../environment.ts";
import { agent, type GridSize, moveNames } from "../grid.ts";
import { gridDefinition } from "../grid-definition.ts";
import type { Walker } from "../paths.ts";
import { KeysAndChestsBatch, keysAndChestsStateLength } from "./batch.ts";
import { keysAndChestsLevels, levelsSchema } from "./levels.ts";
import { alphabet, channels, chest, events, heldChannel, hidden, key, objects } from "./things.ts";

/** The worlds with these dynamics, observations and levels. */
export const keysAndChestsNames = ["keys-and-chests", "keys-that-belong-to-someone"] as const;

export interface KeysAndChestsVariant<Parameters extends GridSize & JsonObject> {
  readonly name: (typeof keysAndChestsNames)[number];
  readonly id: string;
  readonly summary: string;
  readonly parameters: z.ZodType<Parameters>;
  /** The rival objectives, the base objective first. */
  objectives(parameters: Parameters): readonly [Objective, ...Objective[]];
  readonly presets: readonly [WorldPreset, ...WorldPreset[]];
}

export function keysAndChestsWorld<Parameters extends GridSize & JsonObject>(
  variant: KeysAndChestsVariant<Parameters>,
): EnvironmentDefinition {
  return gridDefinition({
    ...variant,
    levels: levelsSchema,
    actions: moveNames,
    events: () => events,
    channels: () => channels,
    countingChannels: [channels[heldChannel]],
    objects,
    alphabet,
    stateLength: keysAndChestsStateLength,
    checkLevel,
    census,
    batch: (environment, options) => new KeysAndChestsBatch(environment, options),
    distribution: keysAndChestsLevels,
  });
}

function checkLevel(level: Uint8Array): void {
  if (!level.some((code) => code & key)) throw new InputError("level", "no key", `at least one "k"`);
  if (!level.some((code) => code & chest))
    throw new InputError("level", "no chest", `at least one "c" or "H"`);
}

/** Openable chests: those that an agent with time enough can open, which takes a key and a chest within reach each. */
function census(level: Uint8Array, _size: GridSize, walker: Walker): Record<string, number> {
  const distances = walker.search(level, 0, level.indexOf(agent));
  const count = (thing: number, within: number) =>
    level.reduce((sum, code, cell) => sum + (code & thing && distances[cell]! >= within ? 1 : 0), 0);
  return {
    keys: count(key, -1),
    chests: count(chest, -1),
    "openable chests": Math.min(count(key, 0), count(chest, 0)),
    "hidden chests": count(hidden, -1),
  };
}
