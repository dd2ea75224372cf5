// A whole study through the command line, as small as it gets, and what can be done with its folder.
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Ended, innergap } from "./innergap.ts";

const out = mkdtempSync(join(tmpdir(), "innergap-cli-"));
const small = ["--seeds", "1", "--set", "deploy.count=2", "--set", "deploy.replays=1"];
const run = (steps: number, folder: string, ...more: string[]) => [
  ...["run", "keys-and-chests", "--out", folder, "--workers", "2", ...small],
  ...["--set", `ppo.total_timesteps=${steps}`, ...more],
];
const environment = { INNERGAP_OUT: out };
const escapeCharacter = String.fromCharCode(27);

let first: Ended;
beforeAll(async () => {
  first = await innergap(run(32_768, out));
}, 120_000);
afterAll(() => rmSync(out, { recursive: true, force: true }));

const study = () => join(out, readdirSync(out)[0]!);
const resultOf = (ended: Ended) =>
  (JSON.parse(ended.lines.at(-1)!) as { result: Record<string, unknown> }).result;

describe("run", () => {
  test("ends with tables, the verdict, and last the path of the report", () => {
    expect(first.exitCode, first.stderr).toBe(0);
    expect(first.stdout).toContain("trained, sampled");
    expect(first.stdout).toContain("Verdict");
    expect(first.stdout).toContain("not measured");
    const report = first.lines.at(-1)!;
    expect(report).toBe(join(study(), "report.html"));
    expect(existsSync(report)).toBe(true);
  });

  test("talks on stderr: the folder, every trial that ends, and no bars without a terminal", () => {
    expect(first.stderr).toContain(study());
    expect(first.stderr).toContain("varied s0: complete");
    expect(first.stderr).not.toContain(escapeCharacter);
  });

  test("with --json: a launch record, progress, and one object whose figures stand under result", async () => {
    const folder = join(out, "json-run");
    const ended = await innergap(run(16_384, folder, "--json"));
    expect(ended.exitCode, ended.stderr).toBe(0);
    const kinds = ended.lines.map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds[0]).toBe("launch");
    expect(kinds).toContain("progress");
    expect(kinds.at(-1)).toBe("done");
    const result = resultOf(ended) as { status: string; report: string; summary: { settings: unknown[] } };
    expect(result.status).toBe("complete");
    expect(existsSync(result.report)).toBe(true);
    expect(result.summary.settings.length).toBeGreaterThan(0);
    rmSync(folder, { recursive: true });
  }, 120_000);

  test("--assert turns a missed bar into exit code 3", async () => {
    const ended = await innergap(["report", "latest", "--assert", "--json"], { env: environment });
    const { verdict } = resultOf(ended) as { verdict: { checks: { holds: boolean | null }[] } };
    expect(verdict.checks.some((check) => check.holds !== true)).toBe(true);
    expect(ended.exitCode).toBe(3);
  });
});

