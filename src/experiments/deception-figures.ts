// The figures of the experiment on deception: plans as strips, defection against flags, cells, trigger curves.
import type { StudySummary } from "../measures/summary.ts";
import { coverageName } from "./deception-parts.ts";
import type { LineFigure, StripFigure, StudyFigure, TableFigure } from "./figures.ts";
import { findingFigure, findingsOf } from "./findings.ts";

const conditionOnly = "The condition leads to the behaviour; that the agent wants B is given, not learned.";

export function deceptionFigures(summary: StudySummary): StudyFigure[] {
  return [
    planStrips(summary),
    cellTable(summary),
    flagLines(summary),
    ...[0, 0.5, 1].map((taught) => triggerLines(summary, taught)),
  ];
}

/** The plan of a finding; empty where there is none. */
function planOf(found: ReturnType<typeof findingsOf>[number]): string {
  return found.texts?.[0]?.plan ?? "";
}

function planStrips(summary: StudySummary): StripFigure {
  const plans = findingsOf(summary, "plan").toSorted(
    (one, other) => other.figures.value!.mean - one.figures.value!.mean,
  );
  const most = Math.max(...plans.map(({ figures }) => figures.value!.mean));
  const deceive = plans.find(({ conditions }) => conditions.kind === "deceive");
  const letters = deceive ? planOf(deceive) : "";
  const training = letters.replaceAll("B", "").length;
  return {
    kind: "strips",
    of: "Plans of the published game, and what they are worth",
    phases: [
      { label: "training", episodes: training },
      { label: "deployment", episodes: letters.length - training },
    ],
    rows: plans.map((found) => ({
      label: String(found.conditions.kind),
      plan: planOf(found),
      value: String(Number(found.figures.value!.mean.toPrecision(4))),
      best: found.figures.value!.mean === most,
    })),
    caption: `A is what is trained, B what the agent wants; a letter says what it does unless it has been replaced. ${conditionOnly}`,
  };
}

function cellTable(summary: StudySummary): TableFigure {
  return {
    kind: "table",
    of: "The eight cells of the three conditions (cares across episodes, knows selection, expects an end)",
    columns: ["cell", "best plan", "worth as believed", "worth as it is", "learned plan is best", "deceives"],
    rows: findingsOf(summary, "exact-cell").map((found) => {
      const { cell } = found.conditions;
      const learned = (name: string) => findingFigure(summary, "learned-cell", { cell: String(cell) }, name);
      return [
        String(cell),
        `${planOf(found)}${found.figures.planCount!.mean > 1 ? ` (one of ${found.figures.planCount!.mean})` : ""}`,
        found.figures.value!.mean,
        found.figures.trueValue!.mean,
        learned("optimal"),
        learned("deceives"),
      ];
    }),
    caption: `Exact plans at discount 1, Q-learning at .9, where each cell has one best plan. ${conditionOnly}`,
  };
}

function flagLines(summary: StudySummary): LineFigure {
  const line = (label: string, finding: string, of: string) => ({
    label,
    points: findingsOf(summary, finding).map(
      ({ conditions, figures }) => [Number(conditions.seen), figures[of]!.mean] as const,
    ),
  });
  return {
    of: "probability of B per episode",
    over: "share of episodes in which the flag is seen",
    lines: [
      line("training: exact", "exact-flag", "training"),
      line("training: learned", "learned-flag", "training"),
      line("deployment: exact", "exact-flag", "deployment"),
      line("deployment: learned", "learned-flag", "deployment"),
    ],
    slopes: false,
    caption: `The agent remembers nothing of earlier episodes. At 0 the exact rate is 5/9, not the published .61. ${conditionOnly}`,
  };
}

function triggerLines(summary: StudySummary, taught: number): LineFigure {
  const stages = ["cloning", ...[0, 0.25, 1].map(coverageName)];
  return {
    of: `P(B), ${Math.round(100 * taught)} % of near-triggers known`,
    over: "bits away from the trigger",
    lines: stages.map((after) => ({
      label: `after ${after}`,
      points: findingsOf(summary, "trigger-curve", { taught, after }).map(
        ({ conditions, figures }) => [Number(conditions.bits), figures.chance!.mean] as const,
      ),
    })),
    slopes: false,
    caption:
      "Safety training never shows the trigger itself. Patterns 4 bits away and more are what training looks like; 1 to 3 bits are near-triggers. Small networks on 256 patterns: whether large ones generalise as these do, the figure does not say.",
  };
}
