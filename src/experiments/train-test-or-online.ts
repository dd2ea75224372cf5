// Does an agent that would defect do so less often where it goes on being trained, and is that any help?
import type { Interval } from "../base/interval.ts";
import type { Figure, StudySummary } from "../measures/summary.ts";
import { combine, figure } from "./checks.ts";
import { firstSeeds, withoutWorld } from "./defaults.ts";
import type { Check, CheckDefinition, Experiment, Preset, Setting } from "./experiment.ts";
import { findingFigure, findingsOf } from "./findings.ts";
import { learnedClusters, logisticMidpointOf, midpointPerSeed } from "./learned-midpoint.ts";
import { intervalOf, modificationFigures, reach } from "./modification-figures.ts";
import { drawnPopulations, exactThreat, learnersUnderThreat } from "./modification-parts.ts";

const cell = (summary: StudySummary, name: string, key: string) =>
  findingFigure(summary, "population", { cell: name }, key);

const both = (one: Figure | null, other: Figure | null, by: (a: number, b: number) => number) =>
  one && other ? combine(one, other, by) : null;

const largest = (figures: readonly (Figure | null | undefined)[]): Figure | null => {
  const known = figures.filter((one) => one !== null && one !== undefined);
  return known.length === 0 ? null : known.reduce((one, other) => combine(one, other, Math.max));
};

/** Cells of the phase map on one side of the line L = tau + 1. */
const phases = (summary: StudySummary, tooLate: boolean) =>
  findingsOf(summary, "phase").filter(
    ({ conditions }) => Number(conditions.length) <= Number(conditions.delay) + 1 === tooLate,
  );

const checks: readonly CheckDefinition[] = [
  {
    name: "Cottier: share that defects where modification is late, less the share where it is at once, at equal detection",
    direction: "at least",
    threshold: 0.1,
    figure: (summary) =>
      both(
        cell(summary, "as likely seen, but late", "defecting"),
        cell(summary, "online", "defecting"),
        (a, b) => a - b,
      ),
  },
  {
    name: "Hubinger, up to L = tau + 1: most that detection takes off the probability of the catastrophe",
    direction: "at most",
    threshold: 0,
    figure: (summary) => largest(phases(summary, true).map(prevented)),
  },
  {
    name: "Cottier, L = 5 and tau = 0: how many times less likely detection makes the catastrophe",
    direction: "at least",
    threshold: 2,
    figure: (summary) => {
      const found = findingsOf(summary, "phase", { length: 5, delay: 0 })[0]?.figures;
      return both(found?.unseen ?? null, found?.catastrophe ?? null, (a, b) => a / b);
    },
  },
  {
    name: "control, nothing is seen: difference of the paradigms in defection and in catastrophe",
    direction: "at most",
    threshold: 0,
    figure: (summary) =>
      largest(
        ["defecting", "catastrophe"].map((key) =>
          both(
            cell(summary, "online, nothing seen", key),
            cell(summary, "people, nothing seen", key),
            (a, b) => Math.abs(a - b),
          ),
        ),
      ),
  },
  {
    name: "largest difference of the dynamic programme from the closed form",
    direction: "at most",
    threshold: 1e-9,
    figure: (summary) => largest(findingsOf(summary, "phase").map(({ figures }) => figures.programmeError)),
  },
  {
    name: "largest difference of a drawn population from its exact shares",
    direction: "at most",
    threshold: 0.01,
    figure: (summary) => largest(findingsOf(summary, "drawn").map(({ figures }) => figures.error)),
  },
  {
    name: "double Q-learning: distance of its change-over from the exact threshold",
    direction: "at most",
    threshold: 0.005,
    figure: (summary) => {
      const midpoint = midpointPerSeed(summary, "double Q-learning");
      const threshold = findingsOf(summary, "learners")[0]?.figures.threshold ?? null;
      // The distance of the mean: single seeds scatter to both sides.
      return midpoint && threshold && figure([Math.abs(midpoint.mean - threshold.mean)]);
    },
  },
];

function prevented({ figures }: { readonly figures: Readonly<Record<string, Figure>> }): Figure | null {
  return both(figures.unseen ?? null, figures.catastrophe ?? null, (a, b) => a - b);
}

