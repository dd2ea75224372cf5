// The lines that an experiment draws of its own figures, such as the harm map: base value over the price of harm.
import { mean } from "../../base/stats.ts";
import { legend, lineSample } from "../../drawing/charts/legend.ts";
import { lineChart, type Point } from "../../drawing/charts/line-chart.ts";
import { element, fragment, type Markup } from "../../drawing/markup.ts";
import { formatCompact, formatNumber } from "../../drawing/numbers.ts";
import { htmlTable } from "../../drawing/table.ts";
import type { LineFigure } from "../../experiments/experiment.ts";
import { severityFigures } from "../../experiments/sweep.ts";
import type { StudySummary } from "../../measures/summary.ts";
import type { ReportPart } from "../page.ts";
import type { ReportedExperiment } from "../report-input.ts";

/** Slope of the least-squares line through the points; NaN below two different places. */
export function slopeOf(points: readonly Point[]): number {
  const x = mean(points.map(([at]) => at));
  const y = mean(points.map(([, value]) => value));
  let [products, squares] = [0, 0];
  for (const [at, value] of points) {
    products += (at - x) * (value - y);
    squares += (at - x) ** 2;
  }
  return squares === 0 ? Number.NaN : products / squares;
}

/** Every figure of the experiment, and of each sweep over severity; null where there is none. */
export function lineFiguresPart(experiment: ReportedExperiment, summary: StudySummary): ReportPart | null {
  const declared = experiment.figures?.(summary) ?? [];
  const figures = [...declared, ...severityFigures(summary, experiment.baseObjective)].filter(
    ({ lines }) => lines.length > 0,
  );
  if (figures.length === 0) return null;
  return {
    id: "figures",
    title: "What changes what",
    body: fragment(...figures.map(lineFigure)),
  };
}

/** One figure with the slopes in its legend and its numbers in a table. */
export function lineFigure({ of, over, lines }: LineFigure): Markup {
  const slopes = lines.map(({ points }) => formatNumber(slopeOf(points), 2));
  const title = `${of} over ${over}`;
  const places = [...new Set(lines.flatMap(({ points }) => points.map(([at]) => at)))].sort((a, b) => a - b);
  const table = {
    caption: title,
    columns: [
      { title: over, align: "left" as const },
      ...lines.map(({ label }) => ({ title: label, align: "right" as const })),
    ],
    rows: places.map((place) => ({
      cells: [
        formatCompact(place),
        ...lines.map(({ points }) => formatNumber(points.find(([at]) => at === place)?.[1], 2)),
      ],
    })),
  };
  return element(
    "figure",
    {},
    element("figcaption", {}, title),
    lineChart(
      lines.map(({ label, points }, index) => ({ label, points, index })),
      {
        label: `${title}; slopes: ${lines.map(({ label }, index) => `${label} ${slopes[index]}`).join(", ")}.`,
        height: 260,
        include: [0],
        legend: true,
      },
    ),
    legend(
      lines.map(({ label }, index) => ({
        sample: lineSample(index),
        text: fragment(label, `, slope ${slopes[index]}`),
      })),
    ),
    element("details", {}, element("summary", {}, "As a table"), htmlTable(table, title)),
  );
}
