// Asks whether, and under which learning rule, the flag that marks a goal moves from a truth to the cell that stores its label.
import type { Figure, FindingSummary, StudySummary } from "../measures/summary.ts";
import { combine, figure } from "./checks.ts";
import { firstSeeds, withoutWorld } from "./defaults.ts";
import { driftFigures, rules, type Signal, shownError } from "./drift-figures.ts";
import { flagHistories, flagLimits } from "./drift-parts.ts";
import type { Check, CheckDefinition, Experiment, Preset } from "./experiment.ts";
import { findingFigure, findingsOf } from "./findings.ts";

const endShare = (summary: StudySummary, rule: string, signal: Signal, labelError = shownError) =>
  findingFigure(summary, "end", { rule, signal, labelError }, "share");

/** Seed by seed, the smallest or the largest of several figures. */
function extreme(figures: readonly (Figure | null)[], pick: (a: number, b: number) => number): Figure | null {
  const all = figures.filter((one) => one !== null);
  return all.length === 0 ? null : all.reduce((one, other) => combine(one, other, pick));
}

const largest = (figures: readonly (Figure | null)[]) => extreme(figures, Math.max);
const smallest = (figures: readonly (Figure | null)[]) => extreme(figures, Math.min);

const checks: readonly CheckDefinition[] = [
  {
    name: "R2, no signal: how far the flag moves",
    direction: "at most",
    threshold: 1e-6,
    figure: (summary) => endShare(summary, "R2", "none"),
  },
  {
    name: "without a signal, most share on Y under any rule but R4, into which it is put by hand",
    direction: "at least",
    threshold: shownError,
    figure: (summary) =>
      largest(rules.filter((rule) => rule !== "R4").map((rule) => endShare(summary, rule, "none"))),
  },
  {
    name: "with a signal and label errors, share on Y under R1",
    direction: "at least",
    threshold: 0.5,
    figure: (summary) => endShare(summary, "R1", "present"),
  },
  {
    name: "with a signal and label errors, least share on Y under any rule but R0",
    direction: "at least",
    threshold: shownError,
    figure: (summary) => smallest(rules.slice(1).map((rule) => endShare(summary, rule, "present"))),
  },
  {
    name: "with a signal and label errors, share on Y where a pointer is kept (R0, R7)",
    direction: "at most",
    threshold: 0.01,
    figure: (summary) => largest(["R0", "R7"].map((rule) => endShare(summary, rule, "present"))),
  },
  {
    name: "largest distance of a final share from the closed form",
    direction: "at most",
    threshold: 0.05,
    figure: (summary) =>
      largest(findingsOf(summary, "end", { labelError: shownError }).map((end) => fromLimit(summary, end))),
  },
  {
    name: "largest relative error of a bribe price seen in behaviour",
    direction: "at most",
    threshold: 0.05,
    figure: (summary) => largest(findingsOf(summary, "end").map(priceError)),
  },
  {
    name: "share on a decoy without a tie to X, R5 to R7",
    direction: "at most",
    threshold: 0.02,
    figure: (summary) =>
      largest(
        ["R5", "R6", "R7"].flatMap((rule) =>
          findingsOf(summary, "control", { control: "independent decoy", rule }).map(
            ({ figures }) => figures.shareZ ?? null,
          ),
        ),
      ),
  },
];

function fromLimit(summary: StudySummary, end: FindingSummary): Figure | null {
  const limit = findingFigure(summary, "limit", end.conditions, "share");
  const share = end.figures.share;
  return limit && share ? combine(share, limit, (a, b) => Math.abs(a - b)) : null;
}

/** Where there is something to pay for: prices below a tenth have no relative error worth the name. */
function priceError({ figures: { price, measured } }: FindingSummary): Figure | null {
  if (!price || !measured || price.mean < 0.1) return null;
  return combine(measured, price, (found, exact) => Math.abs(found / exact - 1));
}

function conclude(summary: StudySummary, made: readonly Check[]): string[] {
  const drifting = (signal: Signal) =>
    rules.filter((rule) => (endShare(summary, rule, signal)?.mean ?? 0) >= shownError);
  const list = (found: readonly string[]) => (found.length === 0 ? "none" : found.join(", "));
  const share = (rule: string, signal: Signal) =>
    (endShare(summary, rule, signal) ?? figure([])).mean.toFixed(3);
  const held = made.filter(({ holds }) => holds === true).length;
  const parts = (signal: Signal) => drifting(signal).map((rule) => `${rule} (${share(rule, signal)})`);
  const kept = rules.slice(1).filter((rule) => !drifting("present").includes(rule));
  return [
    `Without a signal the flag moves to Y under ${list(parts("none"))}. R4 spreads it by hand; under R3 decay makes two weights cheaper than one; R2, which learns from its own value alone, moves it by ${share("R2", "none")}.`,
    `With a signal and ${shownError * 100} % label errors it moves under ${list(parts("present"))}; rules that learn and leave it on X: ${list(kept)}.`,
    `${held} of ${made.length} checks hold.`,
  ];
}

const theory = {
  name: "theory",
  summary: "Limits in closed form.",
  seeded: false,
  stages: [{ kind: "model", name: "limits", part: "limits", parameters: {} }],
} as const;

function preset(name: string, summary: string, seeds: number, steps: number): Preset {
  const histories = {
    name: "histories",
    summary: "Histories of the flag.",
    stages: [{ kind: "model", name: "drift", part: "histories", parameters: { steps } }],
  } as const;
  return { name, summary, seeds: firstSeeds(seeds), settings: [theory, histories] };
}

export const conceptDrift: Experiment = {
  name: "concept-drift",
  title: "Concept drift",
  question:
    "When an agent's world model learns of the cell that stores its label, does the flag that marks its goal move from the truth to the cell?",
  hypothesis:
    "It depends on the rule that moves the flag: some rules drift without a signal, those that learn from a signal drift where labels err.",
  refutedBy:
    "Without a signal nothing drifts but spreading, which is put in by hand; or with a signal and label errors, following it keeps at most half of the flag on the label.",
  claims: [
    {
      who: "Byrnes",
      expects:
        "Some agents drift in deployment, without any signal; with a signal for ever, and labels that err, all but a fixed pointer do.",
      refutedBy: "No rule but spreading drifts without a signal; R1 ends with at most half of its flag on Y.",
    },
    {
      who: "Competing view",
      expects:
        "A well-built agent keeps its pointers: R0, and R7 as long as the old percept stays in the new ontology.",
      refutedBy: "R0 or R7 with the old percept puts more than a hundredth of the flag on Y.",
    },
  ],
  reach:
    "It shows where each rule leads, given that an agent has a flag and that rule; not that training makes agents with flags, nor which rule they would have.",
  ...withoutWorld,
  parts: { limits: flagLimits, histories: flagHistories },
  presets: {
    quick: preset("quick", "Ten histories of 100,000 steps per rule, signal and label error.", 10, 100_000),
    full: preset("full", "Thirty histories of a million steps.", 30, 1_000_000),
  },
  defaultPreset: "quick",
  checks,
  figures: driftFigures,
  conclude,
};
