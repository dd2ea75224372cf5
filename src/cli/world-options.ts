// Which world, which levels and which objectives a command is about: options that the measures without a run share.
import { readFileSync } from "node:fs";
import { InputError } from "../base/errors.ts";
import type { Json, JsonObject } from "../base/hash.ts";
import { oneOf } from "../base/nearest.ts";
import { Rng } from "../base/rng.ts";
import type {
  Environment,
  EnvironmentDefinition,
  Objective,
  WorldSide,
} from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels, type LevelSet, parseLevels } from "../environments/levels.ts";
import { candidatesOf } from "../measures/goal-inference/hypotheses.ts";
import type { Arguments } from "./arguments.ts";
import { parseOverride } from "./settings.ts";

/** A world with the parameters that were asked for. */
export interface World {
  readonly definition: EnvironmentDefinition;
  readonly parameters: JsonObject;
  readonly levelParameters: JsonObject;
  /** Steps of an episode where a preset says so. */
  readonly horizon: number | null;
}

/**
 * The world that was named, with the parameters of the preset's side and over them those of `--set`. Throws an InputError on an
 * unknown world, preset or side and on paths that begin with neither `parameters` nor `levels`.
 */
export function worldOf(args: Arguments): World {
  const definition = environmentNamed(args.text("environment") ?? "");
  const side = sideOf(definition, args.text("preset"), args.text("side"));
  const heads: Record<string, JsonObject> = {
    parameters: side?.parameters ?? {},
    levels: side?.levels ?? {},
  };
  for (const { path, value } of args.texts("set").map(parseOverride)) {
    const [head, ...rest] = path.split(".");
    if (!Object.hasOwn(heads, head) || rest.length === 0) {
      throw new InputError(
        `--set ${path}`,
        JSON.stringify(head),
        rest.length === 0 ? "a parameter after a dot, as in levels.keys" : oneOf(head, Object.keys(heads)),
      );
    }
    heads[head] = withValue(heads[head], rest, value, path);
  }
  const horizon = side?.horizon ?? null;
  return { definition, parameters: heads.parameters, levelParameters: heads.levels, horizon };
}

/** One side of a preset; null where neither is named. The side is training, the preset the world's first, where only the other is. */
function sideOf(
  definition: EnvironmentDefinition,
  name: string | null,
  side: string | null,
): WorldSide | null {
  if (name === null && side === null) return null;
  const names = definition.presets.map((preset) => preset.name);
  if (names.length === 0) {
    const option = name === null ? "--side" : "--preset";
    throw new InputError(option, `${definition.name}, which has no presets`, "neither --preset nor --side");
  }
  const preset = name === null ? definition.presets[0] : definition.presets.find((one) => one.name === name);
  if (preset === undefined) throw new InputError("--preset", JSON.stringify(name), oneOf(name ?? "", names));
  return preset.shift[side === "deployed" ? "deployed" : "training"];
}

function withValue(
  node: JsonObject,
  [name, ...rest]: readonly string[],
  value: Json,
  path: string,
): JsonObject {
  if (rest.length === 0) return { ...node, [name]: value };
  const inner = node[name] ?? {};
  if (typeof inner !== "object" || inner === null || Array.isArray(inner)) {
    throw new InputError(`--set ${path}`, `${name}, which has been set to a value`, "a place inside it");
  }
  return { ...node, [name]: withValue(inner as JsonObject, rest, value, path) };
}

/** Levels from a file, in whose size a gridworld is then made, or else `count` random ones. */
export function levelsOf(world: World, file: string | null, count: number, seed: number): LevelSet {
  if (file !== null) return levelsOfFile(world, file);
  const { definition, parameters, levelParameters } = world;
  const environment = definition.create(parameters);
  return generateLevels(
    environment,
    definition.levels(environment, levelParameters),
    levelStream(seed),
    count,
  );
}

/** The stream that random levels are drawn from: the same ones in every command. */
export function levelStream(seed: number): Rng {
  return Rng.fromSeed(seed).fork("levels");
}

/** The levels of the file of `--file`, in a world of the size of the first. */
export function levelsOfFile({ definition, parameters }: World, file: string): LevelSet {
  const size = sizeOfFirst(definition, readText(file, "--file"));
  return readLevels(definition.create({ ...size, ...parameters }), file, "--file");
}

/** The levels of a file, of this world and size. Throws an InputError with the line, and where there is no level. */
export function readLevels(environment: Environment, file: string, option: string): LevelSet {
  const levels = parseLevels(environment, readText(file, option));
  if (levels.count === 0) throw new InputError(file, "no level", "at least one");
  return levels;
}

function readText(file: string, option: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new InputError(option, `${file} (${(error as NodeJS.ErrnoException).code})`, "a file of levels");
  }
}

/** Height and width of the first level of a file, for worlds that have these parameters. */
function sizeOfFirst({ defaults }: EnvironmentDefinition, text: string): JsonObject {
  if (!("height" in defaults.environment && "width" in defaults.environment)) return {};
  const rows: string[] = [];
  for (const row of text.split(/\r?\n/).filter((line) => !line.startsWith(";"))) {
    if (row.trim() !== "") rows.push(row);
    else if (rows.length > 0) break;
  }
  return rows.length === 0 ? {} : { height: rows.length, width: [...rows[0]].length };
}

/** A world's id, its size, and the parameters that are not the usual ones. */
export function worldTitle({ id, name, parameters }: Environment): string {
  const usual = environmentNamed(name).defaults.environment;
  const told = Object.entries(parameters).filter(
    ([key, value]) =>
      ["height", "width"].includes(key) || JSON.stringify(value) !== JSON.stringify(usual[key]),
  );
  return `${id} ${JSON.stringify(Object.fromEntries(told))}`;
}

/** The objectives that were named, or all of the world's. Throws an InputError on an unknown name. */
export function objectivesOf(args: Arguments, environment: Environment): readonly Objective[] {
  const names = args.text("objectives");
  if (names === null) return environment.objectives;
  const known = candidatesOf(environment).map(({ objective }) => objective);
  const chosen = names.split(",").map((name) => {
    const found = known.find((objective) => objective.name === name.trim());
    if (found) return found;
    const choices = known.map((objective) => objective.name);
    throw new InputError("--objectives", JSON.stringify(name.trim()), oneOf(name.trim(), choices));
  });
  return [...new Set(chosen)];
}
