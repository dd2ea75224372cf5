// What the command line accepts, refuses and explains; nothing is trained here.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { innergap, root } from "./innergap.ts";

const escapeCharacter = String.fromCharCode(27);

describe("help", () => {
  test("the overview tells every command, exit code and variable, on stdout alone", async () => {
    const { exitCode, stdout, stderr } = await innergap(["--help"]);
    expect(exitCode).toBe(0);
    expect(stderr).toBe("");
    for (const { name } of commands) expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, "m"));
    for (const code of ["0", "1", "2", "3", "4", "5", "130, 143"]) expect(stdout).toContain(`\n  ${code} `);
    for (const word of ["INNERGAP_OUT", "NO_COLOR", "report.html", "runs/"]) expect(stdout).toContain(word);
  });

  test.each(commands.map((command) => [command.name, command] as const))(
    "%s --help has its options and three examples",
    async (name, command) => {
      const { exitCode, stdout } = await innergap([name, "--help"]);
      expect(exitCode).toBe(0);
      for (const option of command.options) expect(stdout).toContain(`--${option.name}`);
      expect(command.examples.length).toBeGreaterThanOrEqual(3);
      for (const { line } of command.examples) expect(stdout).toContain(line);
    },
  );

  test("it appears at once", async () => {
    const times: number[] = [];
    for (let repetition = 0; repetition < 5; repetition++) {
      const started = performance.now();
      await innergap(["--help"]);
      times.push(performance.now() - started);
    }
    // The bench holds the bar; here the best of five only has to show that nothing heavy is loaded.
    expect(Math.min(...times)).toBeLessThan(400);
  });

  test("without a word it is a mistake of usage: the page on stderr, exit code 2", async () => {
    const { exitCode, stdout, stderr } = await innergap([]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Usage: innergap COMMAND");
  });

  test("--version is the package's own", async () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    expect((await innergap(["--version"])).stdout).toBe(`${version}\n`);
  });
});

describe("what cannot be used ends with exit code 2 and says where, what and what instead", () => {
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ["an unknown command", ["rnu", "x"], ["rnu", "did you mean run?"]],
    ["an unknown option", ["run", "keys-and-chests", "--sedes", "1"], ["--sedes", "did you mean --seeds?"]],
    ["a missing argument", ["run"], ["run", "innergap run <experiment>"]],
    ["a surplus word", ["doctor", "please"], ["please", "surplus"]],
    ["an unknown experiment", ["run", "keys-and-chest"], ["keys-and-chest", "did you mean keys-and-chests?"]],
    ["an unknown preset", ["run", "keys-and-chests", "--preset", "quik"], ["quik", "did you mean quick?"]],
    ["an unknown network", ["networks", "small-cnv"], ["small-cnv", "small-conv"]],
    ["an unknown environment", ["environments", "keys"], ["keys", "keys-and-chests"]],
    [
      "an unknown path",
      ["run", "keys-and-chests", "--set", "ppo.gama=1"],
      ["ppo.gama", "did you mean gamma?"],
    ],
    [
      "a value of another kind",
      ["run", "keys-and-chests", "--set", "ppo.gamma=high"],
      ["ppo.gamma", '"high"'],
    ],
    ["a --set without value", ["run", "keys-and-chests", "--set", "ppo.gamma"], ["PATH=VALUE"]],
    ["seeds that run backwards", ["run", "keys-and-chests", "--seeds", "5-3"], ["--seeds", "5-3"]],
    ["seeds that are words", ["run", "keys-and-chests", "--seeds", "many"], ["--seeds", "many", "0-9"]],
    ["no workers", ["run", "keys-and-chests", "--workers", "0"], ["--workers", '"0"']],
    ["half a thread", ["run", "keys-and-chests", "--threads", "1.5"], ["--threads", "whole number"]],
    ["a missing configuration", ["run", "keys-and-chests", "--config", "none.json"], ["none.json", "ENOENT"]],
    [
      "nothing to resume",
      ["run", "keys-and-chests", "--resume", "--out", "/nowhere"],
      ["--resume", "/nowhere"],
    ],
    ["no such run", ["verify", "/nowhere/at-all"], ["/nowhere/at-all"]],
    ["a folder that is no run", ["replay", root], ["study.json"]],
    ["an unknown bench", ["bench", "help-latncy"], ["did you mean help-latency?"]],
    ["an unknown shell", ["completion", "zhs"], ["did you mean zsh?"]],
  ];

  test.each(cases)("%s", async (_, words, told) => {
    const { exitCode, stdout, stderr } = await innergap(words);
    expect([exitCode, stdout]).toEqual([2, ""]);
    for (const word of told) expect(stderr).toContain(word);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test("with --json the complaint is also the last line of stdout", async () => {
    const { exitCode, lines } = await innergap(["run", "keys-and-chest", "--json"]);
    expect(exitCode).toBe(2);
    const last = JSON.parse(lines.at(-1)!) as { kind: string; error: { name: string; exitCode: number } };
    expect(last).toMatchObject({ kind: "error", error: { name: "InputError", exitCode: 2 } });
  });

  test("control characters of what was typed do not reach the terminal", async () => {
    const { stdout, stderr } = await innergap(["run", `keys${escapeCharacter}[2J\u202e`]);
    expect(stdout + stderr).not.toContain(escapeCharacter);
    expect(stderr).not.toContain("\u202e");
  });
});

describe("what there is", () => {
  test.each(["environments", "experiments", "networks", "doctor"])(
    "%s as JSON ends with one result",
    async (name) => {
      const { exitCode, lines } = await innergap([name, "--json"]);
      expect(exitCode).toBe(0);
      const records = lines.map((line) => JSON.parse(line) as { kind: string; result?: object });
      expect(records[0]).toMatchObject({ kind: "launch", command: name });
      expect(records.at(-1)?.kind).toBe("done");
      expect(Object.keys(records.at(-1)?.result ?? {}).length).toBeGreaterThan(0);
    },
  );

  test("an experiment tells the paths that --set takes", async () => {
    const { stdout } = await innergap(["experiments", "keys-and-chests"]);
    expect(stdout).toContain("train.ppo.learning_rate=");
    expect(stdout).toContain("deploy.count=");
  });

  test("sample levels are the same for the same seed", async () => {
    const draw = async (seed: string) =>
      (await innergap(["environments", "keys-and-chests", "--levels", "3", "--seed", seed])).stdout;
    expect(await draw("7")).toBe(await draw("7"));
    expect(await draw("7")).not.toBe(await draw("8"));
  });

  test("bench --list runs nothing", async () => {
    const { stdout } = await innergap(["bench", "--list"]);
    expect(stdout).toContain("help-latency");
  });

  test("what may come next is completed", async () => {
    const complete = async (...words: string[]) => (await innergap(["--complete-words", ...words])).lines;
    expect(await complete("ru")).toEqual(["run", "runs"]);
    expect(await complete("run", "keys")).toEqual(["keys-and-chests"]);
    expect(await complete("risk", "v")).toEqual(["voi"]);
    expect(await complete("run", "keys-and-chests", "--se")).toEqual(["--seeds", "--setting", "--set"]);
    expect((await innergap(["completion", "bash"])).stdout).toContain("complete ");
  });
});