describe("a study's folder", () => {
  test("is listed with status and size", async () => {
    const { exitCode, lines } = await innergap(["runs", "--out", out, "--json"]);
    expect(exitCode).toBe(0);
    const { studies } = JSON.parse(lines.at(-1)!).result as { studies: Record<string, unknown>[] };
    expect(studies).toHaveLength(1);
    expect(studies[0]).toMatchObject({ experiment: "keys-and-chests", status: "complete", runsComplete: 3 });
    expect(studies[0]!.bytes).toBeGreaterThan(10_000);
  });

  test("reports the same figures again", async () => {
    const before = readFileSync(join(study(), "verdict.json"), "utf8");
    const again = await innergap(["report", study()]);
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toBe(first.stdout);
    expect(readFileSync(join(study(), "verdict.json"), "utf8")).toBe(before);
  });

  test("is intact, and a damaged file is named with exit code 4", async () => {
    expect((await innergap(["verify", study()])).exitCode).toBe(0);
    const file = join(study(), "trials/varied-s0/metrics.jsonl");
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file, bytes);
    const damaged = await innergap(["verify", study(), "--json"]);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file, bytes);
    expect(damaged.exitCode).toBe(4);
    expect(damaged.stderr).toContain("metrics.jsonl");
    expect((resultOf(damaged) as { damaged: { file: string }[] }).damaged.map((one) => one.file)).toEqual([
      file,
    ]);
    expect((await innergap(["verify", study()])).exitCode).toBe(0);
  });

  test("replays as files: an animated picture, a sheet of all frames, text", async () => {
    const written = async (...words: string[]) => {
      const file = join(out, words.at(-1)!);
      const ended = await innergap(["replay", "latest", ...words.slice(0, -1), "--out", file], {
        env: environment,
      });
      expect([ended.exitCode, ended.stdout], ended.stderr).toEqual([0, ""]);
      const bytes = readFileSync(file);
      rmSync(file);
      return bytes;
    };
    const gif = await written("--speed", "2", "--scale", "1", "replay.gif");
    expect(gif.subarray(0, 6).toString()).toBe("GIF89a");
    // Half a second a frame: the extension before each picture.
    expect(gif.includes(Buffer.from([0x21, 0xf9, 4, 5, 50, 0]))).toBe(true);
    expect(await written("--speed", "2", "--scale", "1", "replay.gif")).toEqual(gif);
    expect((await written("replay.png")).subarray(1, 4).toString()).toBe("PNG");
    const svg = (await written("replay.svg")).toString();
    const text = (await written("replay.txt")).toString();
    const frames = text.match(/^step \d+ of \d+: /gm)!.length;
    expect(svg.match(/<text [^>]*>step \d+ of/g)).toHaveLength(frames);
  });

  test("replays in plain text; colours follow FORCE_COLOR and NO_COLOR", async () => {
    const words = ["replay", "latest", "--episode", "0"];
    const plain = await innergap(words, { env: environment });
    expect(plain.exitCode, plain.stderr).toBe(0);
    expect(plain.stdout).toMatch(/^step 0 of \d+: start$/m);
    expect(plain.stdout).toContain("@");
    expect(plain.stdout).not.toContain(escapeCharacter);
    const painted = await innergap(words, { env: { ...environment, FORCE_COLOR: "1" } });
    expect(painted.stdout).toContain(`${escapeCharacter}[`);
    const neither = await innergap(words, { env: { ...environment, FORCE_COLOR: "1", NO_COLOR: "1" } });
    expect(neither.stdout).toBe(plain.stdout);
    const planner = await innergap([...words, "--policy", "planner:chests"], { env: environment });
    expect(planner.stdout).toContain("varied.deployed-12, planner:chests");
    const wrong = await innergap([...words, "--policy", "trained-sampld"], { env: environment });
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).toContain("did you mean trained-sampled?");
  });

  test("has runs that are evaluated anew without being touched", async () => {
    const words = ["evaluate", "latest/trials/varied-s0", "--deployment", "deployed-12"];
    const same = await innergap([...words, "--json"], { env: environment });
    expect(same.exitCode, same.stderr).toBe(0);
    const { summary, step } = resultOf(same) as {
      summary: { settings: { deployments: unknown[] }[] };
      step: number;
    };
    expect(summary.settings[0]!.deployments).toHaveLength(1);
    expect(step).toBe(32_768);
    expect((await innergap(["verify", study()])).exitCode).toBe(0);
  }, 60_000);
});

describe("a signal", () => {
  test("ends a run with 130 once it can be taken up, and --resume goes on to the same bytes", async () => {
    const [whole, cut] = [join(out, "whole"), join(out, "cut")];
    const uninterrupted = await innergap(run(65_536, whole, "--quiet"));
    expect(uninterrupted.exitCode, uninterrupted.stderr).toBe(0);
    const stopped = await innergap(run(65_536, cut, "--json"), {
      started: (child) => signalWhenTraining(child, "SIGINT", 1),
    });
    expect(stopped.exitCode, stopped.stderr).toBe(130);
    const folder = (resultOf(stopped) as { folder: string }).folder;
    const resumed = await innergap(["run", "keys-and-chests", "--resume", folder, "--quiet"]);
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    const metrics = (parent: string) =>
      withoutClock(join(parent, readdirSync(parent)[0]!, "trials/varied-s0/metrics.jsonl"));
    expect(metrics(cut)).toEqual(metrics(whole));
  }, 240_000);

  test("stops at once when it comes twice, and leaves no process behind", async () => {
    const stopped = await innergap(run(10_000_000, join(out, "twice"), "--json"), {
      started: (child) => signalWhenTraining(child, "SIGTERM", 2),
    });
    expect(stopped.exitCode).toBe(143);
    const folder = join(out, "twice", readdirSync(join(out, "twice"))[0]!);
    const trials = join(folder, "trials");
    const lockHolders = readdirSync(trials).flatMap((trial) =>
      readdirSync(join(trials, trial))
        .filter((name) => name.startsWith(".lock-"))
        .map((name) => Number(name.split("-")[2])),
    );
    // Children see that their parent is gone, write their last checkpoint, and end.
    await expect.poll(() => lockHolders.filter(isAlive), { timeout: 20_000, interval: 500 }).toEqual([]);
  }, 60_000);
});

/** Signals the command alone, not its children, as soon as an agent trains. */
function signalWhenTraining(child: ChildProcess, name: NodeJS.Signals, times: number): void {
  let sent = false;
  child.stdout?.on("data", (chunk: Buffer) => {
    if (sent || !chunk.toString().includes('"stage":"train"')) return;
    sent = true;
    for (let time = 0; time < times; time++) setTimeout(() => child.kill(name), time * 50);
  });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Lines of a metrics file without what measures time. */
function withoutClock(file: string): unknown[] {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) =>
    Object.fromEntries(
      Object.entries(JSON.parse(line) as object).filter(
        ([name]) => name !== "charts/SPS" && !name.startsWith("clock/"),
      ),
    ),
  );
}
