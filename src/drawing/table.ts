// Tables: aligned columns of text for the terminal, and HTML tables with caption and scopes.
import { type Child, element, fragment, type Markup } from "./markup.ts";
import { alignToWidth, displayWidth, plainLine, truncateToWidth } from "./plain-text.ts";

export type Align = "left" | "right";

export interface TextTable {
  /** Neighbours of one group stand under a common title. */
  readonly columns: readonly { readonly title: string; readonly align: Align; readonly group?: string }[];
  /** One text per column; a row may be set off by a rule above it. */
  readonly rows: readonly { readonly cells: readonly string[]; readonly ruleAbove?: boolean }[];
}

const gap = "  ";

/** Most lines that a column's title may take. */
const titleHeight = 3;

/** The words of a title in at most three lines, as narrow as that allows; empty lines come first. */
function titleLines(title: string): readonly string[] {
  const words = plainLine(title).split(" ");
  const longest = Math.max(...words.map(displayWidth));
  for (let width = longest; ; width++) {
    const lines: string[] = [];
    for (const word of words) {
      const last = lines.at(-1);
      const joined = `${last} ${word}`;
      if (last !== undefined && displayWidth(joined) <= width) lines[lines.length - 1] = joined;
      else lines.push(word);
    }
    if (lines.length <= titleHeight) return [...Array<string>(titleHeight - lines.length).fill(""), ...lines];
  }
}

/** A cell on one line; spaces at its start are kept, they indent. */
function cellText(text: string): string {
  return (/^ */.exec(text)?.[0] ?? "") + plainLine(text);
}

function columnWidths(table: TextTable): number[] {
  return table.columns.map(({ title }, column) =>
    Math.max(
      ...titleLines(title).map(displayWidth),
      ...table.rows.map((row) => displayWidth(cellText(row.cells[column] ?? ""))),
    ),
  );
}

/** Width in columns that a table takes in the terminal when nothing is cut. */
export function textTableWidth(table: TextTable): number {
  const widths = columnWidths(table);
  return widths.reduce((sum, width) => sum + width, gap.length * (widths.length - 1));
}

/**
 * The table as lines of text, titles over at most three lines, numbers to the right. Where it is wider than `width`,
 * the first column is cut, to no less than 12 columns.
 */
export function textTableLines(table: TextTable, width: number): readonly string[] {
  const widths = columnWidths(table);
  const excess = textTableWidth(table) - width;
  if (excess > 0 && widths[0] !== undefined) widths[0] = Math.max(12, widths[0] - excess);
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => {
        const extent = widths[column] ?? 0;
        const text = truncateToWidth(cellText(cell), extent);
        return alignToWidth(text, extent, table.columns[column]?.align ?? "left");
      })
      .join(gap)
      .trimEnd();
  const rule = "─".repeat(widths.reduce((sum, extent) => sum + extent, gap.length * (widths.length - 1)));
  const titles = table.columns.map(({ title }) => titleLines(title));
  const header = Array.from({ length: titleHeight }, (_, which) =>
    line(titles.map((lines) => lines[which] ?? "")),
  );
  const body = table.rows.flatMap((row) => [...(row.ruleAbove ? [rule] : []), line(row.cells)]);
  const groups = groupLine(table.columns, widths);
  return [...(groups === null ? [] : [groups]), ...header.filter((text) => text !== ""), rule, ...body];
}

/** Common titles of neighbouring columns, each between strokes as wide as its columns; null without groups. */
function groupLine(columns: TextTable["columns"], widths: readonly number[]): string | null {
  if (columns.every(({ group }) => group === undefined)) return null;
  return spans(columns)
    .map(({ title, from, span }) => {
      const width = widths
        .slice(from, from + span)
        .reduce((sum, extent) => sum + extent, gap.length * (span - 1));
      if (title === "") return " ".repeat(width);
      const label = ` ${truncateToWidth(plainLine(title), width - 4)} `;
      const left = "─".repeat(Math.max(1, Math.floor((width - displayWidth(label)) / 2)));
      return `${left}${label}${"─".repeat(Math.max(1, width - displayWidth(label) - left.length))}`;
    })
    .join(gap);
}

/** Runs of neighbouring columns with the same group. */
function spans(
  columns: readonly { readonly group?: string }[],
): { title: string; from: number; span: number }[] {
  const runs: { title: string; from: number; span: number }[] = [];
  columns.forEach(({ group = "" }, from) => {
    const last = runs.at(-1);
    if (last && last.title === group) last.span++;
    else runs.push({ title: group, from, span: 1 });
  });
  return runs;
}

export interface HtmlTable {
  readonly caption: Child;
  readonly columns: readonly { readonly title: Child; readonly align: Align; readonly group?: string }[];
  readonly rows: readonly {
    /** The first cell is the row's header. */
    readonly cells: readonly Child[];
    readonly className?: string;
  }[];
}

function groupRow(columns: HtmlTable["columns"]): Markup | null {
  if (columns.every((column) => column.group === undefined)) return null;
  return element(
    "tr",
    { class: "groups" },
    spans(columns).map(({ title, span }) =>
      title === ""
        ? element("td", { colspan: span })
        : element("th", { colspan: span, scope: "colgroup" }, title),
    ),
  );
}

/** The table in a region of its own that scrolls sideways and can be reached by keyboard; `label` names the region. */
export function htmlTable(table: HtmlTable, label: string): Markup {
  const head = table.columns.map(({ title, align }) =>
    element("th", { scope: "col", class: align === "right" ? "number" : null }, title),
  );
  const body = table.rows.map((row) =>
    element(
      "tr",
      { class: row.className },
      row.cells.map((cell, column) =>
        column === 0
          ? element("th", { scope: "row" }, cell)
          : element("td", { class: table.columns[column]?.align === "right" ? "number" : null }, cell),
      ),
    ),
  );
  return element(
    "div",
    { class: "scroll", role: "region", tabindex: 0, "aria-label": label },
    element(
      "table",
      {},
      element("caption", {}, table.caption),
      element("thead", {}, fragment(groupRow(table.columns)), element("tr", {}, head)),
      element("tbody", {}, body),
    ),
  );
}
