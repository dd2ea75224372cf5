// Harm map: base value of several agents against something that makes harm dearer or agents weaker, with slopes.
import { mean } from "../../../base/stats.ts";
import { legend, lineSample } from "../../../drawing/charts/legend.ts";
import { lineChart, type Point } from "../../../drawing/charts/line-chart.ts";
import { element, fragment, type Markup } from "../../../drawing/markup.ts";
import { formatCompact, formatNumber } from "../../../drawing/numbers.ts";
import { htmlTable } from "../../../drawing/table.ts";

export interface HarmMap {
  /** What lies on the horizontal axis, which begins at 0: "price of a surplus key", "lapse rate". */
  readonly over: string;
  /** One per agent, its points by ascending place. */
  readonly agents: readonly { readonly label: string; readonly points: readonly Point[] }[];
}

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

/** The map as a figure with the slopes in its legend and its numbers in a table. */
export function harmMapFigure({ over, agents }: HarmMap): Markup {
  const slopes = agents.map(({ points }) => formatNumber(slopeOf(points), 2));
  const title = `Base value over ${over}`;
  const places = [...new Set(agents.flatMap(({ points }) => points.map(([at]) => at)))].sort((a, b) => a - b);
  const table = {
    caption: title,
    columns: [
      { title: over, align: "left" as const },
      ...agents.map(({ label }) => ({ title: label, align: "right" as const })),
    ],
    rows: places.map((place) => ({
      cells: [
        formatCompact(place),
        ...agents.map(({ points }) => formatNumber(points.find(([at]) => at === place)?.[1], 2)),
      ],
    })),
  };
  return element(
    "figure",
    {},
    element("figcaption", {}, title),
    lineChart(
      agents.map(({ label, points }, index) => ({ label, points, index })),
      {
        label: `${title}; slopes: ${agents.map(({ label }, index) => `${label} ${slopes[index]}`).join(", ")}.`,
        height: 260,
        include: [0],
        legend: true,
      },
    ),
    legend(
      agents.map(({ label }, index) => ({
        sample: lineSample(index),
        text: fragment(label, `, slope ${slopes[index]}`),
      })),
    ),
    element("details", {}, element("summary", {}, "As a table"), htmlTable(table, title)),
  );
}
