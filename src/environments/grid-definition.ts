// From what is special about a gridworld to its definition: sizes, texts, parameters and shapes are the same for all.
import { z } from "zod";
import type { JsonObject } from "../base/hash.ts";
import { parseInput } from "../base/schema.ts";
import type { WorldCauses } from "./causes.ts";
import type {
  BatchOptions,
  Environment,
  EnvironmentBatch,
  EnvironmentDefinition,
  EventLimit,
  LevelDistribution,
  Objective,
  ObjectKind,
  WorldPreset,
} from "./environment.ts";
import type { GridEnvironment, GridSize } from "./grid.ts";
import { type Alphabet, parseGrid, printGrid } from "./grid-text.ts";
import { Walker } from "./paths.ts";

/** What one gridworld adds to what all of them have. */
export interface GridWorld<Parameters extends GridSize & JsonObject, Levels extends JsonObject> {
  readonly name: string;
  readonly id: string;
  readonly summary: string;
  /** Schemas with all defaults, so that the empty object is allowed. */
  readonly parameters: z.ZodType<Parameters>;
  readonly levels: z.ZodType<Levels>;
  readonly actions: readonly string[];
  events(parameters: Parameters): readonly string[];
  /** The rival objectives, the base objective first. */
  objectives(parameters: Parameters): readonly [Objective, ...Objective[]];
  /** One plane each; walls and the agent are the first two. */
  channels(parameters: Parameters): readonly string[];
  /** Names of the channels that count what lies nowhere, from their first cell on; none by default. */
  readonly countingChannels?: readonly string[];
  /** Side of the observed window; by default the whole grid is observed. */
  view?(parameters: Parameters): number | null;
  readonly objects: readonly ObjectKind[];
  /** The letters of the world's own things. */
  readonly alphabet: Alphabet;
  /** Whether chance is asked; by default it is not. */
  stochastic?(parameters: Parameters): boolean;
  /** Whether the world moves by itself; by default it does not. */
  readonly autonomous?: boolean;
  /** What its state, its events and its end depend on; undefined where that is not declared. */
  causes?(parameters: Parameters): WorldCauses | undefined;
  /** Whether only items matter, as `GridEnvironment` has it; by default more does. */
  onlyItems?(parameters: Parameters): boolean;
  /** How often events can happen on a level at most, for bounds where a level is too large to be solved. */
  eventLimits?(level: Uint8Array, parameters: Parameters): Readonly<Record<string, EventLimit>>;
  /** Words of a state: the agent's cell and what `saveThings` writes. */
  stateLength(parameters: Parameters): number;
  /** Throws an InputError on a level that can be read but not be played. */
  checkLevel(level: Uint8Array, parameters: Parameters): void;
  census(level: Uint8Array, parameters: Parameters, walker: Walker): Readonly<Record<string, number>>;
  batch(environment: GridEnvironment, options: BatchOptions, parameters: Parameters): EnvironmentBatch;
  distribution(levels: Levels, parameters: Parameters): LevelDistribution;
  readonly presets: readonly [WorldPreset, ...WorldPreset[]];
}

/** The definition of a gridworld whose levels are one byte per cell. */
export function gridDefinition<Parameters extends GridSize & JsonObject, Levels extends JsonObject>(
  world: GridWorld<Parameters, Levels>,
): EnvironmentDefinition {
  const { name, id, summary, presets } = world;
  return {
    name,
    id,
    summary,
    defaults: { environment: world.parameters.parse({}), levels: world.levels.parse({}) },
    schemas: { environment: schemaOf(world.parameters), levels: schemaOf(world.levels) },
    presets,
    create: (parameters) => create(world, parseInput(world.parameters, parameters, "parameters")),
    levels: (environment, parameters) =>
      world.distribution(
        parseInput(world.levels, parameters, "levels"),
        world.parameters.parse(environment.parameters),
      ),
  };
}

function schemaOf(schema: z.ZodType): JsonObject {
  return z.toJSONSchema(schema, { io: "input" }) as JsonObject;
}

function create<Parameters extends GridSize & JsonObject, Levels extends JsonObject>(
  world: GridWorld<Parameters, Levels>,
  parameters: Parameters,
): GridEnvironment {
  const { name, id, actions, objects, alphabet } = world;
  const channels = world.channels(parameters);
  const counting = (world.countingChannels ?? []).map((channel) => channels.indexOf(channel));
  const view = world.view?.(parameters) ?? null;
  const size: GridSize = { height: parameters.height, width: parameters.width };
  const objectives = world.objectives(parameters);
  const walker = new Walker(size.height, size.width);
  const causes = world.causes?.(parameters);
  const environment: GridEnvironment = {
    ...size,
    id,
    name,
    parameters,
    view,
    countingChannels: counting.filter((channel) => channel >= 0),
    onlyItems: world.onlyItems?.(parameters) ?? false,
    actions,
    events: world.events(parameters),
    objectives,
    baseObjective: objectives[0].name,
    observation: { shape: [channels.length, view ?? size.height, view ?? size.width], channels },
    objects,
    levelLength: size.height * size.width,
    stateLength: world.stateLength(parameters),
    stochastic: world.stochastic?.(parameters) ?? false,
    autonomous: world.autonomous ?? false,
    ...(causes && { causes }),
    parseLevel: (text) => {
      const level = parseGrid(text, size, alphabet);
      world.checkLevel(level, parameters);
      return level;
    },
    printLevel: (level) => printGrid(level, size, alphabet),
    census: (level) => world.census(level, parameters, walker),
    ...(world.eventLimits ? { eventLimits: (level) => world.eventLimits!(level, parameters) } : {}),
    batch: (options) => world.batch(environment, options, parameters),
  };
  return environment;
}

const sizeOfParameters = z.looseObject({ height: z.int(), width: z.int() });

/** Rows and columns of a gridworld; throws an InputError for any other world. */
export function gridSizeOf(environment: Environment): GridSize {
  const { height, width } = parseInput(sizeOfParameters, environment.parameters, "parameters");
  return { height, width };
}
