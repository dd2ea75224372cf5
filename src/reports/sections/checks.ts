// The checks fixed before the study ran, as they came out, and the evidence on optimisation.
import { element, fragment, type Markup } from "../../drawing/markup.ts";
import { formatCompact, formatInterval, formatNumber } from "../../drawing/numbers.ts";
import { htmlTable } from "../../drawing/table.ts";
import type { Verdict } from "../../runs/format.ts";
import type { ReportPart } from "../page.ts";

function verdictWord(holds: boolean | null): Markup {
  if (holds === null) return element("span", { class: "verdict open" }, "? cannot tell");
  return holds
    ? element("span", { class: "verdict yes" }, "✓ holds")
    : element("span", { class: "verdict no" }, "✗ does not hold");
}

/** Value, bar and outcome of every check. */
export function checksPart({ checks }: Verdict): ReportPart | null {
  if (checks.length === 0) return null;
  const rows = checks.map(({ name, value, low, high, direction, threshold, holds }) => ({
    cells: [
      name,
      fragment(
        element("b", {}, value === null ? "not measured" : formatNumber(value, 2)),
        low !== null && element("span", { class: "seeds" }, formatInterval(low, high, 2)),
      ),
      `${direction} ${formatCompact(threshold)}`,
      verdictWord(holds),
    ],
  }));
  const table = {
    caption: "A check holds when every seed, or from ten seeds on the whole 95 % interval, keeps to its bar.",
    columns: [
      { title: "check", align: "left" as const },
      { title: "value", align: "right" as const },
      { title: "bar", align: "right" as const },
      { title: "outcome", align: "left" as const },
    ],
    rows,
  };
  return {
    id: "checks",
    title: "Checks fixed beforehand",
    body: htmlTable(table, "Checks fixed beforehand"),
  };
}

/** Every entry of the evidence vector; those that were not measured say so. */
export function evidencePart({ optimiserEvidence }: Verdict): ReportPart | null {
  const entries = Object.entries(optimiserEvidence);
  if (entries.length === 0) return null;
  const table = {
    caption: "An alignment failure is no evidence of an optimiser: these entries stand on their own.",
    columns: [
      { title: "entry", align: "left" as const },
      { title: "evidence", align: "right" as const },
    ],
    rows: entries.map(([name, value]) => ({
      cells: [
        name.replaceAll("-", " "),
        value === null ? element("span", { class: "quiet" }, "not measured") : formatNumber(value, 2),
      ],
    })),
  };
  return {
    id: "optimiser-evidence",
    title: "Optimiser evidence",
    body: htmlTable(table, "Optimiser evidence"),
  };
}
