// A part of an experiment that works out a model of its own: an exact solution, a simulation, or learners inside it.
import type { JsonObject } from "../base/hash.ts";
import type { Rng } from "../base/rng.ts";
import { parseInput, type z } from "../base/schema.ts";
import type { Runtime } from "../engine/runtime.ts";

/** What came out under some conditions: one row of a table. */
export interface Finding {
  /** Name of the table. */
  readonly finding: string;
  /** All rows of a table have the same conditions by name. */
  readonly conditions: Readonly<Record<string, string | number | boolean>>;
  /** Null where there is no such number. */
  readonly figures: Readonly<Record<string, number | null>>;
  /** What no number says, such as a plan. */
  readonly texts?: Readonly<Record<string, string>>;
}

/** What a part is handed. */
export interface ModelContext {
  /** Of the trial; 0 where the setting is worked out once. */
  readonly seed: number;
  /** The stream of this stage. */
  readonly rng: Rng;
  /** Executes networks. */
  readonly runtime: Runtime;
  /**
   * To be called between pieces of work of at most some 100 ms: tells how far the work has come, lets a wish to stop come in, and throws
   * when there is one.
   */
  pause(done: number, total: number, unit: string): Promise<void>;
}

export interface ModelPart {
  /** One sentence for reports: what is worked out. */
  readonly reads: string;
  /** Parameters with every default; throws an InputError that names the wrong one below `place`. */
  parse(parameters: JsonObject, place: string): JsonObject;
  /** `parameters` as `parse` answered them. Equal parameters and seeds give equal findings. */
  work(parameters: JsonObject, context: ModelContext): Promise<readonly Finding[]>;
}

/** A part whose parameters are typed by their schema. */
export function modelPart<Schema extends z.ZodType<object>>(part: {
  readonly reads: string;
  readonly parameters: Schema;
  work(parameters: z.output<Schema>, context: ModelContext): Promise<readonly Finding[]>;
}): ModelPart {
  return {
    reads: part.reads,
    parse: (parameters, place) => parseInput(part.parameters, parameters, place) as JsonObject,
    work: (parameters, context) => part.work(parameters as z.output<Schema>, context),
  };
}
