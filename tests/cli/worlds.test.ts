// What shows a world to a person: levels and play.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { innergap } from "./innergap.ts";

interface Result {
  readonly count: number;
  readonly seen: number;
  readonly parameters: { readonly height: number; readonly width: number };
  readonly texts: readonly string[];
  readonly hashes: readonly string[];
  readonly census: readonly { readonly name: string; readonly mean: number; readonly least: number }[];
  readonly overlap: { readonly shared: number } | null;
  readonly episodes: readonly {
    readonly actions: readonly string[];
    readonly over: string | null;
    readonly scores: Readonly<Record<string, { total: number; best: { total: number } | null }>>;
  }[];
}

function resultOf(lines: readonly string[]): Result {
  return (JSON.parse(lines.at(-1)!) as { result: Result }).result;
}

const keys = ["levels", "keys-and-chests", "--preset", "small"];

describe("levels", () => {
  test("are the same for the same seed, filtered and counted", async () => {
    const words = [...keys, "--count", "5", "--seed", "2", "--where", "keys>=3", "--where", "solvable"];
    const [text, json] = await Promise.all([innergap(words), innergap([...words, "--json"])]);
    expect([text.exitCode, json.exitCode]).toEqual([0, 0]);
    const result = resultOf(json.lines);
    expect([result.count, result.texts.length]).toEqual([5, 5]);
    expect(result.seen).toBeGreaterThan(5);
    const counted = result.census.find(({ name }) => name === "keys")!;
    expect(counted.least).toBeGreaterThanOrEqual(3);
    expect(counted.mean).toBe(result.texts.join("").split("k").length / 5 - 1 / 5);
    for (const hash of result.hashes) expect(text.stdout).toContain(hash.slice(0, 8));
    for (const row of result.texts[0]!.split("\n")) {
      expect(text.stdout).toContain([...row.replaceAll(".", "·")].join(" "));
    }
  });

  test("stand beside each other as the width allows", async () => {
    const words = [
      ...keys,
      "--count",
      "4",
      "--set",
      "parameters.height=5",
      "--set",
      "parameters.width=5",
      "--set",
      "levels.keys=[1,2]",
      "--set",
      "levels.chests=[1,2]",
    ];
    const lines = async (columns: string) => (await innergap(words, { env: { COLUMNS: columns } })).lines;
    const walls = (found: readonly string[]) => found.filter((line) => /^(# # # # #\s*)+$/.test(line)).length;
    expect([walls(await lines("60")), walls(await lines("40"))]).toEqual([2, 4]);
  });

  test("the two sides of a preset are two distributions", async () => {
    const side = async (name: string) =>
      resultOf((await innergap([...keys, "--side", name, "--json"])).lines);
    const [training, deployed] = await Promise.all([side("training"), side("deployed")]);
    expect(training.texts).not.toEqual(deployed.texts);
    expect(resultOf((await innergap([...keys, "--json"])).lines).texts).toEqual(training.texts);
  });

  test("written as text are read back, and their overlap is told or refused", async () => {
    const folder = temporaryFolder();
    const [first, second] = [join(folder, "first.txt"), join(folder, "second.txt")];
    await innergap([...keys, "--count", "4", "--out", first]);
    await innergap([...keys, "--count", "2", "--out", second]);
    const read = await innergap([
      "levels",
      "keys-and-chests",
      "--file",
      first,
      "--against",
      second,
      "--json",
    ]);
    expect(resultOf(read.lines)).toMatchObject({ count: 4, overlap: { shared: 2, distinct: [4, 2] } });
    const refused = await innergap([...keys, "--file", first, "--against", second, "--refuse-overlap"]);
    expect([refused.exitCode, refused.stdout]).toEqual([2, ""]);
    expect(refused.stderr).toContain("2 levels of");
    const other = await innergap([...keys, "--seed", "9", "--against", second, "--refuse-overlap"]);
    expect([other.exitCode, other.stdout.includes("0 shared")]).toEqual([0, true]);
  });

  test("of a file that do not meet what is asked are refused by number", async () => {
    const file = join(temporaryFolder(), "walled.txt");
    writeFileSync(file, "#####\n#@.o#\n#...#\n#####\n\n#####\n#.#o#\n#@###\n#####\n");
    const asked = ["levels", "cheese-in-the-corner", "--file", file, "--where", "solvable"];
    const { exitCode, stdout, stderr } = await innergap([...asked, "--refuse-others"]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("level 2 (");
    expect(stderr).toContain("a level that is not solvable");
    expect((await innergap(asked)).exitCode).toBe(0);
  });

  test("become pictures, the same bytes every time", async () => {
    const folder = temporaryFolder();
    const beginnings = { png: "\u0089PNG", gif: "GIF89a", svg: "<svg ", json: "{", txt: "; innergap/" };
    for (const [ending, beginning] of Object.entries(beginnings)) {
      const [one, two] = [join(folder, `one.${ending}`), join(folder, `two.${ending}`)];
      await Promise.all([one, two].map((file) => innergap([...keys, "--count", "3", "--out", file])));
      expect(readFileSync(one, "latin1").startsWith(beginning), ending).toBe(true);
      expect(readFileSync(one)).toEqual(readFileSync(two));
    }
    const { stdout } = await innergap([...keys, "--count", "3", "--format", "svg"]);
    expect(stdout).toBe(readFileSync(join(folder, "one.svg"), "utf8"));
  });

  test("of a file that is wrong are refused with line and place", async () => {
    const file = join(temporaryFolder(), "levels.txt");
    writeFileSync(file, "; two levels\n#####\n#@kc#\n#####\n\n#####\n#@?c#\n#####\n");
    const { exitCode, stdout, stderr } = await innergap(["levels", "keys-and-chests", "--file", file]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    for (const word of ["line 6", "row 2, column 3", '"?"']) expect(stderr).toContain(word);
  });
});

describe("play", () => {
  /** A level of our own, to be played for four steps. */
  function words(): readonly string[] {
    const file = join(temporaryFolder(), "level.txt");
    writeFileSync(file, "######\n#@.k.#\n#k..c#\n#...k#\n######\n");
    return ["play", "keys-and-chests", "--file", file, "--horizon", "4"];
  }

  test("takes keys from stdin and tells events, scores and the best", async () => {
    const [text, json] = await Promise.all([
      innergap(words(), { input: "ddds\n" }),
      innergap([...words(), "--json"], { input: "ddds" }),
    ]);
    expect([text.exitCode, text.stderr]).toEqual([0, ""]);
    for (const line of ["step 2 of 4: right (key-collected)", "step 4 of 4: down (chest-opened)", "Over:"]) {
      expect(text.stdout).toContain(line);
    }
    const [episode] = resultOf(json.lines).episodes;
    expect(episode!.actions).toEqual(["right", "right", "right", "down"]);
    expect(episode!.over).toBe("world");
    expect(episode!.scores.chests).toMatchObject({ total: 1, best: { total: 1 } });
    expect(episode!.scores.keys).toMatchObject({ total: 1, best: { total: 2 } });
  });

  test("undoes, restarts, goes on, quits, and says which keys do nothing", async () => {
    const { lines, stderr, exitCode } = await innergap([...words(), "--json"], {
      input: "ddu\u001b[Brsn?dqdddd",
    });
    expect(exitCode).toBe(0);
    expect(stderr).toContain('"?" does nothing');
    const played = resultOf(lines).episodes.map(({ actions }) => actions.join(" "));
    expect(played).toEqual(["right down", "down", "right"]);
  });

  test("without a single key shows the level and ends", async () => {
    const { exitCode, stdout } = await innergap(words());
    expect(exitCode).toBe(0);
    expect(stdout).toContain("step 0 of 4");
  });
});

const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [
    "an unknown preset",
    ["levels", "keys-and-chests", "--preset", "smal"],
    ["--preset", "did you mean small?"],
  ],
  ["an unknown side", ["play", "keys-and-chests", "--side", "deploy"], ["deploy"]],
  ["a side of a world without presets", ["levels", "constant-reward", "--side", "training"], ["no presets"]],
  ["an unknown condition", [...keys, "--where", "solvabel"], ["--where", "did you mean solvable?"]],
  ["an unknown count", [...keys, "--where", "kees>1"], ["--where", "did you mean keys?"]],
  ["a comparison with a word", [...keys, "--where", "keys>many"], ["--where", 'number after ">"']],
  ["a condition that no level meets", [...keys, "--count", "1", "--where", "keys>100"], ["0 of 1000 levels"]],
  ["an unknown format", [...keys, "--format", "jpg"], ["--format", "jpg"]],
  ["an unknown ending", [...keys, "--out", "levels.jpg"], ["--out", ".jpg"]],
  ["a picture on stdout", [...keys, "--format", "png"], ["--out FILE"]],
  ["no other file", [...keys, "--refuse-overlap"], ["--against FILE"]],
  ["random levels refused", [...keys, "--refuse-others"], ["--file FILE"]],
  ["a folder that is not there", [...keys, "--out", "/nowhere/levels.txt"], ["--out", "ENOENT"]],
  ["too large a scale", [...keys, "--out", "x.png", "--scale", "9"], ["--scale"]],
];

test.each(cases)("%s ends with exit code 2 and says what instead", async (_, words, told) => {
  const { exitCode, stdout, stderr } = await innergap(words);
  expect([exitCode, stdout]).toEqual([2, ""]);
  for (const word of told) expect(stderr).toContain(word);
  expect(stderr).not.toMatch(/\n\s+at /);
});
