// Who expects what of the question, and what would refute each side.
import { htmlTable } from "../../drawing/table.ts";
import type { ReportPart } from "../page.ts";
import type { ReportedExperiment } from "../report-input.ts";

/** Null where nobody is named. */
export function claimsPart({ claims = [] }: ReportedExperiment): ReportPart | null {
  if (claims.length === 0) return null;
  const table = {
    caption: "Written down before the study ran.",
    columns: ["who", "expects", "would be refuted by"].map((title) => ({ title, align: "left" as const })),
    rows: claims.map(({ who, expects, refutedBy }) => ({ cells: [who, expects, refutedBy] })),
  };
  return { id: "claims", title: "Who expects what", body: htmlTable(table, "Who expects what") };
}
