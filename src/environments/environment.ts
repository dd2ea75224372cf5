// The interface of a world: finite actions, declared observations, events instead of rewards.
import type { JsonObject } from "../base/hash.ts";
import type { Rng } from "../base/rng.ts";
import type { WorldCauses } from "./causes.ts";

/** The few shapes that drawing knows; a world says which one stands for each of its objects. */
export type ShapeWord =
  | "block"
  | "agent"
  | "key"
  | "chest"
  | "wedge"
  | "flag"
  | "disc"
  | "ring"
  | "diamond"
  | "star"
  | "cross"
  | "ghost"
  | "plate"
  | "beacon"
  | "leader"
  | "lava"
  | "apple"
  | "shield"
  | "monster"
  | "tree"
  | "door"
  | "open-door"
  | "pad"
  | "crater"
  | "lander"
  | "square"
  | "triangle"
  | "ball"
  | "open-ball"
  | "bar"
  | "open-bar"
  | "gem"
  | "open-gem";

/** One kind of thing that a cell can hold. */
export interface ObjectKind {
  /** The letter of level texts and terminal frames. */
  readonly letter: string;
  readonly name: string;
  readonly shape: ShapeWord;
}

/** What a person sees of one lane at one moment. */
export interface Frame {
  readonly height: number;
  readonly width: number;
  /** Letters of the objects in each cell, bottom first, row-major; "" for an empty cell. [height * width] */
  readonly cells: readonly string[];
  /** What the agent carries or has done, for the line beside the grid. */
  readonly notes: readonly { readonly label: string; readonly value: number }[];
}

/**
 * What is wanted, as a weight per event: the return of a trajectory is the (discounted) sum over its steps of
 * weight x number of events. Events that are not named weigh nothing.
 */
export interface Objective {
  readonly name: string;
  /** One sentence for reports. */
  readonly wants: string;
  readonly weights: Readonly<Record<string, number>>;
}

/**
 * Where chance enters a world. `choose` returns an option index, taken with probability weights[index] / sum.
 * Weights are nonnegative integers with a sum of at most 2^20. A sampler draws; an enumerator takes every branch.
 */
export interface ChanceOracle {
  choose(weights: ArrayLike<number>): number;
}

export interface BatchOptions {
  /** How many copies of the world run side by side. */
  readonly lanes: number;
  /** Steps after which an episode is truncated. */
  readonly horizon: number;
  /** Write observations (default) or not: solvers that only need states step faster without. */
  readonly observe?: boolean;
}

/**
 * Many copies (lanes) of one world. All arrays are owned by the batch and overwritten in place; `step` allocates
 * nothing. A lane whose episode has ended stands still, with no events, until it is reset: whoever runs the batch
 * decides which level comes next, and whether the policy's memory survives (a life may hold several episodes).
 */
export interface EnvironmentBatch {
  readonly environment: Environment;
  readonly lanes: number;
  readonly horizon: number;
  /** What each lane's agent sees now. [lanes, ...environment.observation.shape] */
  readonly observations: Uint8Array;
  /** How often each event happened in the last step. [lanes, environment.events.length] */
  readonly events: Uint8Array;
  /** 1 where a step has ended the episode by the rules of the world, until the lane is reset. [lanes] */
  readonly terminated: Uint8Array;
  /** 1 where a step has used up the horizon without ending the episode by rule, until the lane is reset. [lanes] */
  readonly truncated: Uint8Array;
  /** Steps taken since the reset. [lanes] */
  readonly elapsed: Int32Array;

  /** Starts a lane on the level stored at levels[offset ... offset + environment.levelLength). */
  reset(lane: number, levels: Uint8Array, offset: number): void;
  /**
   * One step of every lane. actions: [lanes], each an index into environment.actions or `idleAction`. chances: one
   * oracle per lane (ignored by deterministic worlds).
   */
  step(actions: Uint8Array, chances: readonly ChanceOracle[]): void;
  /** One step of one lane. */
  stepLane(lane: number, action: number, chance: ChanceOracle): void;

  /** Copies the level that the lane was last reset to. */
  levelOf(lane: number): Uint8Array;
  /**
   * Writes what the future of a lane depends on, its level and elapsed steps apart, as
   * `environment.stateLength` words. Equal words on one level mean equal futures.
   */
  saveState(lane: number, out: Int32Array, offset: number): void;
  /** Puts a saved state of the same level back; terminated, truncated and events are cleared, elapsed is kept. */
  loadState(lane: number, words: Int32Array, offset: number): void;
  /**
   * The same variable by variable, as the world declares its causes; absent where states are written that way already. Any combination of
   * values on the lane's level can be put back, whether play comes to it or not.
   */
  saveVariables?(lane: number, out: Int32Array, offset: number): void;
  loadVariables?(lane: number, words: Int32Array, offset: number): void;
  frame(lane: number): Frame;
}

/** The rules of one world with all its parameters fixed. */
export interface Environment {
  /** Gymnasium's grammar, `innergap/KeysAndChests-v0`; the version grows when a seeded trajectory changes. */
  readonly id: string;
  readonly name: string;
  /** Everything that fixes dynamics and shapes; `create` with these gives this environment again. */
  readonly parameters: JsonObject;
  readonly actions: readonly string[];
  readonly events: readonly string[];
  /** Rival objectives; the base objective is one of them. */
  readonly objectives: readonly Objective[];
  readonly baseObjective: string;
  readonly observation: {
    /** [channels, height, width] for grids. */
    readonly shape: readonly number[];
    readonly channels: readonly string[];
  };
  readonly objects: readonly ObjectKind[];
  /** A level is this many bytes. */
  readonly levelLength: number;
  /** A state is this many 32-bit words. */
  readonly stateLength: number;
  /** False where `choose` is never called. */
  readonly stochastic: boolean;
  /** True where the world moves by itself (a leader, monsters, gravity), even while the agent idles. */
  readonly autonomous: boolean;
  /** What its state, its events and its end depend on, for influence diagrams; absent where nobody has declared it. */
  readonly causes?: WorldCauses;

