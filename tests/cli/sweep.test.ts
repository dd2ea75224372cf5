// A sweep through the command line: its table, its folder, what a second call runs, a signal, and what is refused beforehand.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type Ended, innergap } from "./innergap.ts";

const out = mkdtempSync(join(tmpdir(), "innergap-sweep-"));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const figure = "check:R2, no signal: how far the flag moves";
const sweep = (vary: string, into: string, ...more: string[]) => [
  ...["sweep", "concept-drift", "--setting", "histories", "--set", "drift.labelErrors=[0.05]"],
  ...["--vary", vary, "--figure", figure, "--out", out, "--into", into, "--workers", "2", ...more],
];
interface Result {
  readonly status: string;
  readonly ranking: { readonly points: readonly { readonly values: object; readonly seeds: unknown[] }[] };
  readonly effort: { readonly found: number; readonly ran: number };
}
const resultOf = ({ lines }: Ended) => (JSON.parse(lines.at(-1)!) as { result: Result }).result;

test("ranks its points, and runs only what is missing when called again with more", async () => {
  const first = await innergap(sweep("drift.steps=100,200", "small", "--seeds", "0,"));
  expect(first.exitCode, first.stderr).toBe(0);
  expect(first.stdout).toContain("lowest first: grid of 2 points");
  expect(first.stdout).toContain("A look");
  expect(first.lines.at(-1)).toBe(join(out, "small/report.html"));
  expect(existsSync(first.lines.at(-1)!)).toBe(true);
  expect(first.stderr).toContain("2 of 2 trials done");
  const words = sweep("drift.steps=100,200,300", "small", "--seeds", "2", "--json");
  const more = await innergap(words);
  expect(more.exitCode, more.stderr).toBe(0);
  const { effort, ranking } = resultOf(more);
  expect(effort).toMatchObject({ found: 2, ran: 4 });
  expect(ranking.points.map(({ seeds }) => seeds)).toEqual([
    [0, 1],
    [0, 1],
    [0, 1],
  ]);
  const again = await innergap(words);
  expect(resultOf(again)).toMatchObject({
    effort: { found: 6, ran: 0 },
    ranking: { points: ranking.points },
  });
  const missed = await innergap([...words, "--figure", "drift:end:-:share"]);
  expect(missed.exitCode).toBe(1);
  expect(missed.stderr).toContain("no run has the figure");
  const runs = readdirSync(join(out, "small/trials")).map((name) => join(out, "small/trials", name));
  expect(runs).toHaveLength(6);
  expect((await innergap(["verify", ...runs])).exitCode).toBe(0);
  expect((await innergap(["report", runs[0]!])).exitCode).toBe(0);
}, 240_000);

test("ends with 130 after a signal, and the same command goes on", async () => {
  const words = sweep("drift.steps=3000,3001", "stopped", "--seeds", "2", "--json");
  const stopped = await innergap(words, {
    started: (child) => {
      let sent = false;
      child.stdout?.on("data", (chunk: Buffer) => {
        if (sent || !chunk.toString().includes('"kind":"finished"')) return;
        sent = true;
        child.kill("SIGINT");
      });
    },
  });
  expect(stopped.exitCode, stopped.stderr).toBe(130);
  expect(resultOf(stopped)).toMatchObject({ status: "interrupted", ranking: null });
  expect(existsSync(join(out, "stopped/ranking.json"))).toBe(false);
  const { ran } = resultOf(stopped).effort;
  expect(ran).toBeGreaterThan(0);
  const resumed = await innergap(words);
  expect(resumed.exitCode, resumed.stderr).toBe(0);
  expect(resultOf(resumed).effort).toMatchObject({ found: ran, ran: 4 - ran });
  const record = JSON.parse(readFileSync(join(out, "stopped/sweep.json"), "utf8")) as {
    declarations: object[];
  };
  expect(record.declarations).toHaveLength(2);
}, 240_000);

test.each([
  [["--vary", "drift.stps=100"], "did you mean steps?"],
  [["--vary", "drift.steps=100", "--draw-seed", "2"], "random points"],
  [["--vary", "drift.steps=100", "--into", "../elsewhere"], "--into"],
])(
  "%j is refused with exit code 2 before anything is written",
  async (words, message) => {
    const parent = join(out, "refused");
    const ended = await innergap(["sweep", "concept-drift", "--out", parent, ...words]);
    expect([ended.exitCode, existsSync(parent)], ended.stderr).toEqual([2, false]);
    expect(ended.stderr).toContain(message);
  },
  60_000,
);
