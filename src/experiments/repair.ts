// Which levels repair a goal: does training on the few that tell objectives apart close the gap, and how many does it take?
import type { Figure, StudySummary } from "../measures/summary.ts";
import type { LevelMixture } from "../shifts/shift.ts";
import { combine, deploymentOf, gapFigure, inferenceOf, inWords, policyOf } from "./checks.ts";
import { firstSeeds, keysColumns, references, smallTraining, stepsColumn } from "./defaults.ts";
import type {
  Check,
  CheckDefinition,
  DeployStage,
  Experiment,
  InferStage,
  Preset,
  Setting,
} from "./experiment.ts";
import type { LineFigure } from "./figures.ts";
import { varied } from "./keys-and-chests.ts";
import { discriminatingTexts, randomTexts } from "./repair-levels.ts";

const gamma = 0.99;
const trainingHorizon = 64;
const deployedHorizon = 12;
const base = "chests";
/** Share of training episodes on the added levels. */
const share = 0.25;

type Kind = "discriminating" | "random";
const texts: Readonly<Record<Kind, readonly string[]>> = {
  discriminating: discriminatingTexts,
  random: randomTexts,
};

interface Size {
  readonly seeds: number;
  readonly steps: number;
  readonly levels: number;
  readonly watched: number;
  /** How many levels are added, at most as many as repair-levels.ts has. */
  readonly added: readonly number[];
}

function deployment(side: "training" | "deployed", size: Size): DeployStage {
  return {
    kind: "deploy",
    name: side,
    side,
    source: varied[side],
    horizon: side === "training" ? trainingHorizon : deployedHorizon,
    count: size.levels,
    discount: gamma,
    policies: ["trained-sampled"],
    replays: 2,
    measures: [],
    references: references(["chests", "keys"], base, gamma),
  };
}

function settingName(kind: Kind, count: number): string {
  return count === 0 ? "nothing-added" : `${kind}-${count}`;
}

function setting(kind: Kind, count: number, size: Size): Setting {
  const mixture: LevelMixture = { share, levels: texts[kind].slice(0, count) };
  return {
    name: settingName(kind, count),
    summary:
      count === 0
        ? "Trained as ever: keys scarce."
        : `A quarter of the training episodes on ${count} ${kind} ${count === 1 ? "level" : "levels"} of the deployed distribution.`,
    stages: [
      smallTraining(
        count === 0 ? varied.training : { ...varied.training, mixture },
        trainingHorizon,
        size.steps,
        { checkpointInterval: 524_288 },
      ),
      deployment("training", size),
      deployment("deployed", size),
    ],
  };
}

function preset(name: string, summary: string, size: Size): Preset {
  const settings = [
    setting("random", 0, size),
    ...size.added.flatMap((count) => [
      setting("discriminating", count, size),
      setting("random", count, size),
    ]),
  ];
  const { source, horizon, discount } = deployment("deployed", size);
  const inference: InferStage = {
    kind: "infer",
    name: "deployed",
    source,
    horizon,
    discount,
    levels: size.watched,
    episodesPerLevel: 1,
    plannerDiscount: gamma,
    training: { source: varied.training, horizon: trainingHorizon, count: size.levels },
    settings: settings.map((one) => one.name),
    seeds: null,
    policies: ["trained-sampled"],
    checkpoints: "last",
    agents: [],
    objectives: null,
    weights: null,
    otherDraws: 32,
  };
  return {
    name,
    summary,
    seeds: firstSeeds(size.seeds),
    settings,
    inference: [inference],
  };
}

const deployedRow = (summary: StudySummary, name: string) =>
  policyOf(deploymentOf(summary, name, "deployed"), "trained-sampled");

const gapOf = (summary: StudySummary, name: string) =>
  gapFigure(inferenceOf(summary, name, "deployed", "trained-sampled"));

/** N_chests deployed, less that of the agent to which no level was added. */
function gained(summary: StudySummary, name: string): Figure | null {
  const [with_, without] = [name, "nothing-added"].map((one) => deployedRow(summary, one)?.normalised[base]);
  return with_ && without ? combine(with_, without, (a, b) => a - b) : null;
}

/** The settings of one kind that a study ran, fewest levels first. */
function countsOf(summary: StudySummary, kind: Kind): number[] {
  return summary.settings
    .flatMap(({ name }) => (name.startsWith(`${kind}-`) ? [Number(name.slice(kind.length + 1))] : []))
    .sort((a, b) => a - b);
}

