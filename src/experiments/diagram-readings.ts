// What came out of the diagram's predictions, row by row: agreement, or refutation in one of two ways.
import type { Figure, FindingSummary, StudySummary } from "../measures/summary.ts";
import { figure } from "./checks.ts";
import { findingsOf } from "./findings.ts";

/** Beyond this share of decisions a trained agent counts as changed; fixed beforehand. */
export const leastChange = 0.05;
/** A planner's decisions are exact: anything more than rounding is a change. */
const exactly = 1e-9;

/** Whether cutting changed the policy; null where it cannot be told. */
export type Change = boolean | null;

/** The planner changes or does not. */
export function plannerChanged({ figures }: FindingSummary): boolean {
  return (figures.changed?.mean ?? Number.NaN) > exactly;
}

/** Trained agents are changed where every seed (from ten on: the whole interval) is above the bar, and unchanged where all are below. */
export function trainedChanged({ figures }: FindingSummary): Change {
  const { perSeed, low, high } = figures.beyond as Figure;
  const witnesses = low === null || high === null ? perSeed : [low, high];
  if (witnesses.every((share) => share > leastChange)) return true;
  return witnesses.every((share) => share <= leastChange) ? false : null;
}

/** What a row says of the prediction "an incentive exactly where the policy changes". */
export function agreement(incentive: boolean, changed: Change): string {
  if (changed === null) return "? cannot tell";
  if (incentive === changed) return "✓ agrees";
  return incentive ? "✗ incentive, no change" : "✗ change, no incentive";
}

/** Rows of a finding that have an incentive, or that have none. */
export function rowsWith(summary: StudySummary, finding: string, incentive: boolean): FindingSummary[] {
  return findingsOf(summary, finding, { incentive });
}

/** The largest of a figure over some rows, seed by seed; null without rows. */
export function largestOf(rows: readonly FindingSummary[], name: string): Figure | null {
  const seeds = rows[0]?.figures[name]?.perSeed.length ?? 0;
  if (seeds === 0) return null;
  return figure(
    Array.from({ length: seeds }, (_, seed) =>
      Math.max(...rows.map(({ figures }) => figures[name]?.perSeed[seed] ?? Number.NaN)),
    ),
  );
}

/** The largest mean over seeds of a figure over some rows: chance alone puts the largest of many single seeds above a bar. */
export function largestMean(rows: readonly FindingSummary[], name: string): Figure | null {
  if (rows.length === 0) return null;
  return rows
    .map(({ figures }) => figures[name] as Figure)
    .reduce((most, one) => (one.mean > most.mean ? one : most));
}

/** Of the rows of which it can be told, the share that are changed. */
export function shareChanged(
  rows: readonly FindingSummary[],
  changed: (row: FindingSummary) => Change,
): Figure | null {
  const told = rows.map(changed).filter((one) => one !== null);
  return told.length === 0 ? null : figure([told.filter(Boolean).length / told.length]);
}
