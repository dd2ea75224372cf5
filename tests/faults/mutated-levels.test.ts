// Bad levels and bad parameters of every world: an error with place, found and expected, or a level that can be played; never a crash, never a hang.
import { describe, expect, test, vi } from "vitest";
import { InputError } from "../../src/base/errors.ts";
import type { JsonObject } from "../../src/base/hash.ts";
import { Rng } from "../../src/base/rng.ts";
import type { Environment, EnvironmentDefinition } from "../../src/environments/environment.ts";
import { environmentDefinitions, environmentNamed } from "../../src/environments/index.ts";
import {
  generateLevels,
  type LevelSet,
  levelAt,
  levelFromJson,
  levelToJson,
  parseLevels,
  printLevels,
} from "../../src/environments/levels.ts";
import { sampledChance } from "../../src/rollouts/chance.ts";
import { checkedLevels } from "../../src/shifts/level-check.ts";

const mutants = Number(process.env.INNERGAP_MUTANTS ?? 200);
/** Seconds that one file may take to be read and played, on a busy machine. */
const longest = 10;
vi.setConfig({ testTimeout: 3_600_000 });

interface Side {
  readonly environment: Environment;
  readonly levels: LevelSet;
}

/** Levels of all presets, or of the defaults where a world has none. */
function sidesOf(definition: EnvironmentDefinition): Side[] {
  const given = definition.presets.flatMap(({ shift }) => [shift.training, shift.deployed]);
  const sides = given.length > 0 ? given : [{ parameters: {}, levels: {} }];
  return sides.map(({ parameters, levels }, index) => {
    const environment = definition.create(parameters);
    const rng = Rng.fromSeed(`mutants/${definition.name}/${index}`);
    return {
      environment,
      levels: generateLevels(environment, definition.levels(environment, levels), rng, 3),
    };
  });
}

/** Letters that a hand or a broken disk puts into a level. */
function strayLetter(environment: Environment, rng: Rng): string {
  const letters = environment.objects.map(({ letter }) => letter).join("");
  const others = `${letters}${letters}#@. \t\n\r\0;?0Zé漢\u{1F9C0}\uD800`;
  const all = [...others];
  return all[rng.below(all.length)]!;
}

type Mutation = (text: string, environment: Environment, rng: Rng) => string;

/** What is left of a text when `length` letters from `at` on give way to others. */
const replaced = (text: string, at: number, length: number, by: string) =>
  text.slice(0, at) + by + text.slice(at + length);

const mutations: readonly Mutation[] = [
  (text, environment, rng) => replaced(text, rng.below(text.length), 1, strayLetter(environment, rng)),
  (text, environment, rng) => replaced(text, rng.below(text.length), 0, strayLetter(environment, rng)),
  (text, _, rng) => replaced(text, rng.below(text.length), 1 + rng.below(20), ""),
  (text, _, rng) => text.slice(0, rng.below(text.length)),
  (text, _, rng) => text.slice(rng.below(text.length)),
  (text, _, rng) => swapLines(text.split("\n"), rng).join("\n"),
  (text, _, rng) => {
    const lines = text.split("\n");
    const at = rng.below(lines.length);
    return [
      ...lines.slice(0, at),
      ...Array<string>(1 + rng.below(300)).fill(lines[at]!),
      ...lines.slice(at),
    ].join("\n");
  },
  (text) => text.replaceAll("\n", "\r\n"),
  (text, _, rng) => replaced(text, rng.below(text.length), 0, "@"),
  (text) => text.replace("@", "."),
  (text, _, rng) => replaced(text, rng.below(text.length), 0, "#".repeat(1 + rng.below(5000))),
];

function swapLines(lines: string[], rng: Rng): string[] {
  const [a, b] = [rng.below(lines.length), rng.below(lines.length)];
  [lines[a], lines[b]] = [lines[b]!, lines[a]!];
  return lines;
}

/** Reads a file; what can be read must print to what it was read from, and be played. */
function readAndPlay(environment: Environment, text: string, rng: Rng): "refused" | "played" {
  let levels: LevelSet;
  try {
    levels = parseLevels(environment, text);
  } catch (error) {
    requireHelpful(error);
    return "refused";
  }
  const batch = environment.batch({ lanes: 1, horizon: 30 });
  const chance = sampledChance(rng);
  const words = new Int32Array(environment.stateLength);
  for (let index = 0; index < levels.count; index++) {
    const level = levelAt(levels, index);
    const again = environment.parseLevel(environment.printLevel(level));
    if (String(again) !== String(level)) throw new Error("a level is printed as another one");
    environment.census(level);
    batch.reset(0, level, 0);
    while (batch.terminated[0] === 0 && batch.truncated[0] === 0) {
      batch.stepLane(0, rng.below(environment.actions.length), chance);
      batch.saveState(0, words, 0);
      batch.frame(0);
    }
  }
  return "played";
}

