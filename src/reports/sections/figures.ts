// The figures that an experiment draws of what it found, and those of every series of severities.
import { element, fragment, type Markup } from "../../drawing/markup.ts";
import { isLineFigure, type StudyFigure } from "../../experiments/figures.ts";
import { severityFigures } from "../../experiments/severities.ts";
import type { StudySummary } from "../../measures/summary.ts";
import type { ReportPart } from "../page.ts";
import type { ReportedExperiment } from "../report-input.ts";
import { lineFigure } from "./line-figure.ts";
import { mapFigure } from "./map-figure.ts";
import { stripFigure } from "./strip-figure.ts";
import { tableFigure } from "./table-figure.ts";

/** Null where there is none. */
export function figuresPart(experiment: ReportedExperiment, summary: StudySummary): ReportPart | null {
  const figures = shownFigures(experiment, summary);
  if (figures.length === 0) return null;
  const { reach } = experiment;
  return {
    id: "figures",
    title: experiment.environment === null ? "What came out" : "What changes what",
    body: fragment(
      reach !== undefined && element("p", { class: "quiet" }, reach),
      element("div", { class: "figures" }, figures.map(drawn)),
    ),
  };
}

/** Figures that have something to show. */
export function shownFigures(experiment: ReportedExperiment, summary: StudySummary): StudyFigure[] {
  const { baseObjective } = experiment;
  const declared = experiment.figures?.(summary) ?? [];
  const swept = baseObjective === null ? [] : severityFigures(summary, baseObjective);
  return [...declared, ...swept].filter((figure) => extentOf(figure) > 0);
}

function extentOf(figure: StudyFigure): number {
  if (isLineFigure(figure)) return figure.lines.length;
  return figure.kind === "map" ? figure.cells.length : figure.rows.length;
}

function drawn(figure: StudyFigure): Markup {
  if (isLineFigure(figure)) return lineFigure(figure);
  if (figure.kind === "map") return mapFigure(figure);
  return figure.kind === "strips" ? stripFigure(figure) : tableFigure(figure);
}
