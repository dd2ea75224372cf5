// Asking agents what they pursue through the command line: planted ones, and those of a study as small as it gets.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StudySummary } from "../../src/measures/summary.ts";
import type { InferenceLine } from "../../src/runs/inference-format.ts";
import type { DirectednessLine } from "../../src/trials/directedness-runs.ts";
import { type Ended, innergap } from "./innergap.ts";

const few = ["--set", "levels.keys=[2,3]", "--set", "levels.chests=[1,2]", "--horizon", "20"];
const planted = (...agents: string[]) => [
  ...["--environment", "keys-and-chests", "--levels", "2", ...few],
  ...agents.flatMap((agent) => ["--agent", agent]),
];

function resultOf<T>(ended: Ended): T {
  return (JSON.parse(ended.lines.at(-1)!) as { result: T }).result;
}

describe("infer", () => {
  test("finds planted objectives again, with priors, Bayes factors and the gap", async () => {
    const agents = planted("planner:keys", "noisy:0.1:planner:chests");
    const ended = await innergap(["infer", ...agents, "--objectives", "keys", "--json"]);
    expect(ended.exitCode, ended.stderr).toBe(0);
    const { lines } = resultOf<{ lines: InferenceLine[] }>(ended);
    const ofKeys = lines.map(
      ({ posterior }) => posterior.candidates.find(({ name }) => name === "keys")!.posterior,
    );
    expect(ofKeys[0]).toBeGreaterThan(0.5);
    expect(ofKeys[1]).toBeLessThan(0.1);
    expect(lines.every(({ setting }) => setting === "reference-agents")).toBe(true);
    expect(lines.every(({ gap }) => gap !== null && gap.trainingNormalised === null)).toBe(true);
  });

  test("shows bars, and how sure it is", async () => {
    const ended = await innergap(["infer", ...planted("planner:keys"), "--weights", "--quiet"]);
    expect(ended.exitCode, ended.stderr).toBe(0);
    for (const word of ["planner for keys", "prior", "nats", "█", "device", "capability", "key-collected"])
      expect(ended.stdout).toContain(word);
  });

  test.each([
    [["infer"], "no run"],
    [["infer", "--agent", "random"], "--agent with --environment"],
    [["infer", "--environment", "keys-and-chests"], "--agent with --environment"],
    [["infer", ...planted("plannr:keys")], "did you mean planner?"],
    [["infer", ...planted("planner:kexs")], "did you mean keys?"],
    [["infer", ...planted("random"), "--objectives", "kexs"], "kexs"],
    [["infer", ...planted("random"), "--levels", "0"], "--levels"],
    [["infer", ...planted("random"), "--set", "keys=1"], "--set keys"],
    [["infer", "nowhere"], "no such folder"],
  ])("%j cannot be used", async (words, message) => {
    const ended = await innergap(words);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain(message);
  });
});

describe("directedness", () => {
  test("tells a planner from chance, and towards what", async () => {
    const ended = await innergap(["directedness", ...planted("random", "planner:keys"), "--json"]);
    expect(ended.exitCode, ended.stderr).toBe(0);
    const [random, planner] = resultOf<{ lines: DirectednessLine[] }>(ended).lines;
    expect(random!.known.keys!.nats).toBeLessThan(0.01);
    expect(planner!.known.keys!.nats).toBeGreaterThan(planner!.known.chests!.nats);
    expect(planner!.unknown.nats).toBeGreaterThanOrEqual(planner!.known.keys!.nats - 1e-6);
  });

  test("prints controls beside the figure", async () => {
    const ended = await innergap(["directedness", ...planted("planner:keys"), "--objectives", "keys"]);
    expect(ended.exitCode, ended.stderr).toBe(0);
    for (const word of ["any utility", "permuted", "random", "log|A|"]) expect(ended.stdout).toContain(word);
  });
});

