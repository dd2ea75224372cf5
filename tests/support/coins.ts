// A made-up experiment on a model without a world: coins, worked out once and tossed by seeds, with a figure of every kind.

import { z } from "../../src/base/schema.ts";
import type { Runtime } from "../../src/engine/runtime.ts";
import { withoutWorld } from "../../src/experiments/defaults.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { findingFigure, findingsOf } from "../../src/experiments/findings.ts";
import { type ModelPart, modelPart } from "../../src/experiments/model-part.ts";
import { studyReport } from "../../src/reports/report.ts";
import type { MemoryFileSystem } from "../../src/runs/memory.ts";
import { runStudy, type StudyResult, type StudyServices } from "../../src/trials/study.ts";
import { runTrial } from "../../src/trials/trial.ts";

/** Stops a study after so many pauses. */
export class Patience {
  readonly #stop = new AbortController();

  constructor(private pausesLeft = Number.POSITIVE_INFINITY) {}

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  tick(): void {
    if (this.pausesLeft-- <= 0) this.#stop.abort();
  }
}

const coin = z.strictObject({ heads: z.number().min(0).max(1).default(0.5) });

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
      await context.pause(done, tosses, "tosses");
      if (context.rng.unit() < heads) count++;
    }
    return [{ finding: "tossed", conditions: { heads }, figures: { share: count / tosses } }];
  },
});

export const coins: Experiment = {
  name: "coins",
  title: "Coins",
  question: "How often do coins show heads?",
  hypothesis: "As often as they should.",
  refutedBy: "Another share.",
  claims: [{ who: "Laplace", expects: "one half", refutedBy: "anything else" }],
  reach: "It shows what coins do; not why.",
  ...withoutWorld,
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

function servicesOn(fs: MemoryFileSystem, patience: Patience): StudyServices {
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
          signal: patience.signal,
          onProgress: (event: Parameters<typeof onProgress>[1]) => onProgress(index, event),
        };
        outcomes.push(await runTrial(experimentThatTires(patience), config, folder, context));
      }
      return outcomes;
    },
  };
}

/** The experiment, each pause of which takes some of the patience. */
function experimentThatTires(patience: Patience): Experiment {
  const parts = Object.entries(coins.parts ?? {}).map(([name, part]) => [
    name,
    {
      ...part,
      work: (parameters, context) =>
        part.work(parameters, {
          ...context,
          pause: (...progress) => {
            patience.tick();
            return context.pause(...progress);
          },
        }),
    } satisfies ModelPart,
  ]);
  return { ...coins, parts: Object.fromEntries(parts) };
}

/** Runs the study on a disk, or goes on with one. */
export function runCoins(
  fs: MemoryFileSystem,
  resume: string | null = null,
  patience = new Patience(),
): Promise<StudyResult> {
  const request = {
    experiment: coins.name,
    preset: null,
    seeds: null,
    out: "studies",
    resume,
    workers: 1,
    threads: 1,
    overrides: [],
    command: "innergap run coins",
  };
  return runStudy(request, servicesOn(fs, patience), () => {}, patience.signal, coins);
}
