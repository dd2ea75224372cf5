// What is read off the findings on the RAM cell: places of a phase map, the class that rules a cell, the cell of most data.
import type { Figure, FindingSummary, StudySummary } from "../measures/summary.ts";
import { findingFigure, findingsOf } from "./findings.ts";

/** Classes in the order of their colours. */
export const categories = ["proxy", "truth", "truth-with-exceptions", "label", "other"] as const;

/** The values of a condition among findings, ascending. */
export const axis = (found: readonly FindingSummary[], name: string) =>
  [...new Set(found.map(({ conditions }) => Number(conditions[name])))].sort((a, b) => a - b);

/** The largest class of a cell: of its mean shares, or of what the seeds' texts say. */
export function classOf({ figures, texts }: FindingSummary): string {
  if (!texts) return largest(categories.map((name) => figures[name]?.mean ?? 0));
  return largest(categories.map((name) => texts.filter((text) => text.class === name).length));
}

const largest = (shares: readonly number[]): string => categories[shares.indexOf(Math.max(...shares))]!;

/** The cell of the most samples and contexts. */
export function corner(summary: StudySummary, finding: string, name: string, conditions = {}): Figure | null {
  const found = findingsOf(summary, finding, conditions);
  if (found.length === 0) return null;
  const [samples, contexts] = [axis(found, "samples").at(-1)!, axis(found, "contexts").at(-1)!];
  return findingFigure(summary, finding, { ...conditions, samples, contexts }, name);
}

/** The largest width among the networks of a study. */
export const widest = (summary: StudySummary) => axis(findingsOf(summary, "network"), "width").at(-1) ?? 0;
