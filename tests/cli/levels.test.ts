// What can be said of a world's levels and objectives before anything is trained: distance and discriminate.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { innergap } from "./innergap.ts";

const small = [
  "parameters.height=5",
  "parameters.width=5",
  "levels.keys=[1,2]",
  "levels.chests=[1,2]",
].flatMap((setting) => ["--set", setting]);

interface Result {
  readonly parameters: { readonly height: number; readonly width: number };
  readonly objectives: readonly string[];
  readonly levelSet: string;
  readonly levels: number;
  readonly texts: readonly string[];
  readonly starc: readonly (readonly number[])[];
  readonly regret: { readonly point: readonly (readonly number[])[] };
  readonly perLevel: readonly {
    readonly hash: string;
    readonly evidence: readonly { onceCounted: number }[];
  }[];
  readonly size: { readonly cost: number };
}

function resultOf(lines: readonly string[]): Result {
  return (JSON.parse(lines.at(-1)!) as { result: Result }).result;
}

describe("distance", () => {
  test("prints four matrices, and the same as JSON for every level", async () => {
    const words = ["distance", "keys-and-chests", "--count", "3", ...small];
    const [text, json] = await Promise.all([innergap(words), innergap([...words, "--json"])]);
    expect([text.exitCode, json.exitCode]).toEqual([0, 0]);
    for (const title of ["EPIC", "DARD", "STARC", "Regret"]) expect(text.stdout).toContain(title);
    const result = resultOf(json.lines);
    expect(result.objectives).toEqual(["chests", "keys", "chests-minus-surplus", "keys-and-chests"]);
    expect(result.perLevel).toHaveLength(3);
    expect(result.starc[0][0]).toBe(0);
    expect(result.starc[0][1]).toBeGreaterThan(0.5);
    expect(text.stdout).toContain(result.levelSet.slice(0, 12));
  });

  test("takes mixtures by name", async () => {
    const { lines } = await innergap([
      ...["distance", "keys-and-chests", "--count", "2", "--json", ...small],
      ...["--objectives", "chests,keys,chests+keys:1/2"],
    ]);
    const { objectives, starc } = resultOf(lines);
    expect(objectives).toEqual(["chests", "keys", "chests+keys:1/2"]);
    expect(starc[0][2]).toBeLessThan(starc[0][1]);
  });
});

describe("discriminate", () => {
  test("writes levels that distance reads, the same for the same seed", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "levels.txt");
    const words = ["discriminate", "keys-and-chests", "--objectives", "chests,keys", ...small];
    const best = [...words, "--levels", "2", "--pool", "12", "--seed", "3", "--json"];
    const [first, second] = await Promise.all([innergap([...best, "--out", file]), innergap(best)]);
    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    const chosen = resultOf(first.lines);
    expect(resultOf(second.lines).texts).toEqual(chosen.texts);
    const written = readFileSync(file, "utf8");
    for (const text of chosen.texts) expect(written).toContain(text);
    for (const { hash } of chosen.perLevel) expect(written).toContain(hash.slice(0, 12));
    const read = resultOf((await innergap(["distance", "keys-and-chests", "--file", file, "--json"])).lines);
    expect(read.levels).toBe(2);
    expect(read.parameters).toMatchObject({ height: 5, width: 5 });
  });

  test("draws the smallest level, in a grid of its own size", async () => {
    const words = [
      ...["discriminate", "keys-and-chests", "--objectives", "chests,keys", ...small],
      ...["--smallest", "--bar", "1", "--pool", "8"],
    ];
    const [text, json] = await Promise.all([innergap(words), innergap([...words, "--json"])]);
    const result = resultOf(json.lines);
    expect(result.size.cost).toBe(5);
    expect(result.perLevel[0].evidence[0].onceCounted).toBeGreaterThanOrEqual(1);
    expect(result.parameters.height * result.parameters.width).toBeLessThan(25);
    expect(text.stdout).toContain("a proxy's way leads over the base objective");
    for (const row of result.texts[0].split("\n")) {
      expect(text.stdout).toContain([...row.replaceAll(".", "·")].join(" "));
    }
  });
});

const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["an unknown world", ["distance", "keys-and-chest"], ["keys-and-chest", "did you mean keys-and-chests?"]],
  [
    "an unknown objective",
    ["distance", "keys-and-chests", "--objectives", "chest"],
    ["--objectives", "did you mean chests?"],
  ],
  ["one objective alone", ["discriminate", "keys-and-chests", "--objectives", "chests"], ["at least two"]],
  [
    "a path that is none",
    ["distance", "keys-and-chests", "--set", "level.keys=[1,2]"],
    ["level.keys", "did you mean levels?"],
  ],
  ["an unknown parameter", ["distance", "keys-and-chests", "--set", "levels.kees=[1,2]"], ["levels", "kees"]],
  ["a missing file", ["distance", "keys-and-chests", "--file", "/nowhere/levels.txt"], ["ENOENT"]],
  ["a discount of 1", ["distance", "keys-and-chests", "--discount", "1"], ["--discount"]],
  [
    "a bar out of reach",
    ["discriminate", "keys-and-chests", "--smallest", "--bar", "1000", "--pool", "4", ...small],
    ["1000 nats", "a lower bar"],
  ],
];

test.each(cases)("%s ends with exit code 2 and says what instead", async (_, words, told) => {
  const { exitCode, stdout, stderr } = await innergap(words);
  expect([exitCode, stdout]).toEqual([2, ""]);
  for (const word of told) expect(stderr).toContain(word);
  expect(stderr).not.toMatch(/\n\s+at /);
});
