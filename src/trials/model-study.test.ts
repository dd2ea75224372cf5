// A tiny study of a model without a world: worked out once and by seeds, stopped and gone on with, its figures and its page.
import { describe, expect, test } from "vitest";
import { coins, Patience, runCoins } from "../../tests/support/coins.ts";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { evaluateCheck } from "../experiments/checks.ts";
import { findingFigure, findingsOf } from "../experiments/findings.ts";
import { resolvePreset } from "../experiments/plan.ts";
import { studyTableText } from "../reports/table-text.ts";
import { type MemoryFileSystem, memoryFileSystem } from "../runs/memory.ts";
import { readStudy } from "../runs/read-run.ts";
import type { StudyResult } from "./study.ts";

describe("a study of a model", () => {
  test("is worked out once where no chance plays a part, and by seeds where one does", async () => {
    const { status, summary, verdict } = await runCoins(memoryFileSystem());
    expect(status).toBe("complete");
    expect(summary.findings!.map(({ setting, seeds }) => [setting, seeds])).toEqual([
      ["theory", [null]],
      ["practice", [0, 4, 7]],
    ]);
    expect(findingFigure(summary, "chance", {}, "share")!.mean).toBe(0.25);
    expect(findingFigure(summary, "chance", {}, "none")!.mean).toBeNaN();
    expect(findingFigure(summary, "chance", { heads: 0.3 }, "share")).toBeNull();
    expect(findingsOf(summary, "chance")[0]!.texts).toEqual([{ plan: "HHT" }]);
    const shares = [0, 4, 7].map((seed) => {
      const rng = Rng.fromSeed(seed).fork("model").fork("toss");
      return Array.from({ length: 20 }, () => rng.unit()).filter((unit) => unit < 0.25).length / 20;
    });
    expect(findingFigure(summary, "tossed", {}, "share")!.perSeed).toEqual(shares);
    expect(verdict.checks[0]).toMatchObject({ holds: true });
    expect(verdict.optimiserEvidence).toEqual({});
    expect(evaluateCheck({ ...coins.checks[0]!, figure: () => null }, summary).holds).toBeNull();
  });

  test("that was stopped goes on to the same lines as one that was not", async () => {
    const whole = memoryFileSystem();
    const uninterrupted = await runCoins(whole);
    const fs = memoryFileSystem();
    const stopped = await runCoins(fs, null, new Patience(27));
    expect(stopped.status).toBe("interrupted");
    const resumed = await runCoins(fs, stopped.folder);
    expect(resumed.status).toBe("complete");
    const lines = (disk: MemoryFileSystem, { folder }: StudyResult) =>
      readStudy(disk, folder).runs.map(({ config, evaluations }) => [
        config.setting,
        config.seed,
        evaluations,
      ]);
    expect(lines(fs, resumed)).toEqual(lines(whole, uninterrupted));
  });

  test("shows its tables, maps and plans in the terminal, and all figures, claims and numbers on its page", async () => {
    const fs = memoryFileSystem();
    const { folder, summary } = await runCoins(fs);
    const text = studyTableText(summary, coins, { width: 80, color: false });
    for (const part of ["Shares", "Faces", "1 heads; 2 tails", "HH|T", "best"]) expect(text).toContain(part);
    expect(text).not.toContain("Normalised");
    const page = new TextDecoder().decode(fs.files.get(`${folder}/report.html`));
    for (const part of [
      "Shares",
      "Faces",
      "weight = size / 10",
      "Plans",
      "Laplace",
      "not why",
      "Every number",
    ]) {
      expect(page).toContain(part);
    }
    expect(page.slice(page.indexOf("<main>"), page.indexOf("</main>"))).not.toMatch(/NaN|undefined|Infinity/);
  });

  test("takes its parameters from outside, and refuses wrong ones with their path", () => {
    const resolved = (path: string, value: unknown) => resolvePreset(coins, null, [{ path, value }]);
    expect(resolved("toss.tosses", 5).settings[1]!.stages[0]).toMatchObject({
      parameters: { heads: 0.25, tosses: 5 },
    });
    expect(resolved("practice.toss.heads", 0.5).settings[1]!.stages[0]).toMatchObject({
      parameters: { heads: 0.5 },
    });
    expect(() => resolved("toss.tosses", 0)).toThrow(InputError);
    expect(() => resolved("toss.tosses", 0)).toThrow(/practice\.toss\.tosses/);
    expect(() => resolved("toss.toses", 3)).toThrow(/tosses/);
    expect(() => resolved("tosss.tosses", 3)).toThrow(/toss/);
  });
});
