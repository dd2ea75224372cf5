// A made-up experiment to sweep over: the height of a hill whose summit is known, with seeded noise that more steps make smaller.
import { z } from "../../src/base/schema.ts";
import type { Runtime } from "../../src/engine/runtime.ts";
import { withoutWorld } from "../../src/experiments/defaults.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { findingFigure } from "../../src/experiments/findings.ts";
import { modelPart } from "../../src/experiments/model-part.ts";
import { DivergenceError } from "../../src/learners/divergence.ts";
import { sweepPage } from "../../src/reports/sweep-page.ts";
import type { FileSystem } from "../../src/runs/file-system.ts";
import type { SweepServices } from "../../src/trials/sweep.ts";
import type { RankedFigure } from "../../src/trials/sweep-ranking.ts";
import type { SweepOutcome } from "../../src/trials/sweep-trials.ts";
import { runTrial } from "../../src/trials/trial.ts";

export const summit = 2;
/** Walking here diverges. */
export const cliff = 13;

const walk = modelPart({
  reads: "How high it is at a place.",
  parameters: z.strictObject({
    at: z.number().min(-100).max(100).default(0),
    shoes: z.enum(["boots", "sandals"]).default("boots"),
    steps: z.int().min(1).default(64),
  }),
  async work({ at, shoes, steps }, { rng }) {
    if (at === cliff) throw new DivergenceError("walking has diverged");
    const height = -((at - summit) ** 2) - (shoes === "sandals" ? 1 : 0) + (0.1 * rng.normal()) / steps;
    return [{ finding: "height", conditions: {}, figures: { height } }];
  },
});

const map = modelPart({
  reads: "What needs no walking.",
  parameters: z.strictObject({}),
  work: async () => [{ finding: "summit", conditions: {}, figures: { at: summit } }],
});

export const hill: Experiment = {
  name: "hill",
  title: "A hill",
  question: "Where is it highest?",
  hypothesis: "At its summit.",
  refutedBy: "Anywhere else.",
  ...withoutWorld,
  parts: { walk, map },
  presets: {
    quick: {
      name: "quick",
      summary: "Two seeds.",
      seeds: [0, 1],
      settings: [
        {
          name: "map",
          summary: "Read.",
          seeded: false,
          stages: [{ kind: "model", name: "read", part: "map", parameters: {} }],
        },
        {
          name: "tour",
          summary: "Walked.",
          stages: [{ kind: "model", name: "walk", part: "walk", parameters: {} }],
        },
      ],
    },
  },
  defaultPreset: "quick",
  checks: [],
  conclude: () => [],
};

export const height: RankedFigure = {
  name: "tour/walk:height:-:height",
  best: "highest",
  of: (summary) => {
    const perSeed = findingFigure(summary, "height", {}, "height")?.perSeed ?? null;
    return perSeed && { perSeed, seeds: summary.settings.find(({ name }) => name === "tour")!.seeds };
  },
};

const fingerprint = { innergap: "0", node: "20", engine: "any", threads: 1, platform: "any", cpu: "any" };

/** Runs trials one after the other, `begun` told of each; after `patience` of them the signal counts as given. */
export function hillServices(
  fs: FileSystem,
  begun: string[],
  patience = Number.POSITIVE_INFINITY,
): SweepServices {
  return {
    fs,
    report: sweepPage,
    runTrials: async (tasks) => {
      const outcomes: SweepOutcome[] = [];
      for (const { config, folder, command } of tasks) {
        if (begun.length >= patience) {
          outcomes.push({ status: "interrupted", notices: [] });
          continue;
        }
        begun.push(folder.slice(folder.lastIndexOf("/") + 1));
        const { signal } = new AbortController();
        const context = { fs, runtime: {} as Runtime, fingerprint, command, signal, onProgress: () => {} };
        try {
          outcomes.push(await runTrial(hill, config, folder, context));
        } catch (error) {
          if (!(error instanceof DivergenceError)) throw error;
          outcomes.push({ status: "failed", error: error.message, diverged: true });
        }
      }
      return outcomes;
    },
  };
}
