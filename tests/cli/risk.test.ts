// `innergap risk`: the answers that scripts rely on, files and pages, and how wrong questions are refused.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { innergap } from "./innergap.ts";

interface Told {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** The figures of the last line. */
async function resultOf<Result>(words: readonly string[], cwd?: string): Promise<Result> {
  const { lines, exitCode, stderr } = await innergap(
    ["risk", ...words, "--json"],
    cwd === undefined ? {} : { cwd },
  );
  expect(exitCode, stderr).toBe(0);
  return (JSON.parse(lines.at(-1)!) as { result: Result }).result;
}

const deployment = `
name: deployment
quantities:
  p: { uniform: [0, 1] , unit: probability }
  worth: 1 - 2 * p
outcome: p
decision: { options: { deploy: worth, abstain: 0 } }
`;

describe("risk", () => {
  test("run: the power-seeking estimate, S15 (c), and the same digits again", async () => {
    const words = ["run", "--model", "power-seeking", "--above", ".1", "--level", ".9", "--draws", "65536"];
    const result = await resultOf<{
      mean: Told;
      deviation: Told;
      quantiles: { share: number; value: Told }[];
      tailMeans: { level: number }[];
      exceedances: { threshold: number; probability: Told }[];
      quantities: { name: string; mean: number }[];
      draws: number;
    }>(words);
    expect(Math.abs(result.mean.estimate / 0.051376 - 1)).toBeLessThan(0.001);
    expect(Math.abs(result.deviation.estimate / 0.024371 - 1)).toBeLessThan(0.01);
    const shares = result.quantiles.map(({ value }) => Number(value.estimate.toFixed(4)));
    [0.0197, 0.0472, 0.0973].forEach((exact, index) => {
      expect(Math.abs(shares[index]! / exact - 1)).toBeLessThan(0.01);
    });
    expect(result.tailMeans.map(({ level }) => level)).toEqual([0.9]);
    expect(result.exceedances[0]).toMatchObject({ threshold: 0.1 });
    expect(result.draws).toBe(65536);
    expect(result.quantities).toHaveLength(7);
    expect(await resultOf(words)).toEqual(result);
  });

  test("run: quantities redefined are exact where nothing is left to draw", async () => {
    const means = {
      timelines: 0.65,
      incentives: 0.8,
      alignment_hard: 0.4,
      high_impact: 0.65,
      disempowerment: 0.4,
    };
    const set = Object.entries({ ...means, catastrophe: 0.95 }).flatMap(([name, mean]) => [
      "--set",
      `${name}=${mean}`,
    ]);
    const result = await resultOf<{ mean: Told; model: { set: object } }>(["run", "power-seeking", ...set]);
    expect(result.mean.estimate).toBeCloseTo(0.051376, 9);
    expect(result.model.set).toEqual(expect.objectContaining({ timelines: "0.65" }));
  });

  test("sensitivity: indices with intervals, the widest bar, and a page", async () => {
    const folder = temporaryFolder();
    const page = join(folder, "page.html");
    const result = await resultOf<{
      inputs: { name: string; kind: string; first: Told; total: Told; held: object }[];
      evaluations: number;
    }>(["sensitivity", "--model", "power-seeking", "--draws", "4096", "--out", page]);
    expect(result.evaluations).toBe(4096 * 8);
    for (const [index, exact] of [0.1139, 0.0529, 0.3174, 0.1139, 0.3174, 0.0111].entries()) {
      const { first, total, kind } = result.inputs[index]!;
      expect(Math.abs(first.estimate - exact)).toBeLessThan(0.01);
      expect(first.low <= exact && exact <= first.high).toBe(true);
      expect(total.estimate).toBeGreaterThan(exact);
      expect(kind).toBe("leaf");
    }
    expect(readFileSync(page, "utf8")).toContain("What makes it uncertain");
  });

  test("voi: a model of one's own, S15 (e), whose next experiment is named", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "model.yaml"), deployment);
    const result = await resultOf<{
      everything: Told;
      parts: { name: string; perfect: Told; observed: Told }[];
      next: { name: string };
      decision: { flips: boolean };
    }>(["voi", "model.yaml", "--observations", "1"], folder);
    expect(Math.abs(result.everything.estimate - 0.25)).toBeLessThan(0.002);
    expect(Math.abs(result.parts[0]!.perfect.estimate - 0.25)).toBeLessThan(0.002);
    expect(Math.abs(result.parts[0]!.observed.estimate - 1 / 6)).toBeLessThan(0.002);
    expect(result.next.name).toBe("p");
    expect(result.decision.flips).toBe(true);
  });

  test("explain: the tree, and the model's own text to begin with", async () => {
    const told = await innergap(["risk", "explain", "inner-alignment-common-causes"]);
    expect(told.stdout).toContain("harm = goal_gap *");
    expect(told.stdout).toContain("source: docs/results/");
    const folder = temporaryFolder();
    const text = await innergap(["risk", "explain", "power-seeking", "--text"]);
    writeFileSync(join(folder, "copy.yaml"), text.stdout);
    const { tree } = await resultOf<{ tree: { name: string; uses: unknown[] } }>(
      ["explain", "copy.yaml"],
      folder,
    );
    expect(tree.name).toBe("risk");
    expect(tree.uses).toHaveLength(6);
  });

  test("an interrupt ends a long run with 130 and without a stack", async () => {
    const { exitCode, stderr } = await innergap(["risk", "run", "inner-alignment", "--draws", "16777216"], {
      started: (child) => {
        child.stdin?.on("close", () => setTimeout(() => child.kill("SIGINT"), 2500));
      },
    });
    expect(exitCode).toBe(130);
    expect(stderr).not.toContain("    at ");
  });

  test.each([
    ["an unknown model", ["run", "--model", "power-seking"], "did you mean power-seeking?"],
    ["a file that is not there", ["run", "nowhere.yaml"], "ENOENT"],
  ])("refuses %s", async (_what, words, expected) => {
    const { exitCode, stderr, stdout } = await innergap(["risk", ...words]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(expected);
  });
});
