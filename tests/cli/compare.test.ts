// Settings and studies compared on the command line; the studies' figures are made up, so the answers are known.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Comparison } from "../../src/measures/comparison.ts";
import { disk } from "../../src/runs/disk.ts";
import { makeUpStudy } from "../support/made-up-study.ts";
import { type Ended, innergap } from "./innergap.ts";

const out = mkdtempSync(join(tmpdir(), "innergap-compare-"));
const study = (name: string) => join(out, name);
const seeds = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
const both = { varied: 0.8, "fixed-extremes": 0.3 };
const compare = (...words: string[]) => innergap(["compare", ...words], { env: { INNERGAP_OUT: out } });
const resultOf = ({ lines, exitCode, stderr }: Ended) => {
  expect(exitCode, stderr).toBe(0);
  return (JSON.parse(lines.at(-1)!) as { result: Comparison & { figures: string[] } }).result;
};

beforeAll(() => {
  makeUpStudy(disk, study("1-ten"), { seeds: seeds(0, 10), centres: both });
  makeUpStudy(disk, study("2-more"), { seeds: seeds(10, 3), centres: both });
  makeUpStudy(disk, study("3-other"), {
    seeds: seeds(0, 3),
    centres: both,
    overrides: ["ppo.learning_rate=0.01"],
  });
}, 60_000);
afterAll(() => rmSync(out, { recursive: true, force: true }));

describe("the settings of a study", () => {
  test("stand beside each other with intervals and tests", async () => {
    const { stdout, stderr, exitCode } = await compare("1-ten", "--margin", "0.1");
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain("deployed-12:trained-sampled:normalised:chests, by seed");
    expect(stdout).toMatch(/^varied +10 +0\.\d{3} +0\.\d{3}$/m);
    expect(stdout).toMatch(/^varied − fixed-extremes +0\.\d{3} +1\.000 +<0\.001 +<0\.001 +\S+ +not shown$/m);
    expect(stdout).toContain("95 % interval");
    expect(stdout).not.toContain("a look");
  });

  test("are the same as JSON, every time", async () => {
    const once = resultOf(await compare("1-ten", "--json", "--level", "0.9"));
    expect(once).toEqual(resultOf(await compare("1-ten", "--json", "--level", "0.9")));
    expect(once).toMatchObject({
      level: 0.9,
      margin: null,
      figures: ["deployed-12:trained-sampled:normalised:chests"],
    });
    expect(once.groups.map(({ name, seeds }) => [name, seeds.length])).toEqual([
      ["varied", 10],
      ["fixed-extremes", 10],
    ]);
    const [pair] = once.pairs;
    expect(pair!.difference.estimate).toBeGreaterThan(0.3);
    expect(pair!.difference.low!).toBeLessThan(pair!.difference.estimate);
    expect(pair!.permutation).toMatchObject({ exact: true, arrangements: 184_756 });
    expect(pair!.equivalence).toBeNull();
  });

  test("below ten seeds are a look: every seed, no interval", async () => {
    const { stdout } = await compare("2-more");
    for (const seed of [10, 11, 12]) expect(stdout).toMatch(new RegExp(`^  seed ${seed} +0\\.\\d{3}$`, "m"));
    expect(stdout).toContain("varied (a look)");
    expect(stdout).not.toContain("% interval");
  });
});

describe("several studies", () => {
  test("pool the seeds of one setting, or are kept apart", async () => {
    const pooled = resultOf(await compare("1-ten", "2-more", "--json"));
    expect(pooled.groups.map(({ seeds }) => seeds)).toEqual([seeds(0, 13), seeds(0, 13)]);
    const apart = resultOf(await compare("1-ten", "2-more", "--by", "study", "--json"));
    expect(apart.groups.map(({ name }) => name)).toEqual([
      ...["1-ten/varied", "1-ten/fixed-extremes", "2-more/varied", "2-more/fixed-extremes"],
    ]);
    expect(apart.pairs).toHaveLength(6);
  });

  test("are not pooled where their settings differ or a seed comes twice", async () => {
    const differing = await compare("2-more", "3-other");
    expect(differing.exitCode).toBe(2);
    for (const word of ["settings that differ", "2-more and 3-other", "--by study"]) {
      expect(differing.stderr).toContain(word);
    }
    const run = join(study("1-ten"), "trials/varied-s3");
    rmSync(study("4-again"), { recursive: true, force: true });
    makeUpStudy(disk, study("4-again"), { seeds: [3], centres: both });
    const twice = await compare(run, join(study("4-again"), "trials/varied-s3"));
    expect(twice.exitCode).toBe(2);
    expect(twice.stderr).toContain("seed 3 twice");
  });
});

test("runs of a study are taken with its references, as the whole study is", async () => {
  const runs = [0, 1, 2].flatMap((seed) => [`varied-s${seed}`, `fixed-extremes-s${seed}`]);
  const some = resultOf(await compare(...runs.map((run) => join(study("1-ten"), "trials", run)), "--json"));
  const all = resultOf(await compare("1-ten", "--json"));
  const firstThree = all.groups.map(({ name, perSeed }) => ({
    name,
    perSeed: perSeed.slice(0, 3),
    seeds: [0, 1, 2],
  }));
  expect(some.groups).toMatchObject(firstThree);
});

describe("a figure", () => {
  let usual: Comparison;
  beforeAll(async () => {
    usual = resultOf(await compare("2-more", "--json"));
  });

  test.each([
    ["keys", "deployed-12:trained-sampled:normalised:keys"],
    ["column:surplus", "deployed-12:trained-sampled:column:surplus"],
    ["trained-greedy:value:chests", "deployed-12:trained-greedy:value:chests"],
    ["training:untrained:normalised:chests", "training:untrained:normalised:chests"],
  ])("%s", async (figure, whole) => {
    const { figures, groups } = resultOf(await compare("2-more", "--figure", figure, "--json"));
    expect(figures).toEqual([whole]);
    const scale = whole.includes("normalised") ? 1 : 2;
    groups.forEach(({ perSeed }, index) => {
      perSeed.forEach((value, seed) => {
        expect(value).toBeCloseTo(scale * usual.groups[index]!.perSeed[seed]!, 12);
      });
    });
  });

  test.each([
    ["chest", ["name chest", "did you mean chests?"]],
    ["colum:surplus", ["kind of figure colum", "did you mean column?"]],
    ["planner:value:chests", ["policy planner", "trained-greedy"]],
    ["deployed-13:trained-sampled:value:chests", ["deployment deployed-13", "did you mean deployed-12?"]],
    ["a:b:c:d:e", ["--figure", "KIND:NAME"]],
  ])("that is not there ends with what there is: %s", async (figure, told) => {
    const { exitCode, stdout, stderr } = await compare("2-more", "--figure", figure);
    expect([exitCode, stdout]).toEqual([2, ""]);
    for (const word of told) expect(stderr).toContain(word);
  });

  test("margins and levels that cannot be are refused", async () => {
    for (const words of [
      ["--margin", "0"],
      ["--margin", "-1"],
      ["--level", "1"],
      ["--by", "seed"],
    ]) {
      const { exitCode, stderr } = await compare("2-more", ...words);
      expect(exitCode, stderr).toBe(2);
      expect(stderr).toContain(words[0]!.replace("--", ""));
    }
  });
});
