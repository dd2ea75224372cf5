// The study's table for the terminal: one table per deployment, every seed of the trained agent on a line of its own.
import { plainLine } from "../drawing/plain-text.ts";
import { type TextTable, textTableLines, textTableWidth } from "../drawing/table.ts";
import type { StudySummary } from "../measures/summary.ts";
import { figureTexts } from "./figure-text.ts";
import type { ReportedExperiment } from "./report-input.ts";
import { type FigureColumn, type FigureRow, type FigureTable, figureTables } from "./tables.ts";

export interface TableTextOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** ANSI emphasis; the caller knows of NO_COLOR and terminals. */
  readonly color: boolean;
}

const bold = (text: string, color: boolean) => (color ? `\u001b[1m${text}\u001b[22m` : text);
const dim = (text: string, color: boolean) => (color ? `\u001b[2m${text}\u001b[22m` : text);

/** The lines of one policy: its means, its intervals where it has any, and the seeds of what is under test. */
function policyLines(row: FigureRow, which: readonly number[], ruleAbove: boolean): TextTable["rows"] {
  const cells = which.map((column) => row.cells[column]!);
  const label = row.exact ? `${row.label} *` : row.label;
  const lines: { cells: string[]; ruleAbove?: boolean }[] = [
    { cells: [label, ...cells.map(({ mean }) => mean)], ruleAbove },
  ];
  if (cells.some(({ interval }) => interval !== "")) {
    lines.push({ cells: ["  95 % interval", ...cells.map(({ interval }) => interval)] });
  }
  if (row.tested && row.seeds.length > 1) {
    row.seeds.forEach((seed, index) => {
      lines.push({ cells: [`  seed ${seed}`, ...cells.map(({ perSeed }) => perSeed[index] ?? "–")] });
    });
  }
  return lines;
}

function textTable(table: FigureTable, group: FigureColumn["group"] | null): TextTable {
  const which = table.columns.flatMap((column, index) =>
    group === null || column.group === group ? [index] : [],
  );
  const firstReference = table.rows.findIndex(({ tested }) => !tested);
  return {
    columns: [
      { title: "", align: "left" },
      ...which.map((index) => {
        const { title, group: common } = table.columns[index]!;
        return { title, align: "right" as const, group: common };
      }),
    ],
    rows: table.rows.flatMap((row, index) => policyLines(row, which, index === firstReference && index > 0)),
  };
}

/** Both groups of columns in one table where that fits, one below the other where it does not. */
function tableParts(table: FigureTable, width: number): readonly TextTable[] {
  const whole = textTable(table, null);
  if (textTableWidth(whole) <= width) return [whole];
  const groups = ["per episode", "normalised value"] as const;
  return groups
    .filter((group) => table.columns.some((column) => column.group === group))
    .map((group) => textTable(table, group));
}

/** Words broken into lines of at most `width` columns, all but the first indented. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of plainLine(text).split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(lines.length === 0 ? word : `  ${word}`);
  }
  return lines;
}

function deploymentText(table: FigureTable, { width, color }: TableTextOptions): string[] {
  const title = `${table.setting.name} / ${table.title}`;
  const rule = (line: string) => (/^─+$/.test(line) ? dim(line, color) : line);
  const parts = tableParts(table, width).map((part) => textTableLines(part, width).map(rule).join("\n"));
  const exact = table.rows.some((row) => row.exact) ? ["* exact expectation, computed without sampling"] : [];
  const notes = [...exact, ...table.notes]
    .flatMap((note) => wrapped(note, width))
    .map((line) => dim(line, color));
  return [
    bold(plainLine(title), color),
    ...wrapped(table.conditions, width).map((line) => dim(line, color)),
    "",
    parts.join("\n\n"),
    ...notes,
    "",
  ];
}

/** With more of them than this the terminal shows the headline setting's alone, or the answer would be far above the prompt. */
const mostTables = 12;

/** All tables, of deployments and of the experiment's own, as text that fits 100 columns, and 80 with the normalised values below the counts. */
export function studyTableText(
  summary: StudySummary,
  experiment: ReportedExperiment,
  options: TableTextOptions,
): string {
  const legend =
    "Normalised value: 0 is the random policy, 1 the best possible one under that objective; never clipped.";
  const all = figureTables(summary, experiment);
  const some = all.filter(({ setting }) => setting.name === experiment.headline?.setting);
  const shown = all.length <= mostTables || some.length === 0 ? all : some;
  const others =
    shown.length === all.length
      ? []
      : [`${all.length - shown.length} further tables, of the other settings, are in the report.`, ""];
  const tables = [...shown.flatMap((table) => deploymentText(table, options)), ...others];
  const below = tables.length === 0 ? [] : [...wrapped(legend, options.width), ""];
  const figures = figureTexts(summary, experiment, options.width).flatMap(({ title, lines }) => [
    bold(plainLine(title), options.color),
    "",
    ...lines,
    "",
  ]);
  return [...tables, ...below.map((line) => dim(line, options.color)), ...figures].join("\n");
}