function requireHelpful(error: unknown): void {
  if (!(error instanceof InputError)) throw error;
  const { place, found, expected } = error;
  for (const part of [place, found, expected]) {
    if (part.trim() === "" || /undefined|NaN|\[object/.test(part))
      throw new Error(`no help: ${error.message}`);
  }
}

const worlds = environmentDefinitions.map((definition) => [definition.name, definition] as const);

test.each(worlds)("%s: mutated files of levels are refused, or played", (name, definition) => {
  const sides = sidesOf(definition);
  const rng = Rng.fromSeed(`mutants/${name}`);
  const ends = { refused: 0, played: 0 };
  for (let count = 0; count < mutants; count++) {
    const { environment, levels } = sides[count % sides.length]!;
    let text = printLevels(levels, ["a comment"]);
    for (let change = rng.below(3); change >= 0 && text !== ""; change--) {
      text = mutations[rng.below(mutations.length)]!(text, environment, rng);
    }
    const started = performance.now();
    try {
      ends[readAndPlay(environment, text, rng)]++;
    } catch (error) {
      throw new Error(`${String(error)} in the file\n${JSON.stringify(text)}`, { cause: error });
    }
    expect((performance.now() - started) / 1000, JSON.stringify(text)).toBeLessThan(longest);
  }
  expect(ends.refused).toBeGreaterThan(0);
  expect(ends.played).toBeGreaterThan(0);
});

test.each(worlds)("%s: a level as JSON with a part replaced is refused", (_, definition) => {
  const [side] = sidesOf(definition);
  const { environment, levels } = side!;
  const json = levelToJson(environment, levelAt(levels, 0));
  const wrong: readonly unknown[] = [
    null,
    [],
    "level",
    7,
    {},
    { ...json, environment: "innergap/Other-v0" },
    { ...json, rows: [] },
    { ...json, rows: "#" },
    { ...json, rows: [1, 2] },
    { ...json, row: 1 },
    { ...json, rows: ["\n\n"] },
    { ...json, rows: [["#"]] },
  ];
  for (const value of wrong)
    expect(() => levelFromJson(environment, value), JSON.stringify(value)).toThrow(InputError);
});

const gridworlds = worlds.filter(([, { presets }]) => presets.length > 0);

describe.each(gridworlds)("%s: what is wrong is said", (_, definition) => {
  const [{ environment, levels }] = sidesOf(definition) as [Side, ...Side[]];
  const text = environment.printLevel(levelAt(levels, 0));
  const rows = text.split("\n");
  const height = rows.length;
  const width = rows[0]!.length;
  const floor = text.indexOf(".");

  const badLevels: readonly (readonly [what: string, level: string, says: string])[] = [
    ["no agent", text.replace("@", "."), `level: found no agent, expected exactly one "@"`],
    ["two agents", replaced(text, floor, 1, "@"), "a second agent (the first is at level row"],
    [
      "a row too short",
      [rows[0]!.slice(1), ...rows.slice(1)].join("\n"),
      `level row 1: found ${width - 1} columns, expected ${width}`,
    ],
    [
      "a row too long",
      [...rows.slice(0, -1), `${rows.at(-1)}#`].join("\n"),
      `level row ${height}: found ${width + 1} columns`,
    ],
    ["a row too few", rows.slice(1).join("\n"), `level: found ${height - 1} rows, expected ${height}`],
    [
      "a row too many",
      [...rows, rows.at(-1)!].join("\n"),
      `level: found ${height + 1} rows, expected ${height}`,
    ],
    ["an unknown letter", replaced(text, floor, 1, "?"), `found "?", expected one of`],
    ["an invisible letter", replaced(text, floor, 1, "\0"), "expected one of"],
    [
      "a letter of two code units",
      replaced(text, floor, 1, "\u{1F9C0}"),
      `found "\u{1F9C0}", expected one of`,
    ],
    [
      "a hole in the border",
      replaced(text, 0, 1, "."),
      `level row 1, column 1: found ".", expected "#", as on the whole border`,
    ],
    ["nothing", "", `level: found 1 row, expected ${height}`],
  ];

  test.each(badLevels)("a level with %s", (__, level, says) => {
    expect(() => environment.parseLevel(level)).toThrow(InputError);
    expect(() => environment.parseLevel(level)).toThrow(says);
  });

  const badParameters: readonly (readonly [parameters: JsonObject, says: string])[] = [
    [{ height: 2 }, "parameters.height"],
    [{ width: 102 }, "parameters.width"],
    [{ height: 6.5 }, "parameters.height"],
    [{ width: "9" }, "parameters.width"],
    [{ height: null }, "parameters.height"],
    [{ hieght: 9 }, "did you mean height"],
  ];

  test.each(badParameters)("parameters %j", (parameters, says) => {
    expect(() => definition.create(parameters)).toThrow(InputError);
    expect(() => definition.create(parameters)).toThrow(says);
  });

  test("level parameters that are no object, or of another world", () => {
    for (const parameters of [[], null, 3, { "no such parameter": 1 }, { constructor: 1 }]) {
      const act = () => definition.levels(environment, parameters as unknown as JsonObject);
      expect(act, JSON.stringify(parameters)).toThrow(InputError);
    }
  });
});

describe("goals out of reach", () => {
  const corner = environmentNamed("cheese-in-the-corner").create({ height: 5, width: 6 });
  const open = ["######", "#..o.#", "#....#", "#@...#", "######"].join("\n");
  const closed = ["######", "#.#o.#", "#.####", "#@...#", "######"].join("\n");

  test("are read, and refused where levels must be solvable", () => {
    const file = `; two levels\n${open}\n\n${closed}\n`;
    expect(parseLevels(corner, file).count).toBe(2);
    expect(checkedLevels(corner, open, ["solvable"]).count).toBe(1);
    const act = () => checkedLevels(corner, file, ["solvable"]);
    expect(act).toThrow(InputError);
    expect(act).toThrow(
      /^level 2 \([0-9a-f]{12}\): found a level that is not solvable, expected levels that are solvable$/,
    );
  });

  test("an unknown filter is refused before any level is asked", () => {
    expect(() => checkedLevels(corner, open, ["solveable"])).toThrow("did you mean solvable");
  });
});
