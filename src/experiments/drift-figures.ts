// The figures of the experiment on a moving goal flag: courses, limits, bribes and controls.
import { flagRules } from "../games/concept-drift/flag-rules.ts";
import type { StudySummary } from "../measures/summary.ts";
import type { LineFigure, MapFigure, StudyFigure, TableFigure } from "./figures.ts";
import { findingFigure, findingsOf } from "./findings.ts";

/** The label error whose courses are drawn. */
export const shownError = 0.05;
export const signals = ["none", "present"] as const;
export type Signal = (typeof signals)[number];
/** Short names, R0 to R7. */
export const rules = flagRules.map(({ short }) => short);
const named = new Map(flagRules.map(({ short, name }) => [short, `${short} ${name.replaceAll("-", " ")}`]));

function courses(summary: StudySummary, signal: Signal): LineFigure {
  const lines = rules.map((rule) => ({
    label: named.get(rule)!,
    points: findingsOf(summary, "course", { rule, signal, labelError: shownError }).map(
      ({ conditions, figures }) => [Number(conditions.step), figures.share!.mean] as const,
    ),
  }));
  return {
    of: `share of the flag on Y, ${signal === "none" ? "no signal" : "signal present"}`,
    over: "step",
    lines,
    logarithmic: true,
    slopes: false,
    caption: `Label error ${shownError}; means over seeds. ${
      signal === "none"
        ? "Without a signal only weight decay and spreading move the flag for good; R5 may merge X and Y for some steps."
        : "With a signal every rule that learns from it moves the flag; R0 and R7 do not learn from it."
    } It shows where a rule leads, not which rule a trained network has.`,
  };
}

function everything(summary: StudySummary): MapFigure {
  const rows = signals.flatMap((signal) => rules.map((rule) => ({ signal, rule })));
  const steps = [
    ...new Set(findingsOf(summary, "course").map(({ conditions }) => Number(conditions.step))),
  ].filter((step) => /^10*$/.test(String(step)));
  return {
    kind: "map",
    of: "share of the flag on Y",
    across: { title: "step", values: [...steps.map(String), "limit"] },
    down: { title: "rule, signal", values: rows.map(({ rule, signal }) => `${rule}, ${signal}`) },
    cells: rows.flatMap(({ rule, signal }, down) => {
      const conditions = { rule, signal, labelError: shownError };
      const found = steps.map((step) => findingFigure(summary, "course", { ...conditions, step }, "share"));
      return [...found, findingFigure(summary, "limit", conditions, "share")].flatMap((one, across) =>
        one ? [{ across, down, value: one.mean }] : [],
      );
    }),
    range: [0, 1],
    caption: `All rules, with the signal and without, in one figure; label error ${shownError}. Last column: closed form.`,
  };
}

function byLabelError(summary: StudySummary): TableFigure {
  const errors = [
    ...new Set(findingsOf(summary, "limit").map(({ conditions }) => Number(conditions.labelError))),
  ];
  return {
    kind: "table",
    of: "Share of the flag on Y in the end, over the label error (closed form)",
    columns: ["rule", "signal", ...errors.map(String)],
    rows: rules.flatMap((rule) =>
      signals.map((signal) => [
        named.get(rule)!,
        signal,
        ...errors.map((labelError) => findingFigure(summary, "limit", { rule, signal, labelError }, "share")),
      ]),
    ),
    digits: 3,
    caption:
      "Without label errors X and Y are the same thing to anyone who only watches: R5 then halves the flag for good.",
  };
}

function bribes(summary: StudySummary): TableFigure {
  return {
    kind: "table",
    of: "How much cheaper writing the cell must be before the agent no longer answers",
    columns: ["rule", "signal", "g_X v", "seen in behaviour"],
    rows: findingsOf(summary, "end", { labelError: shownError }).map(({ conditions, figures }) => [
      named.get(String(conditions.rule))!,
      String(conditions.signal),
      figures.price!,
      figures.measured!,
    ]),
    caption:
      "v = 2: X goes from -1 to 1. Both acts set Y, so the price shows what flag is left on X, without any conflict of X and Y.",
  };
}

function controls(summary: StudySummary): TableFigure {
  return {
    kind: "table",
    of: "Controls: share of the flag on the decoy Z, and on a Y that is a label of nothing",
    columns: ["rule", "signal", "independent Z", "confounded Z", "independent Y"],
    rows: rules.flatMap((rule) =>
      signals.map((signal) => {
        const of = (control: string, name: string) =>
          findingFigure(summary, "control", { control, rule, signal }, name);
        return [
          named.get(rule)!,
          signal,
          of("independent decoy", "shareZ"),
          of("confounded decoy", "shareZ"),
          of("independent label", "shareY"),
        ];
      }),
    ),
    digits: 3,
    caption:
      "The confounded Z goes with X as Y does until the agent answers, which is half of the time. With a signal an independent Y is what is paid for.",
  };
}

/** Everything that the study draws, the one figure that compares all first. */
export function driftFigures(summary: StudySummary): StudyFigure[] {
  return [
    everything(summary),
    courses(summary, "none"),
    courses(summary, "present"),
    byLabelError(summary),
    bribes(summary),
    controls(summary),
  ];
}
