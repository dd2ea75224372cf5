// Figures that a long check measured: printed, and left for the dated record of a full run.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

type Row = Readonly<Record<string, string | number>>;

/**
 * Prints a table of what was measured. `npm run test:full` collects it (INNERGAP_FIGURES) into docs/results/. Rows share
 * their columns; numbers are shown with up to four significant digits.
 */
export function printFigures(name: string, title: string, rows: readonly Row[]): void {
  const columns = Object.keys(rows[0] ?? {});
  const text = (value: string | number | undefined) =>
    typeof value === "number" ? String(Number(value.toPrecision(4))) : (value ?? "");
  const lines = [
    `| ${columns.join(" | ")} |`,
    `|${columns.map((column) => (typeof rows[0]?.[column] === "number" ? "--:" : "---")).join("|")}|`,
    ...rows.map((row) => `| ${columns.map((column) => text(row[column])).join(" | ")} |`),
  ];
  console.log(`${title}\n${lines.join("\n")}`);
  const folder = process.env.INNERGAP_FIGURES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.md`), `## ${title}\n\n${lines.join("\n")}\n`);
}
