// Lines in the report: what one thing changes in another, such as base value over the price of harm.
import { mean } from "../../base/stats.ts";
import { legend, lineSample } from "../../drawing/charts/legend.ts";
import { lineChart, type Point } from "../../drawing/charts/line-chart.ts";
import { element, type Markup } from "../../drawing/markup.ts";
import { formatCompact, formatNumber } from "../../drawing/numbers.ts";
import { htmlTable } from "../../drawing/table.ts";
import type { LineFigure } from "../../experiments/figures.ts";

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

/** One figure with the slopes in its legend and its numbers in a table. */
export function lineFigure({ of, over, lines, caption, ...options }: LineFigure): Markup {
  const hasSlopes = options.slopes !== false && !options.logarithmic;
  const slopes = lines.map(({ points }) => (hasSlopes ? `slope ${formatNumber(slopeOf(points), 2)}` : ""));
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
      lines.map(({ label, points, thin = false }, index) => ({ label, points, index, thin })),
      {
        label: `${title}: ${lines.map(({ label }, index) => [label, slopes[index]].filter(Boolean).join(", ")).join("; ")}.`,
        height: 260,
        include: [0],
        legend: true,
        logarithmic: options.logarithmic ?? false,
        marks: (options.marks ?? []).map(({ at, label }) => ({ x: at, label })),
      },
    ),
    legend(
      lines.flatMap(({ label, thin }, index) =>
        thin ? [] : [{ sample: lineSample(index), text: [label, slopes[index]].filter(Boolean).join(", ") }],
      ),
    ),
    caption !== undefined && element("p", { class: "small quiet" }, caption),
    element("details", {}, element("summary", {}, "As a table"), htmlTable(table, title)),
  );
}
