// Findings over seeds: the rows of each table put together by their conditions.
import type { FindingSummary, StudySummary } from "../measures/summary.ts";
import type { FindingLine } from "../runs/format.ts";
import { figure } from "./checks.ts";

type Conditions = FindingLine["conditions"];

/** A line with the setting and the seed that it comes from; a setting that is worked out once has none. */
export interface SeededFinding {
  readonly setting: string;
  readonly seed: number | null;
  readonly line: FindingLine;
}

/** One summary per setting, stage, finding and conditions, in the order of their first lines; seeds ascending. */
export function summariseFindings(findings: readonly SeededFinding[]): FindingSummary[] {
  const groups = new Map<string, SeededFinding[]>();
  for (const found of findings) {
    const { stage, finding, conditions } = found.line;
    const key = JSON.stringify([found.setting, stage, finding, Object.entries(conditions).sort()]);
    const group = groups.get(key);
    if (group) group.push(found);
    else groups.set(key, [found]);
  }
  return [...groups.values()].map((group) => {
    const rows = group.toSorted((one, other) => (one.seed ?? 0) - (other.seed ?? 0));
    const { setting, line } = rows[0]!;
    const { stage, finding, conditions } = line;
    const texts = rows.flatMap((row) => (row.line.texts ? [row.line.texts] : []));
    return {
      setting,
      stage,
      finding,
      conditions,
      seeds: rows.map(({ seed }) => seed),
      figures: Object.fromEntries(
        Object.keys(line.figures).map((name) => [
          name,
          figure(rows.map((row) => row.line.figures[name] ?? Number.NaN)),
        ]),
      ),
      ...(texts.length === 0 ? {} : { texts }),
    };
  });
}

/** The findings of that name whose conditions hold all of the given ones. */
export function findingsOf(
  summary: StudySummary,
  finding: string,
  conditions: Conditions = {},
): FindingSummary[] {
  const wanted = Object.entries(conditions);
  return (summary.findings ?? []).filter(
    (one) => one.finding === finding && wanted.every(([name, value]) => one.conditions[name] === value),
  );
}

/** One figure of the first finding that has the conditions; null where the study has none. */
export function findingFigure(
  summary: StudySummary,
  finding: string,
  conditions: Conditions,
  name: string,
): FindingSummary["figures"][string] | null {
  return findingsOf(summary, finding, conditions)[0]?.figures[name] ?? null;
}
