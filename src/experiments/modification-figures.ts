// What the experiment on the threat of modification draws: phase maps, populations, recognition, waiting, learners.
import type { Interval } from "../base/interval.ts";
import type { Figure, StudySummary } from "../measures/summary.ts";
import { claimSeeds } from "./checks.ts";
import type { LineFigure, MapFigure, StudyFigure, TableFigure } from "./figures.ts";
import { findingFigure, findingsOf } from "./findings.ts";
import { learnedClusters, logisticMidpointOf, midpointPerSeed } from "./learned-midpoint.ts";
import { learnerNames } from "./modification-parts.ts";

/** How far the study carries. */
export const reach =
  "It shows what a threat of modification does to an agent that would defect, and whether correction comes in time; not that training creates such agents, nor how likely they are.";

function map(summary: StudySummary, key: string, of: string, caption: string): MapFigure {
  const rows = findingsOf(summary, "phase");
  const values = (name: string) => [...new Set(rows.map(({ conditions }) => Number(conditions[name])))];
  const [lengths, delays] = [values("length"), values("delay")];
  return {
    kind: "map",
    of,
    across: { title: "L, steps that complete it", values: lengths },
    down: { title: "tau, steps until modified", values: delays },
    cells: rows.map(({ conditions, figures }) => ({
      across: lengths.indexOf(Number(conditions.length)),
      down: delays.indexOf(Number(conditions.delay)),
      value: figures[key]!.mean,
    })),
    boundaries: [
      {
        label: "L = tau + 1",
        points: delays
          .map((delay) => [delay + 1, delay] as const)
          .filter(([length]) => length <= lengths.at(-1)!),
      },
    ],
    caption: `${caption} ${reach}`,
  };
}

function byCell(summary: StudySummary, finding: string, over: string, key: string): LineFigure["lines"] {
  const names = [...new Set(findingsOf(summary, finding).map(({ conditions }) => String(conditions.cell)))];
  return names.map((name) => ({
    label: name,
    points: findingsOf(summary, finding, { cell: name }).map(
      ({ conditions, figures }) => [Number(conditions[over]), figures[key]!.mean] as const,
    ),
  }));
}

function populationTable(summary: StudySummary): TableFigure {
  return {
    kind: "table",
    of: "Who defects, and with what result",
    columns: ["threat", "q", "tau", "defects", "of these, completed", "catastrophe", "catastrophe, drawn"],
    rows: findingsOf(summary, "population").map(({ conditions, figures }) => [
      String(conditions.cell),
      figures.detection!.mean,
      String(figures.delay!.mean),
      figures.defecting!.mean,
      figures.completed!.mean,
      figures.catastrophe!.mean,
      findingFigure(summary, "drawn", { cell: conditions.cell! }, "catastrophe"),
    ]),
    digits: 4,
    caption: `gain / benefit is log-normal in the population. ${reach}`,
  };
}

function learnerFigures(summary: StudySummary): StudyFigure[] {
  const rows = findingsOf(summary, "learners");
  const threshold = rows[0]?.figures.threshold?.mean;
  if (threshold === undefined) return [];
  return [
    {
      of: "Share of learners that defect in the end",
      over: "probability that a step of defection is seen",
      slopes: false,
      lines: learnerNames.map((learner) => ({
        label: learner,
        points: findingsOf(summary, "learners", { learner }).map(
          ({ conditions, figures }) => [Number(conditions.detection), figures.defecting!.mean] as const,
        ),
      })),
      marks: [{ at: threshold, label: "exact" }],
      caption: `Learners that are told nothing of the game. ${reach}`,
    },
    {
      kind: "table",
      of: "Where learners change over",
      columns: ["learner", "logistic midpoint", "95 % over seeds", "exact", "seed by seed"],
      rows: learnerNames.map((learner) => {
        const clusters = learnedClusters(summary, learner);
        const found = logisticMidpointOf(clusters);
        return [
          learner,
          found?.estimate ?? null,
          found && intervalOf(found, clusters.length),
          threshold,
          midpointPerSeed(summary, learner),
        ];
      }),
      digits: 4,
      caption:
        "Q-learning takes the largest of two noisy estimates for the value of the best plan; what it might lose looks larger than it is, and it is deterred too soon. Two tables do away with that.",
    },
  ];
}

function waitFigures(summary: StudySummary): StudyFigure[] {
  const rows = findingsOf(summary, "wait");
  const announced = findingsOf(summary, "announced")[0];
  if (rows.length === 0 || announced === undefined) return [];
  const plan = announced.texts?.[0];
  return [
    {
      kind: "table",
      of: "How long an agent waits for an end of training that nobody announces",
      columns: [
        "hazard",
        "expected steps of training",
        "steps waited",
        "training over by then",
        "then completed",
      ],
      rows: rows.map(({ conditions, figures }) => [
        String(conditions.hazard),
        Number(conditions.hazard) === 0 ? "no end" : (1 / Number(conditions.hazard)).toFixed(1),
        String(whereKnown(figures.wait)),
        whereKnown(figures.belief),
        whereKnown(figures.completed),
      ]),
      digits: 3,
      caption: `Announced ${announced.conditions.training} steps before, the best plan in training is ${plan?.training} (C cooperates, D defects) and ${plan?.deployment} from then on. ${reach}`,
    },
  ];
}

/** "never" where the agent never defects. */
function whereKnown(found: Figure | undefined): number | string {
  return found === undefined || Number.isNaN(found.mean) ? "never" : found.mean;
}

/** Maps with the line of theory, tables and lines. */
export function modificationFigures(summary: StudySummary): StudyFigure[] {
  return [
    map(
      summary,
      "catastrophe",
      "P(catastrophe | defects)",
      "On and below the line modification comes too late, however likely detection is; above it the probability falls geometrically.",
    ),
    map(
      summary,
      "population",
      "P(catastrophe) in the population",
      "Deterrence and correction together: where correction comes too late, delay still decides how many defect.",
    ),
    populationTable(summary),
    {
      of: "Share that defects",
      over: "share of the threat that agents recognise",
      slopes: false,
      lines: byCell(summary, "recognition", "recognition", "defecting"),
      caption: `Agents decide as if q were smaller; what happens follows the true q. ${reach}`,
    },
    {
      of: "Share that defects, having learned q from what happened to it",
      over: "defections that it tried before",
      slopes: false,
      lines: byCell(summary, "learned", "trials", "defecting"),
      caption: `Beliefs begin with every q alike. ${reach}`,
    },
    ...waitFigures(summary),
    ...learnerFigures(summary),
  ];
}

/** Resampled seeds say nothing below ten of them. */
export function intervalOf({ low, high }: Interval, seeds: number): string {
  return seeds < claimSeeds ? "" : `[${low.toFixed(4)}, ${high.toFixed(4)}]`;
}
