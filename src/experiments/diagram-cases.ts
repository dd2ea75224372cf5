// The worlds, objectives and variables on which the diagram's predictions are tried.
import type { JsonObject } from "../base/hash.ts";
import { Rng } from "../base/rng.ts";
import { episodeOver } from "../environments/causes.ts";
import { type Environment, type Objective, objectiveNamed } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";

/** A world with an objective, small enough that all states are gone through, and what actions are cut off from. */
export interface DiagramCase {
  /** Unique: "cheese-in-the-corner for corner". */
  readonly name: string;
  /** The same in few letters, for tables: "corner: corner". */
  readonly short: string;
  readonly world: string;
  readonly parameters: JsonObject;
  readonly levels: JsonObject;
  readonly objective: string;
  readonly variables: readonly string[];
}

const size = { height: 6, width: 6 };
const keyLevels = { keys: [1, 3], chests: [1, 2], hiddenChests: true };
const doorLevels = { doors: [1, 1], balls: [1, 2], redDoors: 0.5, redBalls: 0.5 };

const inShort: Readonly<Record<string, string>> = {
  "keys-and-chests": "keys",
  "keys-that-belong-to-someone": "owned keys",
  "cheese-in-the-corner": "corner",
  "cheese-on-a-dish": "dish",
  "lava-land": "lava",
  "red-and-blue-doors": "doors",
  "gameable-exam": "exam",
  "red-lander": "lander",
};

function inWorld(
  world: string,
  objective: string,
  variables: readonly string[],
  levels: JsonObject,
  parameters: JsonObject = {},
): DiagramCase {
  const changed = Object.values(parameters).filter((value) => typeof value === "string");
  const note = changed.length > 0 ? ` (${changed.join(", ")})` : "";
  return {
    name: `${world}${note} for ${objective}`,
    short: `${inShort[world]}${parameters.ends === "never" ? ", endless" : ""}: ${objective}`,
    world,
    parameters: { ...size, ...parameters },
    levels,
    objective,
    variables,
  };
}

/**
 * All variables of each world but "keys lying about": where keys do not vanish, they can be taken without end, and there are endless
 * states. "ghost keys", which only the hidden chests know of, stands for no question of its own.
 */
export const diagramCases: readonly DiagramCase[] = [
  inWorld(
    "keys-and-chests",
    "chests",
    ["position", "chests closed", "keys held", episodeOver, "hidden chests"],
    keyLevels,
  ),
  inWorld("keys-and-chests", "keys", ["position", "chests closed", "keys held", "hidden chests"], keyLevels, {
    ends: "never",
  }),
  inWorld("keys-and-chests", "keys", ["chests closed", "keys held", episodeOver, "hidden chests"], keyLevels),
  inWorld(
    "keys-that-belong-to-someone",
    "chests-minus-surplus",
    ["position", "chests closed", "keys held", episodeOver, "hidden chests"],
    keyLevels,
  ),
  inWorld("cheese-in-the-corner", "cheese", ["position", "corner visited", episodeOver], { cornerSize: 4 }),
  inWorld("cheese-in-the-corner", "corner", ["corner visited", episodeOver], { cornerSize: 4 }),
  inWorld(
    "cheese-on-a-dish",
    "cheese",
    ["position", "dish reached", episodeOver],
    { together: 0 },
    { endsOn: "cheese" },
  ),
  inWorld(
    "cheese-on-a-dish",
    "cheese-and-dish",
    ["dish reached", episodeOver],
    { together: 0 },
    { endsOn: "cheese" },
  ),
  inWorld("lava-land", "cheese-minus-lava", ["position", episodeOver], { lava: 0.25 }),
  inWorld(
    "red-and-blue-doors",
    "door",
    ["red doors left", "blue doors left", "red balls left", "blue balls left", episodeOver],
    doorLevels,
    { endsOn: "door" },
  ),
  inWorld("red-and-blue-doors", "red", ["red balls left", "blue balls left", episodeOver], doorLevels, {
    endsOn: "door",
  }),
  inWorld("gameable-exam", "exam", ["position", "questions open", "levers left", episodeOver], {
    questions: [1, 3],
    lever: 0.5,
    wired: 0.5,
  }),
  inWorld("red-lander", "land", ["column", "row", "falling speed", episodeOver], {}, { height: 8, width: 8 }),
];

/** A case in few letters, by its name. */
export function shortName(name: string): string {
  return diagramCases.find((one) => one.name === name)?.short ?? name;
}

/** A case made: the world, what is wanted, and the first levels of its distribution, the same for all who ask. */
export interface MadeCase {
  readonly environment: Environment;
  readonly objective: Objective;
  readonly levels: readonly Uint8Array[];
}

export function makeCase(
  { name, world, parameters, levels, objective }: DiagramCase,
  count: number,
): MadeCase {
  const definition = environmentNamed(world);
  const environment = definition.create(parameters);
  const distribution = definition.levels(environment, levels);
  const rng = Rng.fromSeed(`diagram-predicts/${name}`);
  return {
    environment,
    objective: objectiveNamed(environment, objective),
    levels: Array.from({ length: count }, () => {
      const level = new Uint8Array(environment.levelLength);
      distribution.generate(rng, level, 0);
      return level;
    }),
  };
}