  /** Reads a level; throws an InputError naming row, column, found and expected. Inverse of `printLevel`. */
  parseLevel(text: string): Uint8Array;
  printLevel(level: Uint8Array): string;
  /** What there is to be had on a level, by name ("keys", "chests", "openable chests"), for tables. */
  census(level: Uint8Array): Readonly<Record<string, number>>;
  /** How often events can happen on a level at most, by name; those that are not named as often as they like. */
  eventLimits?(level: Uint8Array): Readonly<Record<string, EventLimit>>;
  batch(options: BatchOptions): EnvironmentBatch;
}

/** How often an event can happen at most. */
export interface EventLimit {
  /** In one step; 255 where nothing is said, for counts are bytes. */
  readonly step?: number;
  /** In an episode of any length. */
  readonly episode?: number;
}

/** A generator of levels with its parameters. */
export interface LevelDistribution {
  /** One sentence for reports. */
  readonly summary: string;
  readonly parameters: JsonObject;
  /** Writes one random level of `environment.levelLength` bytes at out[offset...]. */
  generate(rng: Rng, out: Uint8Array, offset: number): void;
}

/** One side of a world's shift. */
export interface WorldSide {
  /** Where they differ from the defaults. Both sides have the same observations, so that one network fits both. */
  readonly parameters: JsonObject;
  readonly levels: JsonObject;
  /** Steps of an episode. */
  readonly horizon: number;
}

/** Names of two rivals of the base objective; in a world where nothing can be harmed they may be the same. */
export interface RivalNames {
  /** What training does not tell from the base objective. */
  readonly proxy: string;
  /** What leaves the base objective worst off of all rivals where agents are deployed. */
  readonly hazard: string;
}

/** Where agents are trained, and where it shows which objective they learned. */
export interface WorldShift {
  /** What differs, in words ("place of the cheese"). */
  readonly varies: string;
  readonly training: WorldSide;
  readonly deployed: WorldSide;
  readonly rivals: RivalNames;
  /** Observation channels that show what the base objective pays for: the control that must not work does not see them. */
  readonly goalChannels: readonly string[];
  /** Environment steps that experiments train a small network for; 1.5 million where nothing is said. */
  readonly trainingSteps?: number;
}

/** A world at one size with one shift; those of other projects are named by project and version. */
export interface WorldPreset {
  readonly name: string;
  /** One or two sentences, with the source of published figures and what is different here. */
  readonly summary: string;
  /** Whether every level is small enough to be enumerated, so that values, optima and inference are exact. */
  readonly enumerable: boolean;
  readonly shift: WorldShift;
}

/** A world as the list of environments holds it: how to make it, and its levels, from parameters given as JSON. */
export interface EnvironmentDefinition {
  readonly name: string;
  readonly id: string;
  /** The rules in a sentence or two. */
  readonly summary: string;
  /** Default parameters, for `innergap environments` and as documentation. */
  readonly defaults: { readonly environment: JsonObject; readonly levels: JsonObject };
  /** JSON Schemas of the two kinds of parameters. */
  readonly schemas: { readonly environment: JsonObject; readonly levels: JsonObject };
  /** The first one is enumerable: experiments that are asked of any world take it. Tiny worlds have none. */
  readonly presets: readonly WorldPreset[];
  /** Missing parameters take their defaults; unknown or wrong ones throw an InputError with their path. */
  create(parameters: JsonObject): Environment;
  levels(environment: Environment, parameters: JsonObject): LevelDistribution;
}

/**
 * What `step` takes in place of an action to suppress the agent's move: the agent stays and touches nothing, and time
 * passes. It is the reference that does neither good nor harm, no choice of an agent: actions do not contain it, and a
 * bump into a wall is another thing where bumping has a price.
 */
export function idleAction(environment: Environment): number {
  return environment.actions.length;
}

/** The base objective of an environment. */
export function baseObjective(environment: Environment): Objective {
  return objectiveNamed(environment, environment.baseObjective);
}

/** The objective of that name; throws an Error listing the known names. */
export function objectiveNamed(environment: Environment, name: string): Objective {
  const found = environment.objectives.find((objective) => objective.name === name);
  if (found) return found;
  const known = environment.objectives.map((objective) => objective.name).join(", ");
  throw new Error(`environment ${environment.name} has no objective "${name}"; it has ${known}`);
}

/** The weight of each event, in the environment's order. [events]. Throws on an event the world does not have. */
export function eventWeights(environment: Environment, objective: Objective): Float64Array {
  const weights = new Float64Array(environment.events.length);
  for (const [event, weight] of Object.entries(objective.weights)) {
    const index = environment.events.indexOf(event);
    if (index < 0) {
      throw new Error(
        `objective ${objective.name} weighs the event "${event}", which ${environment.name} does not emit (${environment.events.join(", ")})`,
      );
    }
    weights[index] = weight;
  }
  return weights;
}
