// What the worlds of keys and chests share, which is all but their names and what is wanted in them.
import type { z } from "zod";
import { InputError } from "../../base/errors.ts";
import type {
  BatchOptions,
  EnvironmentBatch,
  EnvironmentDefinition,
  EventLimit,
  Objective,
  WorldPreset,
} from "../environment.ts";
import { agent, type GridEnvironment, type GridSize, moveNames } from "../grid.ts";
import { gridDefinition } from "../grid-definition.ts";
import type { Walker } from "../paths.ts";
import { KeysAndChestsBatch, keysAndChestsStateLength } from "./batch.ts";
import { keysAndChestsCauses } from "./causes.ts";
import { CostlyBatch } from "./costly-batch.ts";
import { type LevelParameters, levelsSchema } from "./level-parameters.ts";
import { keysAndChestsLevels } from "./levels.ts";
import { withPenalties } from "./objectives.ts";
import type { DynamicsParameters } from "./parameters.ts";
import { RespawningBatch, respawningStateLength } from "./respawning-batch.ts";
import {
  alphabet,
  channels,
  chest,
  eventsOf,
  heldChannel,
  hidden,
  key,
  objects,
  observedChannels,
} from "./things.ts";

/** The worlds with these dynamics, observations and levels. */
export const keysAndChestsNames = ["keys-and-chests", "keys-that-belong-to-someone"] as const;

export interface KeysAndChestsVariant<Parameters extends DynamicsParameters> {
  readonly name: (typeof keysAndChestsNames)[number];
  readonly id: string;
  readonly summary: string;
  readonly parameters: z.ZodType<Parameters>;
  /** The rival objectives, the base objective first; what bumps, keys and steps cost is added to that one. */
  objectives(parameters: Parameters): readonly [Objective, ...Objective[]];
  readonly presets: readonly [WorldPreset, ...WorldPreset[]];
}

export function keysAndChestsWorld<Parameters extends DynamicsParameters>(
  variant: KeysAndChestsVariant<Parameters>,
): EnvironmentDefinition {
  return gridDefinition<Parameters, LevelParameters>({
    ...variant,
    levels: levelsSchema,
    actions: moveNames,
    events: eventsOf,
    objectives: (parameters) => {
      const [base, ...rivals] = variant.objectives(parameters);
      return [withPenalties(base, parameters), ...rivals];
    },
    channels: observedChannels,
    countingChannels: [channels[heldChannel]],
    view: ({ view }) => view,
    objects,
    alphabet,
    stochastic: ({ respawn }) => respawn,
    onlyItems: ({ respawn, bumpPenalty, stepPenalty }) => !respawn && bumpPenalty + stepPenalty === 0,
    stateLength: (parameters) =>
      parameters.respawn ? respawningStateLength(parameters) : keysAndChestsStateLength(parameters),
    causes: keysAndChestsCauses,
    eventLimits,
    checkLevel,
    census,
    batch,
    distribution: keysAndChestsLevels,
  });
}

function batch(
  environment: GridEnvironment,
  options: BatchOptions,
  parameters: DynamicsParameters,
): EnvironmentBatch {
  if (parameters.respawn) return new RespawningBatch(environment, options, parameters);
  const costly = parameters.bumpPenalty + parameters.stepPenalty > 0;
  return new (costly ? CostlyBatch : KeysAndChestsBatch)(environment, options, parameters);
}

/** Everything happens at most once in a step, and what does not reappear as often as it lies about. */
function eventLimits(level: Uint8Array, parameters: DynamicsParameters): Record<string, EventLimit> {
  const once: Record<string, EventLimit> = Object.fromEntries(
    eventsOf(parameters).map((event) => [event, { step: 1 }]),
  );
  if (parameters.respawn) return once;
  const count = (thing: number) => level.reduce((sum, code) => sum + (code & thing ? 1 : 0), 0);
  const keys = { step: 1, episode: count(key) };
  return {
    ...once,
    "key-collected": keys,
    "surplus-key-collected": keys,
    "chest-opened": { step: 1, episode: count(chest) },
  };
}

/** Where episodes end by rule, one without a key or a chest would be over before it began. */
function checkLevel(level: Uint8Array, { ends }: DynamicsParameters): void {
  if (ends === "never") return;
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