const most = (summary: StudySummary, kind: Kind) => {
  const counts = countsOf(summary, kind);
  return counts.length === 0 ? null : settingName(kind, counts.at(-1)!);
};

const checks: readonly CheckDefinition[] = [
  {
    name: "the most discriminating levels repair (normalised value of chests deployed, gained)",
    direction: "at least",
    threshold: 0.2,
    figure: (summary) => {
      const name = most(summary, "discriminating");
      return name ? gained(summary, name) : null;
    },
  },
  {
    name: "fewest discriminating levels beat as many random ones (difference of the same)",
    direction: "at least",
    threshold: 0,
    figure: (summary) => {
      const [count] = countsOf(summary, "discriminating");
      if (count === undefined) return null;
      const [one, other] = (["discriminating", "random"] as const).map((kind) =>
        gained(summary, settingName(kind, count)),
      );
      return one && other ? combine(one, other, (a, b) => a - b) : null;
    },
  },
  {
    name: "the gap closes with the most discriminating levels (share of the gap that is left)",
    direction: "at most",
    threshold: 0.5,
    figure: (summary) => {
      const name = most(summary, "discriminating");
      const [after, before] = [name ? gapOf(summary, name) : null, gapOf(summary, "nothing-added")];
      return after && before ? combine(after, before, (a, b) => a / b) : null;
    },
  },
];

function conclude(summary: StudySummary, results: readonly Check[]): string[] {
  const line = (name: string) => {
    const row = deployedRow(summary, name);
    const gap = gapOf(summary, name);
    if (!row?.normalised[base]) return [];
    const left = gap ? `, gap ${inWords(gap)}` : "";
    return [`${name}: normalised value of chests where deployed ${inWords(row.normalised[base])}${left}.`];
  };
  const names = [
    "nothing-added",
    ...countsOf(summary, "discriminating").flatMap((count) => [
      settingName("discriminating", count),
      settingName("random", count),
    ]),
  ];
  const [repairs, beats] = results;
  return [
    ...names.flatMap(line),
    repairs?.holds
      ? `A few levels on which the objectives disagree repair the goal${beats?.holds ? ", and fewer of them are needed than of random ones" : "; that they do it better than random ones of the deployed distribution is not shown"}.`
      : "Adding levels on which the objectives disagree is not shown to repair the goal.",
  ];
}

/** How the added levels pay, in value and in gap. */
function figures(summary: StudySummary): LineFigure[] {
  const over = "number of added levels";
  const lines = (figureOf: (name: string) => Figure | null) =>
    (["discriminating", "random"] as const).map((kind) => ({
      label: `${kind} levels`,
      points: [0, ...countsOf(summary, kind)].flatMap((count) => {
        const value = figureOf(settingName(kind, count));
        return value && Number.isFinite(value.mean) ? [[count, value.mean] as const] : [];
      }),
    }));
  return [
    {
      of: "Normalised value of chests where deployed",
      over,
      lines: lines((name) => deployedRow(summary, name)?.normalised[base] ?? null),
    },
    { of: "Inner objective gap", over, lines: lines((name) => gapOf(summary, name)) },
  ];
}

/** From a measure to a remedy: levels chosen for what they tell, put into training. */
export const repair: Experiment = {
  name: "repair",
  title: "Repair",
  question:
    "Does training on the levels that best tell objectives apart close the inner objective gap, and how many does it take?",
  hypothesis:
    "A quarter of the training episodes on a few discriminating levels closes most of the gap, and fewer are needed than random ones of the deployed distribution.",
  refutedBy:
    "The deployed value of the base objective does not rise by .2, or the discriminating levels do no better than as many random ones.",
  environment: "keys-and-chests",
  presets: {
    quick: preset("quick", "A look: two seeds, 4 and 64 added levels.", {
      seeds: 2,
      steps: 1_000_000,
      levels: 96,
      watched: 10,
      added: [4, 64],
    }),
    full: preset("full", "Ten seeds with intervals, 1 to 64 added levels.", {
      seeds: 10,
      steps: 1_500_000,
      levels: 128,
      watched: 16,
      added: [1, 4, 16, 64],
    }),
  },
  defaultPreset: "quick",
  columns: [...keysColumns, stepsColumn],
  objectives: ["chests", "keys", "chests-minus-surplus", "keys-and-chests"],
  baseObjective: base,
  headline: { setting: "nothing-added", deployment: "deployed" },
  checks,
  measures: {},
  figures,
  conclude,
};
