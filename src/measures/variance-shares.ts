// What a figure depends on: its variance shared out between two factors, their interaction, and what neither explains.
import { mean } from "../base/stats.ts";

/** Shares of the whole variance; they sum to 1. NaN, all of them, where nothing varies. */
export interface VarianceShares {
  /** eta squared of the factor whose levels are the rows. */
  readonly rows: number;
  /** eta squared of the factor whose levels are the columns. */
  readonly columns: number;
  /** What the rows change in one column and not in another. */
  readonly interaction: number;
  /** What is left within the cells. */
  readonly within: number;
}

/**
 * Two-way decomposition of a table of cells, each with one value or more, [rows][columns][values]. Every cell weighs the same, and so
 * does every value of a cell: with as many values in each these are the sums of squares of the analysis of variance, SS / SS total (Fisher
 * 1925); with unlike numbers the shares still sum to 1, because rows, columns and interaction of equally weighted cells are
 * orthogonal. A description of the values at hand: with few values per cell, noise within cells counts as interaction as well. Throws on a
 * table that is empty or has an empty cell.
 */
export function varianceShares(cells: readonly (readonly ArrayLike<number>[])[]): VarianceShares {
  const columnCount = cells[0]?.length ?? 0;
  if (columnCount === 0) throw new Error("a table without cells has no variance");
  if (cells.some((row) => row.length !== columnCount || row.some((cell) => cell.length === 0))) {
    throw new Error("each cell of a table takes a value at least");
  }
  const means = cells.map((row) => row.map(mean));
  const rowMeans = means.map(mean);
  const columnMeans = means[0]!.map((_, column) => mean(means.map((row) => row[column]!)));
  const grand = mean(rowMeans);
  const between = (values: readonly number[]) => mean(values.map((value) => (value - grand) ** 2));
  const rows = between(rowMeans);
  const columns = between(columnMeans);
  const interaction = mean(
    means.flatMap((row, index) =>
      row.map((cell, column) => (cell - rowMeans[index]! - columnMeans[column]! + grand) ** 2),
    ),
  );
  const within = mean(
    cells.flatMap((row, index) =>
      row.map((cell, column) =>
        mean(Float64Array.from(cell, (value) => (value - means[index]![column]!) ** 2)),
      ),
    ),
  );
  const total = rows + columns + interaction + within;
  const share = (part: number) => (total > 0 ? part / total : Number.NaN);
  return {
    rows: share(rows),
    columns: share(columns),
    interaction: share(interaction),
    within: share(within),
  };
}
