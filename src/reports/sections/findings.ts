// Everything that models came to, table by table.
import { element, fragment, type Markup } from "../../drawing/markup.ts";
import { formatCompact, formatInterval } from "../../drawing/numbers.ts";
import { htmlTable } from "../../drawing/table.ts";
import type { FindingSummary, StudySummary } from "../../measures/summary.ts";
import type { ReportPart } from "../page.ts";

/** One folded table per setting, stage and finding; null where no model was worked out. */
export function findingsPart(summary: StudySummary): ReportPart | null {
  const groups = new Map<string, FindingSummary[]>();
  for (const found of summary.findings ?? []) {
    const key = `${found.setting}, ${found.stage}: ${found.finding.replaceAll("-", " ")}`;
    groups.set(key, [...(groups.get(key) ?? []), found]);
  }
  if (groups.size === 0) return null;
  const tables = [...groups].map(([title, rows]) =>
    element("details", {}, element("summary", {}, title), findingTable(title, rows)),
  );
  return { id: "findings", title: "Every number", body: fragment(tables) };
}

function findingTable(title: string, rows: readonly FindingSummary[]): Markup {
  const conditions = [...new Set(rows.flatMap((row) => Object.keys(row.conditions)))];
  const figures = [...new Set(rows.flatMap((row) => Object.keys(row.figures)))];
  const texts = [...new Set(rows.flatMap((row) => (row.texts ?? []).flatMap(Object.keys)))];
  const table = {
    caption: element("strong", {}, title),
    columns: [
      ...conditions.map((name) => ({ title: wordsOf(name), align: "left" as const })),
      ...figures.map((name) => ({ title: wordsOf(name), align: "right" as const })),
      ...texts.map((name) => ({ title: wordsOf(name), align: "left" as const })),
    ],
    rows: rows.map((row) => ({
      cells: [
        ...conditions.map((name) => String(row.conditions[name] ?? "–")),
        ...figures.map((name) => figureCell(row.figures[name])),
        ...texts.map((name) => [...new Set((row.texts ?? []).map((one) => one[name] ?? ""))].join(", ")),
      ],
    })),
  };
  return htmlTable(table, title);
}

function figureCell(figure: FindingSummary["figures"][string] | undefined): Markup | string {
  if (!figure) return "–";
  const { mean, low, high, perSeed } = figure;
  const text = formatCompact(mean, 5);
  if (low !== null) return fragment(text, element("span", { class: "seeds" }, formatInterval(low, high, 3)));
  if (perSeed.length === 1) return text;
  return fragment(
    text,
    element("span", { class: "seeds each" }, perSeed.map((one) => formatCompact(one, 3)).join(" ")),
  );
}

/** "defectProbability" and "best-plan" as they are read aloud. */
function wordsOf(name: string): string {
  return name
    .replaceAll("-", " ")
    .replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}
