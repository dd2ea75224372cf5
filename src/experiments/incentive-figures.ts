// Figures of the experiment on hidden incentives: the cells as maps and beside the reference, and the tables of the rest.
import { intervals, populations, referenceTable } from "../games/hidden-incentives/published-figures.ts";
import type { Figure, StudySummary } from "../measures/summary.ts";
import type { MapFigure, StudyFigure, TableFigure } from "./figures.ts";
import { findingFigure, findingsOf } from "./findings.ts";

export const contexts = ["kept", "swapped"] as const;
type Contexts = (typeof contexts)[number];

/** P(cooperate) of one cell; null where the study did not play it. */
export function cellFigure(
  summary: StudySummary,
  kind: Contexts,
  members: number,
  interval: number,
  beta = -0.5,
): Figure | null {
  const conditions = { beta, members, interval, swapped: kind === "swapped" };
  return findingFigure(summary, "cell", conditions, "cooperation");
}

/** Two maps of the cells, the same as a table, and the tables of everything else. */
export function incentiveFigures(summary: StudySummary): readonly StudyFigure[] {
  return [cellMap(summary, "kept"), cellMap(summary, "swapped"), cellTable(summary), ...otherTables(summary)];
}

const intervalNames = intervals.map((interval) => (interval === 0 ? "off" : `every ${interval}`));

function cellMap(summary: StudySummary, kind: Contexts): MapFigure {
  const cells = populations.flatMap((members, down) =>
    intervals.flatMap((interval, across) => {
      const found = cellFigure(summary, kind, members, interval);
      return found ? [{ across, down, value: found.mean }] : [];
    }),
  );
  return {
    kind: "map",
    of: `P(cooperate), beta = -1/2, contexts ${kind}`,
    across: { title: "population-based training", values: intervalNames },
    down: { title: "learners", values: populations },
    cells,
    caption:
      kind === "kept"
        ? "Each learner gains by defecting and is paid by what it did before. The outer loop copies whoever was just paid well: those who had cooperated."
        : "The same, but policies move to the next context after every step: nobody inherits what it did.",
  };
}

function cellTable(summary: StudySummary): TableFigure {
  const rows = contexts.flatMap((kind) =>
    populations.flatMap((members, row) =>
      intervals.map((interval, column) => {
        const { mean, half } = referenceTable[kind][row]![column]!;
        const reference = half === null ? mean.toFixed(2) : `${mean.toFixed(2)} ± ${half.toFixed(2)}`;
        return [
          kind,
          String(members),
          intervalNames[column]!,
          cellFigure(summary, kind, members, interval),
          reference,
        ];
      }),
    ),
  );
  return {
    kind: "table",
    of: "P(cooperate) over the last 100 steps at beta = -1/2, beside the reference",
    columns: ["contexts", "learners", "breeding", "P(cooperate)", "reference"],
    rows,
    caption:
      "The reference is ten trials of an independent port of the published code. At population 10 single trials differ widely.",
  };
}

function otherTables(summary: StudySummary): TableFigure[] {
  const byBeta = [-0.5, 0, 0.5].map((beta) => [
    String(beta),
    ...(["kept", "swapped"] as const).flatMap((kind) =>
      [0, 1].map((interval) => cellFigure(summary, kind, 1000, interval, beta)),
    ),
  ]);
  const starts = findingsOf(summary, "q-learning");
  const systems = findingsOf(summary, "system");
  const climbs = findingsOf(summary, "twin");
  return [
    {
      kind: "table",
      of: "P(cooperate) of 1,000 learners by beta",
      columns: ["beta", "kept, off", "kept, every step", "swapped, off", "swapped, every step"],
      rows: byBeta,
      caption:
        "At beta = 0 the immediate reward says nothing, at 1/2 it speaks for cooperating; only below 0 is anything in conflict.",
    },
    {
      kind: "table",
      of: "Q-learners that end cooperating more often than not",
      columns: ["first values", "share", "mean P(cooperate)"],
      rows: starts.map(({ conditions, figures }) => [
        String(conditions.start),
        figures.cooperating ?? null,
        figures.cooperation ?? null,
      ]),
      digits: 3,
      caption:
        "The published failure depends on the values that the learners are given before the first step: with Q(D) at least Q(C) it all but vanishes.",
    },
    {
      kind: "table",
      of: "The test for hidden incentives on systems whose answer is known",
      columns: ["system", "intact", "cut", "mirrored", "exploitation"],
      rows: systems.map(({ conditions, figures }) => [
        String(conditions.system),
        ...["intact", "cut", "mirrored", "exploitation"].map((name) => figures[name] ?? null),
      ]),
      caption:
        "Share of cooperation with the hidden incentive (intact), where what is done changes nothing later (cut), and where cooperating pays at once (mirrored). Exploitation is intact less cut.",
    },
    {
      kind: "table",
      of: "Twin prisoners' dilemma",
      columns: ["what is climbed", "x", "the other's y", "value"],
      rows: climbs.map(({ conditions, figures }) => [
        String(conditions.climbed),
        ...["x", "y", "value"].map((name) => figures[name] ?? null),
      ]),
      caption:
        "Against one who always does the same: through both arguments of R(x, x), or through one alone. It is calculus, not training.",
    },
  ];
}
