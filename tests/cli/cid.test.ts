// `innergap cid`: the answers that scripts rely on, the files that it writes, and the words with which bad diagrams are refused.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { InputError } from "../../src/base/errors.ts";
import { execute } from "../../src/cli/cid.ts";
import { parseCommandLine } from "../../src/cli/parse.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { innergap } from "./innergap.ts";

const folder = mkdtempSync(join(tmpdir(), "innergap-cid-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const interruption = { signal: new AbortController().signal, exitCode: () => null };

/** What the command prints and records, without a process of its own. */
async function asked(...words: readonly string[]) {
  const printed: string[] = [];
  let result: Record<string, unknown> = {};
  const terminal: Terminal = {
    print: (text = "") => void printed.push(text),
    record: (value) => {
      result = (value as { result: Record<string, unknown> }).result;
    },
    say: () => {},
    detail: () => {},
    complain: () => {},
    control: () => {},
    json: false,
    quiet: false,
    verbose: false,
    color: false,
    width: 100,
    live: false,
  };
  const { args } = await parseCommandLine(["cid", ...words], {});
  expect(await execute(args, terminal, interruption)).toBe(0);
  return {
    stdout: printed.join("\n"),
    result: JSON.parse(JSON.stringify(result)) as Record<string, unknown>,
  };
}

const resultOf = async (words: readonly string[]) => (await asked(...words)).result;

const signal = ["--edges", "S->X,X->D,D->U,S->U", "--decisions", "D", "--utilities", "U"];

describe("analyse", () => {
  test("has the fields that scripts rely on", async () => {
    const { lines, stderr } = await innergap(["cid", "analyse", ...signal, "--json"]);
    expect(stderr).toBe("");
    const { result } = JSON.parse(lines.at(-1)!) as { result: object };
    expect(result).toMatchObject({
      valueOfInformation: ["S", "X"],
      valueOfControl: ["S", "U", "X"],
      directValueOfControl: ["S", "U"],
      indirectValueOfControl: ["X"],
      responseIncentive: ["S", "X"],
      instrumentalControlIncentive: ["D", "U"],
      requisiteGraph: ["D->U", "S->U", "S->X", "X->D"],
      sufficientRecall: true,
    });
  });

  test("answers several decisions by decision, and without sufficient recall says why it cannot", async () => {
    const two = ["--edges", "A->U,B->U", "--decisions", "A,B", "--utilities", "U"];
    const result = await resultOf(["analyse", ...two]);
    expect(result).toMatchObject({
      valueOfInformation: null,
      responseIncentive: null,
      valueOfControl: null,
      instrumentalControlIncentive: { A: ["A", "U"], B: ["B", "U"] },
      sufficientRecall: false,
    });
    expect(result.reason).toContain("A and B each rely");
    const recalled = await resultOf(["analyse", "--example", "two-decisions"]);
    expect(Object.keys(recalled.valueOfInformation as object)).toEqual(["D1", "D2"]);
  });

  test("takes several agents, and shows a table for each decision", async () => {
    const game = ["--edges", "D1->U1,D2->U1,D1->U2,D2->U2", "--decisions", "ann=D1", "--decisions", "bob=D2"];
    const { stdout } = await asked("analyse", ...game, "--utilities", "ann=U1", "--utilities", "bob=U2");
    expect(stdout).toContain("decision D1 of ann");
    expect(stdout).toContain("decision D2 of bob");
    expect(stdout).toMatch(/^<U1>.*◆/m);
    expect(stdout).toContain("sufficient recall: yes");
  });

  test("derives the diagram of a world", async () => {
    const result = await resultOf(["analyse", "--world", "keys-and-chests", "--objective", "keys"]);
    expect(JSON.stringify(result.instrumentalControlIncentive)).toContain("key");
  });
});

describe("draw", () => {
  const file = (name: string) => join(folder, name);

  test.each([
    [
      "recommender.svg",
      ["--example", "content-recommender"],
      ["<svg", 'role="img"', ">what a decision sees</text>"],
    ],
    ["recommender.dot", ["--example", "content-recommender"], ["digraph", "shape=diamond"]],
    [
      "recommender.html",
      ["--example", "content-recommender"],
      ["<!doctype html>", "default-src", "Requisite graph"],
    ],
    ["robot.html", ["--story", "robot"], ["deceptive", "The graph of deployment"]],
    ["deployed.svg", ["--story", "sweeper", "--graph", "deployment"], ["empty the bin", ">lowers</text>"]],
  ])("writes %s", async (name, words, expected) => {
    expect((await asked("draw", ...words, "--out", file(name))).stdout).toBe("");
    const text = readFileSync(file(name), "utf8");
    for (const piece of expected) expect(text).toContain(piece);
    expect(text).not.toMatch(/(src|href)="https?:/);
  });

  test("without a file prints lines; what random wrote can be read again", async () => {
    const made = await resultOf(["random", "--nodes", "6", "--seed", "5", "--sufficient-recall"]);
    writeFileSync(file("random.json"), JSON.stringify(made.diagram));
    const again = await resultOf(["analyse", file("random.json")]);
    expect(again.diagram).toEqual(made.diagram);
    expect(again.sufficientRecall).toBe(true);
    const { stdout } = await asked("draw", file("random.json"));
    expect(stdout).toMatch(/^\[D1\]/m);
  });
});

describe("solve", () => {
  test("gives policy, expected utility, and what information and control are worth", async () => {
    const result = await resultOf(["solve", "--example", "three-value-signal"]);
    expect(result.expectedUtility).toBeCloseTo(0.6, 9);
    const { X, S } = result.valueOfInformation as Record<string, number>;
    expect([X, S]).toEqual([expect.closeTo(0.6, 9), expect.closeTo(0.4, 9)]);
    expect(result.policy).toEqual([
      { decision: "D", context: { X: -1 }, option: -1, best: [-1] },
      { decision: "D", context: { X: 1 }, option: 1, best: [1] },
    ]);
  });

  test("gives equilibria where there are several agents", async () => {
    const { pureNashEquilibria } = await resultOf(["solve", "--example", "prisoners-dilemma"]);
    expect(pureNashEquilibria).toMatchObject([{ utilities: { 1: -2, 2: -2 } }]);
  });
});

describe("classify", () => {
  test("tells the classes of a story and of a file, with what shows them", async () => {
    const robot = await resultOf(["classify", "--story", "robot"]);
    expect(robot.classes).toMatchObject([
      { class: "deceptive", path: ["reaches A", "not replaced", "visits to B"], through: "not replaced" },
      { class: "instrumental" },
    ]);
    expect(robot.instrumentalControlIncentive).toBe(true);
    const file = join(folder, "graph.json");
    writeFileSync(file, JSON.stringify(robot.objectiveGraph));
    expect((await resultOf(["classify", file])).classes).toEqual(robot.classes);
    const { stdout } = await asked("classify", "--story", "list");
    for (const name of ["sweeper", "dust-bag", "stuff-destroyer", "button-and-lamp", "robot"])
      expect(stdout).toContain(name);
  });
});

describe("what cannot be used ends with exit code 2, the place, and what was expected", () => {
  const written = (name: string, value: unknown) => {
    const path = join(folder, name);
    writeFileSync(path, typeof value === "string" ? value : JSON.stringify(value));
    return path;
  };
  const coin = {
    edges: "D->U",
    decisions: ["D"],
    utilities: ["U"],
    domains: { D: [0, 1] },
    tables: { U: [0, 1] },
  };

  test.each([
    ["an unknown action", ["analyze", ...signal], ["did you mean analyse?"]],
    ["no diagram", ["analyse"], ["no diagram", "--edges"]],
    ["two diagrams", ["analyse", ...signal, "--example", "two-decisions"], ["--edges and --example"]],
    [
      "a utility with children",
      ["analyse", "--edges", "A->D,D->A", "--decisions", "D", "--utilities", "A"],
      ["--edges[0]", "leaves the utility"],
    ],
    [
      "a loop",
      ["analyse", "--edges", "A->B,B->A,A->D,D->U", "--decisions", "D", "--utilities", "U"],
      ["--edges: found the cycle A -> B -> A"],
    ],
    [
      "an unknown decision",
      ["analyse", "--edges", "D1->U", "--decisions", "D2", "--utilities", "U"],
      ["--decisions[0]", "did you mean D1?"],
    ],
    ["no decision", ["analyse", "--edges", "D->U", "--utilities", "U"], ["--decisions: found nothing"]],
    [
      "a half arrow",
      ["analyse", "--edges", "D->", "--decisions", "D", "--utilities", "D"],
      ["--edges, line 1 column 4"],
    ],
    [
      "an agent for some",
      ["analyse", "--edges", "D->U", "--decisions", "ann=D", "--decisions", "U", "--utilities", "U"],
      ["--decisions", "AGENT=D"],
    ],
    [
      "decisions of an example",
      ["analyse", "--example", "two-decisions", "--decisions", "D1"],
      ["--decisions", "--edges"],
    ],
    [
      "an unknown example",
      ["solve", "--example", "two-decision"],
      ["--example", "did you mean two-decisions?"],
    ],
    ["an unknown story", ["classify", "--story", "robots"], ["--story", "did you mean robot?"]],
    ["a diagram without numbers", ["solve", ...signal], ["without numbers", "domains and tables"]],
    ["a diagram without objectives", ["classify", "--example", "two-decisions"], ["an objective graph"]],
    ["no file", ["analyse", "none.json"], ["none.json", "ENOENT"]],
    ["no JSON", ["analyse", written("text.json", "{")], ["text.json", "expected JSON"]],
    [
      "decisions without options",
      ["solve", written("coin.json", { ...coin, domains: { D: [] } })],
      ["coin.json.domains.D"],
    ],
    [
      "a table that is too short",
      ["solve", written("short.json", { ...coin, tables: { U: [0] } })],
      ["short.json.tables.U"],
    ],
    ["another picture", ["draw", "--example", "two-decisions", "--out", "a.png"], ["--out", ".svg"]],
    ["a graph of a diagram", ["draw", "--example", "two-decisions", "--graph", "training"], ["--graph"]],
    ["too many agents", ["random", "--agents", "3"], ["agents"]],
    ["a seed of what is given", ["analyse", ...signal, "--seed", "1"], ["--seed", "cid random, not analyse"]],
    ["a file to be drawn by chance", ["random", "a.json"], ["cid: found", "not random"]],
    ["an objective of no world", ["analyse", ...signal, "--objective", "keys"], ["--objective", "--world"]],
    ["a density above 1", ["random", "--density", "2"], ["--density"]],
  ])("%s", async (_what, words, expected) => {
    const error: unknown = await asked(...words).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    for (const piece of expected) expect((error as Error).message).toContain(piece);
  });

  test("as a process: exit code 2, and nothing on stdout", async () => {
    const { exitCode, stdout, stderr } = await innergap(["cid", "solve", ...signal]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("cid solve: found diagram, a diagram without numbers");
  });
});
