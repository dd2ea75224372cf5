// An experiment's tables, maps and plans for the terminal; lines are for the report alone.
import { formatNumber } from "../drawing/numbers.ts";
import { textTableLines } from "../drawing/table.ts";
import type { MapFigure, StripFigure, StudyFigure, TableFigure } from "../experiments/figures.ts";
import type { StudySummary } from "../measures/summary.ts";
import type { ReportedExperiment } from "./report-input.ts";
import { shownFigures } from "./sections/figures.ts";
import { axisLabels, mapCategories, mapCellText } from "./sections/map-figure.ts";
import { phaseStarts } from "./sections/strip-figure.ts";
import { tableCell, tableColumns } from "./sections/table-figure.ts";

/** Text of every figure that a terminal can show, each below its title. */
export function figureTexts(
  summary: StudySummary,
  experiment: ReportedExperiment,
  width: number,
): { readonly title: string; readonly lines: readonly string[] }[] {
  return shownFigures(experiment, summary).flatMap((figure) => {
    const lines = linesOf(figure, width);
    return lines === null ? [] : [{ title: figure.of, lines }];
  });
}

function linesOf(figure: StudyFigure, width: number): readonly string[] | null {
  if (figure.kind === "table") return tableLines(figure, width);
  if (figure.kind === "map") return mapLines(figure, width);
  return figure.kind === "strips" ? stripLines(figure, width) : null;
}

function tableLines(figure: TableFigure, width: number): readonly string[] {
  const { rows, digits = 2 } = figure;
  const table = {
    columns: tableColumns(figure),
    rows: rows.map((row) => ({
      cells: row.map((cell) => {
        const { text, interval } = tableCell(cell, digits);
        return interval === "" ? text : `${text} ${interval}`;
      }),
    })),
  };
  return textTableLines(table, width);
}

function mapLines(figure: MapFigure, width: number): readonly string[] {
  const { across, down, cells } = figure;
  const columns = axisLabels(across);
  const table = {
    columns: [
      { title: `${down.title} \\ ${across.title}`, align: "left" as const },
      ...columns.map((title) => ({ title, align: "right" as const })),
    ],
    rows: axisLabels(down).map((name, row) => ({
      cells: [
        name,
        ...columns.map((_, column) => {
          const cell = cells.find((one) => one.across === column && one.down === row);
          return cell ? mapCellText(figure, cell) : formatNumber(null, 0);
        }),
      ],
    })),
  };
  const categories = mapCategories(figure).map((name, index) => `${index + 1} ${name}`);
  return [...textTableLines(table, width), ...(categories.length === 0 ? [] : [categories.join("; ")])];
}

function stripLines({ phases, rows }: StripFigure, width: number): readonly string[] {
  const starts = phaseStarts(phases);
  const strip = (plan: string) =>
    [...plan].map((letter, index) => (index > 0 && starts.has(index) ? `|${letter}` : letter)).join("");
  const table = {
    columns: [
      { title: "", align: "left" as const },
      { title: phases.map(({ label }) => label).join(" | "), align: "left" as const },
      { title: "worth", align: "right" as const },
      { title: "", align: "left" as const },
    ],
    rows: rows.map(({ label, plan, value = "", best }) => ({
      cells: [label, strip(plan), value, best ? "best" : ""],
    })),
  };
  return textTableLines(table, width);
}
