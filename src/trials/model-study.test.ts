// A tiny study of a model without a world: worked out once and by seeds, stopped and gone on with, its figures and its page.
import { beforeEach, describe, expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { z } from "../base/schema.ts";
import type { Runtime } from "../engine/runtime.ts";
import { evaluateCheck } from "../experiments/checks.ts";
import type { Experiment } from "../experiments/experiment.ts";
import { findingFigure, findingsOf } from "../experiments/findings.ts";
import { modelPart } from "../experiments/model-part.ts";
import { resolvePreset } from "../experiments/plan.ts";
import { studyReport } from "../reports/report.ts";
import { studyTableText } from "../reports/table-text.ts";
import { type MemoryFileSystem, memoryFileSystem } from "../runs/memory.ts";
import { readStudy } from "../runs/read-run.ts";
import { runStudy, type StudyResult, type StudyServices } from "./study.ts";
import { runTrial } from "./trial.ts";

const coin = z.strictObject({ heads: z.number().min(0).max(1).default(0.5) });

/** Stops the study after so many pauses; none by default. */
let pausesLeft = Number.POSITIVE_INFINITY;
let stop = new AbortController();

const chance = modelPart({
  reads: "The chance of heads.",
  parameters: coin,
  work: async ({ heads }) => [
    {
      finding: "chance",
      conditions: { heads },
      figures: { share: heads, none: null },
      texts: { plan: "HHT" },
    },
  ],
});

const toss = modelPart({
  reads: "Coins that are tossed.",
  parameters: coin.extend({ tosses: z.int().min(1).default(20) }),
  async work({ heads, tosses }, context) {
    let count = 0;
    for (let done = 0; done < tosses; done++) {
      if (pausesLeft-- <= 0) stop.abort();
      await context.pause(done, tosses, "tosses");
      if (context.rng.unit() < heads) count++;
    }
    return [{ finding: "tossed", conditions: { heads }, figures: { share: count / tosses } }];
  },
});

const coins: Experiment = {
  name: "coins",
  title: "Coins",
  question: "How often do coins show heads?",
  hypothesis: "As often as they should.",
  refutedBy: "Another share.",
  claims: [{ who: "Laplace", expects: "one half", refutedBy: "anything else" }],
  reach: "It shows what coins do; not why.",
  environment: null,
  columns: [],
  objectives: [],
  baseObjective: null,
  headline: null,
  parts: { chance, toss },
  presets: {
    quick: {
      name: "quick",
      summary: "Three seeds.",
      seeds: [4, 0, 7],
      settings: [
        {
          name: "theory",
          summary: "Worked out.",
          seeded: false,
          stages: [{ kind: "model", name: "chance", part: "chance", parameters: { heads: 0.25 } }],
        },
        {
          name: "practice",
          summary: "Tossed.",
          stages: [{ kind: "model", name: "toss", part: "toss", parameters: { heads: 0.25 } }],
        },
      ],
    },
  },
  defaultPreset: "quick",
  checks: [
    {
      name: "share of heads",
      direction: "at most",
      threshold: 0.9,
      figure: (summary) => findingFigure(summary, "tossed", { heads: 0.25 }, "share"),
    },
  ],
  measures: {},
  figures: (summary) => [
    {
      kind: "table",
      of: "Shares",
      columns: ["coin", "share"],
      rows: findingsOf(summary, "tossed").map(({ figures }) => ["bent", figures.share!]),
    },
    {
      kind: "map",
      of: "Faces",
      across: { title: "weight", values: [1, 2, 4] },
      down: { title: "size", values: [10, 20] },
      cells: [
        { across: 0, down: 0, value: "heads" },
        { across: 2, down: 1, value: "tails" },
      ],
      boundaries: [
        {
          label: "weight = size / 10",
          points: [
            [1, 10],
            [2, 20],
          ],
        },
      ],
    },
    {
      kind: "strips",
      of: "Plans",
      phases: [
        { label: "first", episodes: 2 },
        { label: "then", episodes: 1 },
      ],
      rows: [{ label: "heads first", plan: "HHT", value: "3", best: true }],
    },
    {
      kind: "lines",
      of: "Share",
      over: "tosses",
      logarithmic: true,
      lines: [
        {
          label: "heads",
          points: [
            [1, 0],
            [100, 0.25],
          ],
        },
      ],
    },
  ],
  conclude: (_summary, checks) => [`${checks.filter(({ holds }) => holds).length} of ${checks.length} hold.`],
};

const fingerprint = { innergap: "0", node: "20", engine: "any", threads: 1, platform: "any", cpu: "any" };

function servicesOn(fs: MemoryFileSystem): StudyServices {
  return {
    fs,
    report: (study, summary, verdict) =>
      studyReport({
        experiment: coins,
        study: study.plan,
        summary,
        verdict,
        runs: study.runs,
        createEnvironment: () => {
          throw new Error("no world");
        },
      }),
    runTrials: async (tasks, _workers, onProgress) => {
      const outcomes = [];
      for (const [index, { config, folder, command }] of tasks.entries()) {
        const context = {
          fs,
          runtime: {} as Runtime,
          fingerprint,
          command,
          signal: stop.signal,
          onProgress: (event: Parameters<typeof onProgress>[1]) => onProgress(index, event),
        };
        outcomes.push(await runTrial(coins, config, folder, context));
      }
      return outcomes;
    },
  };
}

function study(fs: MemoryFileSystem, resume: string | null = null, overrides: [string, unknown][] = []) {
  const request = {
    experiment: "coins",
    preset: null,
    seeds: null,
    out: "studies",
    resume,
    workers: 1,
    threads: 1,
    overrides: overrides.map(([path, value]) => ({ path, value })),
    command: "innergap run coins",
  };
  return runStudy(request, servicesOn(fs), () => {}, stop.signal, coins);
}

beforeEach(() => {
  pausesLeft = Number.POSITIVE_INFINITY;
  stop = new AbortController();
});

describe("a study of a model", () => {
  test("is worked out once where no chance plays a part, and by seeds where one does", async () => {
    const { status, summary, verdict } = await study(memoryFileSystem());
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
    const uninterrupted = await study(whole);
    const fs = memoryFileSystem();
    pausesLeft = 27;
    const stopped = await study(fs);
    expect(stopped.status).toBe("interrupted");
    pausesLeft = Number.POSITIVE_INFINITY;
    stop = new AbortController();
    const resumed = await study(fs, stopped.folder);
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
    const { folder, summary } = await study(fs);
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
