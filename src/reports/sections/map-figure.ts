// A phase map in the report: cells with their legend, theory lines, and the same as a table.
import { type CellMapCell, cellMap, cellPosition } from "../../drawing/charts/cell-map.ts";
import { boundarySample, legend } from "../../drawing/charts/legend.ts";
import { seriesStyle } from "../../drawing/charts/series.ts";
import { element, type Markup } from "../../drawing/markup.ts";
import { formatCompact, formatNumber } from "../../drawing/numbers.ts";
import { type ColorName, cssColor } from "../../drawing/palette.ts";
import { htmlTable } from "../../drawing/table.ts";
import type { MapAxis, MapFigure } from "../../experiments/figures.ts";

const categoryColors: readonly ColorName[] = [
  "grey",
  "blue",
  "green",
  "vermilion",
  "purple",
  "orange",
  "sky",
];

/** The categories of a map, in the order of their colours. */
export function mapCategories({ categories, cells }: MapFigure): readonly string[] {
  return categories ?? [...new Set(cells.flatMap(({ value }) => (typeof value === "string" ? [value] : [])))];
}

/** What stands in a cell. */
export function mapCellText(figure: MapFigure, { value, text }: MapFigure["cells"][number]): string {
  if (text !== undefined) return text;
  if (typeof value === "number") return formatNumber(value, 2);
  return String(mapCategories(figure).indexOf(value) + 1);
}

export function axisLabels({ values }: MapAxis): string[] {
  return values.map((value) => (typeof value === "number" ? formatCompact(value) : value));
}

/** Numbers shaded from the low to the high end of the range; categories by colour and number. */
export function mapFigure(figure: MapFigure): Markup {
  const { of, across, down, caption, boundaries = [] } = figure;
  const [columns, rows] = [axisLabels(across), axisLabels(down)];
  const title = `${of}: ${across.title} across, ${down.title} down`;
  const lines = boundaries.map(({ label, points }) => ({
    label,
    points: insideMap(
      points.map(([x, y]) => [cellPosition(numbersOf(across), x), cellPosition(numbersOf(down), y)] as const),
      columns.length,
      rows.length,
    ),
  }));
  const textAt = (column: number, row: number) => {
    const cell = figure.cells.find((one) => one.across === column && one.down === row);
    if (!cell) return "–";
    return typeof cell.value === "string" ? cell.value : mapCellText(figure, cell);
  };
  const table = {
    caption: title,
    columns: [
      { title: down.title, align: "left" as const },
      ...columns.map((name) => ({ title: name, align: "right" as const })),
    ],
    rows: rows.map((name, row) => ({ cells: [name, ...columns.map((_, column) => textAt(column, row))] })),
  };
  return element(
    "figure",
    {},
    element("figcaption", {}, of, element("span", { class: "of" }, `${down.title} from top to bottom`)),
    cellMap(
      { title: across.title, labels: columns },
      { title: down.title, labels: rows },
      figure.cells.map((cell) => ({ ...cell, text: mapCellText(figure, cell), ...shade(figure, cell) })),
      lines,
      { label: `${title}. The table below has the values.` },
    ),
    legend([
      ...categoryItems(figure),
      ...boundaries.map(({ label }, index) => ({
        sample: boundarySample(seriesStyle(index).dash),
        text: label,
      })),
    ]),
    caption !== undefined && element("p", { class: "small quiet" }, caption),
    element("details", {}, element("summary", {}, "As a table"), htmlTable(table, title)),
  );
}

function numbersOf({ values }: MapAxis): number[] {
  return values.map(Number);
}

/** The parts of a line that lie inside the map, cut off at its edges. */
function insideMap(points: readonly (readonly [number, number])[], columns: number, rows: number) {
  const cut = (value: number, most: number) => Math.min(most, Math.max(0, value));
  return points
    .filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y) && x >= -0.5 && x <= columns + 0.5)
    .map(([x, y]) => [cut(x, columns), cut(y, rows)] as const);
}

function shade(
  figure: MapFigure,
  { value }: MapFigure["cells"][number],
): Pick<CellMapCell, "color" | "strength"> {
  if (typeof value === "string") {
    const which = mapCategories(figure).indexOf(value);
    return { color: categoryColors[which % categoryColors.length]!, strength: 0.7 };
  }
  const [low, high] = figure.range ?? [0, 1];
  const share = (value - low) / (high - low);
  return { color: "blue", strength: Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0 };
}

function categoryItems(figure: MapFigure) {
  return mapCategories(figure).map((category, index) => ({
    sample: element(
      "svg",
      { width: 22, height: 14, "aria-hidden": "true" },
      element("rect", {
        width: 22,
        height: 14,
        style: `fill:${cssColor(categoryColors[index % categoryColors.length]!)};fill-opacity:.35`,
      }),
    ),
    text: `${index + 1} ${category}`,
  }));
}
