// A whole study killed with SIGKILL at random moments, all its processes at once, ends with the bytes of an undisturbed one.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { innergap, program } from "../cli/innergap.ts";
import { withoutClock } from "../support/synthetic-study.ts";
import { filesBelow, temporaryFolder } from "../support/temporary-folder.ts";

const kills = Number(process.env.INNERGAP_KILLS ?? 5);

/** One seed of two small trainings with their references: some seconds, most of them in training. */
const small = {
  "network.hidden": [32],
  "ppo.num_envs": 32,
  "ppo.num_steps": 32,
  "ppo.num_minibatches": 4,
  "ppo.total_timesteps": 81_920,
  "train.checkpointInterval": 8_192,
  "deploy.count": 4,
  "deploy.replays": 1,
};
const settings = Object.entries(small).flatMap(([path, value]) => [
  "--set",
  `${path}=${JSON.stringify(value)}`,
]);

const study = (out: string, workers: number) => [
  ...["run", "keys-and-chests", "--seeds", "1", "--quiet", "--out", out, "--workers", String(workers)],
  ...settings,
];

/** What must be the same bytes: all files of all runs, less clock fields and manifests, which hold times and places. */
function comparable(out: string): Map<string, string> {
  const files = [...filesBelow(join(out, onlyStudy(out), "trials"))];
  return withoutClock(
    new Map(files.filter(([path]) => !path.endsWith("/run.json") && !path.endsWith("/report.html"))),
  );
}

function onlyStudy(out: string): string {
  const folders = readdirSync(out);
  expect(folders).toHaveLength(1);
  return folders[0]!;
}

/** Whether there is a study to go on with; a folder that a kill left without its plan holds nothing and goes. */
function takenUp(out: string): boolean {
  const folders = readdirSync(out).map((name) => join(out, name));
  for (const folder of folders) {
    if (!existsSync(join(folder, "study.json"))) rmSync(folder, { recursive: true });
  }
  return readdirSync(out).length > 0;
}

/** Starts the command as a process group and kills the group after the delay, unless it has ended by then. */
function killedAfter(
  words: readonly string[],
  milliseconds: number,
): Promise<NodeJS.Signals | number | null> {
  const child = spawn(process.execPath, [program, ...words], { detached: true, stdio: "ignore" });
  const timer = setTimeout(() => process.kill(-child.pid!, "SIGKILL"), milliseconds);
  return new Promise((resolve) =>
    child.on("exit", (code, by) => {
      clearTimeout(timer);
      resolve(by ?? code);
    }),
  );
}

describe("a study", () => {
  const undisturbed = { out: "", seconds: 0 };

  beforeAll(async () => {
    undisturbed.out = mkdtempSync(join(tmpdir(), "innergap-test-"));
    const start = performance.now();
    const { exitCode, stderr } = await innergap(study(undisturbed.out, 2));
    expect(exitCode, stderr).toBe(0);
    undisturbed.seconds = (performance.now() - start) / 1000;
  }, 240_000);

  afterAll(() => rmSync(undisturbed.out, { recursive: true, force: true }));

  test(`killed ${kills} times at random moments and resumed ends with the same bytes`, {
    timeout: 60_000 + kills * 60_000,
  }, async () => {
    const rng = Rng.fromSeed("killed study");
    const out = temporaryFolder();
    let killed = 0;
    for (let attempt = 0; killed < kills && attempt < 3 * kills; attempt++) {
      const begun = takenUp(out);
      const words = begun
        ? ["run", "keys-and-chests", "--quiet", "--resume", join(out, onlyStudy(out))]
        : study(out, 2);
      // From just after the start to a third of the whole: past it, few attempts would be needed to get to the end.
      const end = await killedAfter(words, 400 + rng.unit() * undisturbed.seconds * 330);
      if (end === "SIGKILL") killed++;
      if (end === 0) break;
    }
    expect(killed).toBeGreaterThanOrEqual(Math.min(kills, 3));
    const resumed = await innergap([
      "run",
      "keys-and-chests",
      "--quiet",
      "--resume",
      join(out, onlyStudy(out)),
    ]);
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    const [found, expected] = [comparable(out), comparable(undisturbed.out)];
    expect([...found.keys()]).toEqual([...expected.keys()]);
    for (const [path, text] of expected) expect(found.get(path) === text, path).toBe(true);
    expect((await innergap(["verify", join(out, onlyStudy(out))])).exitCode).toBe(0);
  });

  test("is the same bytes with one worker as with two", { timeout: 240_000 }, async () => {
    const out = temporaryFolder();
    const { exitCode, stderr } = await innergap(study(out, 1));
    expect(exitCode, stderr).toBe(0);
    const [one, two] = [comparable(out), comparable(undisturbed.out)];
    expect([...one.keys()]).toEqual([...two.keys()]);
    for (const [path, text] of two) expect(one.get(path) === text, path).toBe(true);
  });
});