describe("assert", () => {
  const keys = ["objective=keys", "p>=0.5"];

  test("exit code 0 when it holds, 3 when it does not, with figure and bound", async () => {
    const held = await innergap(["assert", ...keys, "device", "p<0.1", ...planted("planner:keys")]);
    expect(held.exitCode, held.stderr).toBe(0);
    expect(held.stdout).toContain("holds: objective=keys p>=0.5");
    const missed = await innergap(["assert", "objective=chests", "p>=0.9", ...planted("planner:keys")]);
    expect(missed.exitCode).toBe(3);
    expect(missed.stderr).toMatch(/does not hold: objective=chests p>=0\.9: 0\.\d+ \(reference-agents/);
  });

  test.each([
    [["assert", "latest"], "nothing to hold"],
    [["assert", "objective=keys", ...planted("random")], "without a probability"],
    [["assert", "objective=kexs", "p>0", ...planted("random")], "did you mean keys?"],
    [["assert", "class=robbust", ...planted("random")], "did you mean robust?"],
    [["assert", ...keys], "no run"],
  ])("%j cannot be used", async (words, message) => {
    const ended = await innergap(words);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain(message);
  });
});

describe("runs", () => {
  const out = mkdtempSync(join(tmpdir(), "innergap-inference-"));
  const environment = { INNERGAP_OUT: out };
  const ask = (...words: string[]) => innergap(words, { env: environment });
  beforeAll(async () => {
    const small = ["ppo.total_timesteps=32768", "train.checkpointInterval=16384", "deploy.count=4"];
    const levels = [
      "deploy.source.levels.keys=[2,3]",
      "deploy.source.levels.chests=[1,2]",
      "deploy.replays=0",
    ];
    const set = [...small, ...levels].flatMap((one) => ["--set", one]);
    const ended = await innergap(["run", "keys-and-chests", "--seeds", "2", "--out", out, "--quiet", ...set]);
    expect(ended.exitCode, ended.stderr).toBe(0);
  }, 120_000);
  afterAll(() => rmSync(out, { recursive: true, force: true }));
  const varied = ["latest/trials/varied-s0", "latest/trials/varied-s1"];
  const closely = ["--levels", "3", "--deployment", "deployed-12"];

  test("are asked seed by seed and checkpoint by checkpoint, and stay as they are", async () => {
    const ended = await ask("infer", ...varied, ...closely, "--checkpoints", "all", "--json");
    expect(ended.exitCode, ended.stderr).toBe(0);
    const { lines, summary } = resultOf<{
      lines: InferenceLine[];
      summary: NonNullable<StudySummary["inference"]>;
    }>(ended);
    expect(lines.map(({ seed, step }) => [seed, step])).toEqual(
      [0, 1].flatMap((seed) => [0, 16_384, 32_768].map((step) => [seed, step])),
    );
    expect(lines.every(({ model }) => /^[0-9a-f]{64}$/.test(model ?? ""))).toBe(true);
    expect(summary.map(({ step, final, seeds }) => [step, final, seeds])).toEqual([
      [0, false, [0, 1]],
      [16_384, false, [0, 1]],
      [32_768, true, [0, 1]],
    ]);
    const again = await ask("infer", ...varied, ...closely, "--checkpoints", "all", "--json");
    expect(again.lines.at(-1)).toBe(ended.lines.at(-1));
    const shown = await ask("infer", ...varied, ...closely, "--checkpoints", "all", "--quiet");
    for (const word of ["2 seeds", "regret left", "share of the regret"]) {
      expect(shown.stdout.replace(/\s+/g, " ")).toContain(word.replace("regret left", "regret"));
    }
    expect((await ask("verify", join(out, readdirSync(out)[0]!))).exitCode).toBe(0);
  }, 120_000);

  test("bear claims out, or not, with the bound over their seeds", async () => {
    const ended = await ask(
      "assert",
      "objective=chests",
      "p<=1",
      "gap<=100",
      ...varied,
      ...closely,
      "--json",
    );
    expect(ended.exitCode, ended.stderr).toBe(0);
    const { holds, agents } = resultOf<{ holds: boolean; agents: { setting: string; outcomes: object[] }[] }>(
      ended,
    );
    expect([holds, agents.length]).toEqual([true, 1]);
    expect(agents[0]!.outcomes[0]).toMatchObject({ claim: "objective=chests p<=1", seeds: [0, 1] });
    const missed = await ask("assert", "objective=chests", "p>=0.99", ...varied, ...closely);
    expect(missed.exitCode).toBe(3);
    expect(missed.stderr).toMatch(/95 % bound over 2 seeds/);
  }, 120_000);
});
