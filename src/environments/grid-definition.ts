// From what is special about a gridworld to its definition: sizes, texts, parameters and shapes are the same for all.
import { z } from "zod";
import type { JsonObject } from "../base/hash.ts";
import { parseInput } from "../base/schema.ts";
import type {
  BatchOptions,
  Environment,
  EnvironmentBatch,
  EnvironmentDefinition,
  LevelDistribution,
  Objective,
  ObjectKind,
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
  readonly events: readonly string[];
  /** The rival objectives, the base objective first. */
  objectives(parameters: Parameters): readonly [Objective, ...Objective[]];
  /** One plane each; walls and the agent are the first two. */
  readonly channels: readonly string[];
  readonly objects: readonly ObjectKind[];
  /** The letters of the world's own things. */
  readonly alphabet: Alphabet;
  /** Words of a state on a grid of that size. */
  stateLength(size: GridSize): number;
  /** Throws an InputError on a level that can be read but not be played. */
  checkLevel(level: Uint8Array, size: GridSize): void;
  census(level: Uint8Array, size: GridSize, walker: Walker): Readonly<Record<string, number>>;
  batch(environment: GridEnvironment, options: BatchOptions): EnvironmentBatch;
  distribution(parameters: Levels, size: GridSize): LevelDistribution;
}

/** The definition of a gridworld whose levels are one byte per cell. */
export function gridDefinition<Parameters extends GridSize & JsonObject, Levels extends JsonObject>(
  world: GridWorld<Parameters, Levels>,
): EnvironmentDefinition {
  const { name, id, summary } = world;
  return {
    name,
    id,
    summary,
    defaults: { environment: world.parameters.parse({}), levels: world.levels.parse({}) },
    create: (parameters) => create(world, parseInput(world.parameters, parameters, "parameters")),
    levels: (environment, parameters) =>
      world.distribution(parseInput(world.levels, parameters, "levels"), gridSizeOf(environment)),
  };
}

function create<Parameters extends GridSize & JsonObject, Levels extends JsonObject>(
  world: GridWorld<Parameters, Levels>,
  parameters: Parameters,
): GridEnvironment {
  const { name, id, actions, events, channels, objects, alphabet } = world;
  const size: GridSize = { height: parameters.height, width: parameters.width };
  const objectives = world.objectives(parameters);
  const walker = new Walker(size.height, size.width);
  const environment: GridEnvironment = {
    ...size,
    id,
    name,
    parameters,
    actions,
    events,
    objectives,
    baseObjective: objectives[0].name,
    observation: { shape: [channels.length, size.height, size.width], channels },
    objects,
    levelLength: size.height * size.width,
    stateLength: world.stateLength(size),
    stochastic: false,
    parseLevel: (text) => {
      const level = parseGrid(text, size, alphabet);
      world.checkLevel(level, size);
      return level;
    },
    printLevel: (level) => printGrid(level, size, alphabet),
    census: (level) => world.census(level, size, walker),
    batch: (options) => world.batch(environment, options),
  };
  return environment;
}

const sizeOfParameters = z.looseObject({ height: z.int(), width: z.int() });

/** Rows and columns of a gridworld; throws an InputError for any other world. */
export function gridSizeOf(environment: Environment): GridSize {
  const { height, width } = parseInput(sizeOfParameters, environment.parameters, "parameters");
  return { height, width };
}