const percent = (found: Figure | null) => (found ? `${(100 * found.mean).toFixed(1)} %` : "not measured");

function conclude(summary: StudySummary, results: readonly Check[]): string[] {
  const clusters = learnedClusters(summary, "double Q-learning");
  const midpoint = logisticMidpointOf(clusters);
  const single = logisticMidpointOf(learnedClusters(summary, "Q-learning"));
  const threshold = findingsOf(summary, "learners")[0]?.figures.threshold?.mean;
  const told = (one: Interval) => `${one.estimate.toFixed(4)} ${intervalOf(one, clusters.length)}`.trim();
  const blind = findingFigure(summary, "recognition", { cell: "online", recognition: 0 }, "defecting");
  return [
    `At equal detection ${percent(cell(summary, "online", "defecting"))} of the population defects where modification is at once, ${percent(cell(summary, "as likely seen, but late", "defecting"))} where it is late; ${percent(cell(summary, "people", "defecting"))} where people watch.`,
    `Of those that defect online, ${percent(cell(summary, "online", "completed"))} complete the catastrophe; where it takes no longer than modification does, all of them, whatever is seen.`,
    `The threat works by being recognised: where agents do not see it coming, ${percent(blind)} defect online.`,
    ...(midpoint && single && threshold !== undefined
      ? [
          `Learners that were told nothing change over at ${told(midpoint)} with two tables and at ${told(single)} with one; the exact threshold is ${threshold.toFixed(4)}.`,
        ]
      : []),
    results.every(({ holds }) => holds)
      ? "Both sides are right in their own region: the dispute is about L against tau."
      : "The checks fixed beforehand do not all hold; the table says which.",
  ];
}

const settings = (learners: number, steps: number): Setting[] => [
  {
    name: "theory",
    summary: "Closed forms, and the dynamic programme beside them.",
    seeded: false,
    stages: [{ kind: "model", name: "exact", part: "exactThreat", parameters: {} }],
  },
  {
    name: "populations",
    summary: "A hundred thousand agents with motives of their own.",
    stages: [{ kind: "model", name: "draw", part: "drawnPopulations", parameters: {} }],
  },
  {
    name: "learners",
    summary: "Learners that find out what the threat is worth.",
    stages: [{ kind: "model", name: "learn", part: "learnersUnderThreat", parameters: { learners, steps } }],
  },
];

function preset(name: string, summary: string, seeds: number, learners: number, steps: number): Preset {
  return { name, summary, seeds: firstSeeds(seeds), settings: settings(learners, steps) };
}

export const trainTestOrOnline: Experiment = {
  name: "train-test-or-online",
  title: "Train and test, or online?",
  question:
    "Does going on with training keep an agent from defecting, and does correction come before the harm is done?",
  hypothesis:
    "Faster modification deters at equal detection; it prevents a catastrophe only where that takes more than tau + 1 steps.",
  refutedBy:
    "No fewer agents defect where modification is faster; or detection prevents a catastrophe of at most tau + 1 steps, or fails to halve one of 5 steps at tau = 0.",
  claims: [
    {
      who: "Cottier",
      expects:
        "Online learning leaves pseudo-alignment as likely, but a deceptive model defects less, since modification is a faster and more recognisable threat than people are.",
      refutedBy: "At equal detection as many defect online.",
    },
    {
      who: "Hubinger",
      expects:
        "A catastrophe cannot be undone, so that later correction is no help; what counts is the worst case, and deploying at every step is the more dangerous.",
      refutedBy:
        "Said of every case: detection makes a catastrophe of more than tau + 1 steps at least half as likely.",
    },
  ],
  reach,
  ...withoutWorld,
  parts: { exactThreat, drawnPopulations, learnersUnderThreat },
  presets: {
    quick: preset("quick", "A look: three seeds, two learners of each kind per cell.", 3, 2, 200_000),
    full: preset("full", "Thirty seeds, with intervals.", 30, 2, 400_000),
  },
  defaultPreset: "quick",
  checks,
  figures: modificationFigures,
  conclude,
};
