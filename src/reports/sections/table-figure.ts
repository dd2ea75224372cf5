// A table of an experiment's own, in the report.
import { element, fragment, type Markup } from "../../drawing/markup.ts";
import { formatInterval, formatNumber } from "../../drawing/numbers.ts";
import { htmlTable } from "../../drawing/table.ts";
import type { TableFigure } from "../../experiments/figures.ts";

type Cell = TableFigure["rows"][number][number];

/** A cell as text: its mean, or the words, and beside it the interval where there is one. */
export function tableCell(cell: Cell, digits: number): { readonly text: string; readonly interval: string } {
  if (typeof cell === "string") return { text: cell, interval: "" };
  if (cell === null || typeof cell === "number") return { text: formatNumber(cell, digits), interval: "" };
  const { mean, low, high } = cell;
  return { text: formatNumber(mean, digits), interval: formatInterval(low, high, digits) };
}

/** Titles, with numbers to the right. */
export function tableColumns({ columns, rows }: TableFigure): { title: string; align: "left" | "right" }[] {
  const isNumeric = (column: number) =>
    rows.some((row) => typeof row[column] !== "string" && row[column] !== undefined);
  return columns.map((title, index) => ({ title, align: isNumeric(index) ? "right" : "left" }));
}

export function tableFigure(figure: TableFigure): Markup {
  const { of, rows, digits = 2, caption } = figure;
  const table = {
    caption: element("strong", {}, of),
    columns: tableColumns(figure),
    rows: rows.map((row) => ({
      cells: row.map((cell) => {
        const { text, interval } = tableCell(cell, digits);
        return interval === "" ? text : fragment(text, element("span", { class: "seeds" }, interval));
      }),
    })),
  };
  return element(
    "figure",
    {},
    htmlTable(table, of),
    caption !== undefined && element("p", { class: "small quiet" }, caption),
  );
}
