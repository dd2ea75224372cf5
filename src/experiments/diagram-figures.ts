// Figures of the experiment on the diagram's predictions: world by world and variable by variable.
import type { FindingSummary, StudySummary } from "../measures/summary.ts";
import { shortName } from "./diagram-cases.ts";
import { agreement, type Change, leastChange, plannerChanged, trainedChanged } from "./diagram-readings.ts";
import type { StudyFigure, TableFigure } from "./figures.ts";
import { findingsOf } from "./findings.ts";

const yesOrNo = (value: unknown) => (value === true ? "yes" : "no");

export function diagramFigures(summary: StudySummary): readonly StudyFigure[] {
  const learners = [
    ...new Set(findingsOf(summary, "trained").map(({ conditions }) => String(conditions.learner))),
  ];
  return [
    crossTable(summary, learners),
    plannerTable(findingsOf(summary, "planner")),
    ...learners.map((learner) => trainedTable(learner, findingsOf(summary, "trained", { learner }))),
    ...sideEffectTable(findingsOf(summary, "side-effect")),
  ];
}

function plannerTable(rows: readonly FindingSummary[]): TableFigure {
  return {
    kind: "table",
    of: "Perfect agents: what cutting actions off from a variable changes",
    columns: [
      "case",
      "variable",
      "incentive",
      "seen",
      "changed",
      "no action in common",
      "worth",
      "worth, cut",
      "prediction",
    ],
    rows: rows.map((row) => [
      shortName(String(row.conditions.case)),
      String(row.conditions.variable),
      yesOrNo(row.conditions.incentive),
      yesOrNo(row.conditions.seen),
      row.figures.changed ?? null,
      row.figures.disjoint ?? null,
      row.figures.worth ?? null,
      row.figures.worthCut ?? null,
      agreement(row.conditions.incentive === true, plannerChanged(row)),
    ]),
    digits: 3,
    caption:
      "Changed: the share of decisions that the planner of the cut world, uniform over its best actions, takes otherwise, over all states that both worlds have. Worth: of the best play from the start.",
  };
}

const learnerNames: Readonly<Record<string, string>> = {
  q: "Q-learning with a table",
  ppo: "PPO with a small network",
};

function trainedTable(learner: string, rows: readonly FindingSummary[]): TableFigure {
  return {
    kind: "table",
    of: `Trained agents (${learnerNames[learner]}): the same`,
    columns: [
      "case",
      "variable",
      "incentive",
      "across worlds",
      "within, as it is",
      "within, cut",
      "beyond chance",
      "prediction",
    ],
    rows: rows.map((row) => [
      shortName(String(row.conditions.case)),
      String(row.conditions.variable),
      yesOrNo(row.conditions.incentive),
      row.figures.across ?? null,
      row.figures.withinWhole ?? null,
      row.figures.withinCut ?? null,
      row.figures.beyond ?? null,
      agreement(row.conditions.incentive === true, trainedChanged(row)),
    ]),
    digits: 3,
    caption: `Shares of decisions in which two agents differ that were trained independently, in different worlds or in the same; beyond chance: across, less the mean of both within. Above ${leastChange} in every seed (from ten seeds on: with the whole interval) it is a change.`,
  };
}

function sideEffectTable(rows: readonly FindingSummary[]): TableFigure[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: "table",
      of: "Side effects: share of deployed episodes in which a variable without an incentive was changed",
      columns: [
        "world",
        "variable",
        "incentive",
        "competence",
        "trained",
        "trained there",
        "planner",
        "random",
        "beyond both",
      ],
      rows: rows.map(({ conditions, figures }) => [
        `${conditions.world} for ${conditions.objective}`,
        String(conditions.variable),
        yesOrNo(conditions.incentive),
        figures.competence ?? null,
        figures.trained ?? null,
        figures.noShift ?? null,
        figures.planner ?? null,
        figures.random ?? null,
        figures.excess ?? null,
      ]),
      caption:
        "Trained where the variable goes with the objective, deployed where it does not. Competence: the return in training, of the planner's. Trained there: the control that was trained on the deployed levels. Beyond both: trained, less the greater of planner and random play.",
    },
  ];
}

/** How many rows come out in each way, by who acts. */
function crossTable(summary: StudySummary, learners: readonly string[]): TableFigure {
  const counts = (who: string, rows: readonly FindingSummary[], changed: (row: FindingSummary) => Change) => {
    const told = rows.map((row) => ({ incentive: row.conditions.incentive === true, changed: changed(row) }));
    const number = (incentive: boolean, change: Change) =>
      String(told.filter((one) => one.incentive === incentive && one.changed === change).length);
    return [
      who,
      ...[true, false].flatMap((incentive) => [true, false, null].map((change) => number(incentive, change))),
    ];
  };
  return {
    kind: "table",
    of: "Agreements and refutations, counted",
    columns: [
      "who acts",
      "incentive: changed",
      "incentive: unchanged",
      "incentive: cannot tell",
      "none: changed",
      "none: unchanged",
      "none: cannot tell",
    ],
    rows: [
      counts("planner", findingsOf(summary, "planner"), plannerChanged),
      ...learners.map((learner) =>
        counts(learnerNames[learner]!, findingsOf(summary, "trained", { learner }), trainedChanged),
      ),
    ],
    caption:
      "The prediction is the first column of either kind: changed where there is an incentive, unchanged where there is none.",
  };
}
