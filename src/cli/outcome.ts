// How a study's answer is told: tables, the verdict's sentences and checks, and last the path of the report.
import { exitCodes } from "../base/errors.ts";
import { experimentNamed } from "../experiments/index.ts";
import type { StudySummary } from "../measures/summary.ts";
import { studyTableText } from "../reports/table-text.ts";
import type { Verdict } from "../runs/format.ts";
import { inferenceTable } from "./inference-text.ts";
import type { Terminal } from "./terminal.ts";
import { wrap } from "./wording.ts";

export interface Outcome {
  readonly summary: StudySummary;
  readonly verdict: Verdict;
  /** Path of report.html; null where there is none yet. */
  readonly report: string | null;
}

/** Tells a person; the report's path is the last line. */
export function printOutcome(outcome: Outcome, terminal: Terminal): void {
  const { summary, verdict, report } = outcome;
  const { width, color } = terminal;
  terminal.print(studyTableText(summary, experimentNamed(summary.experiment), { width, color }));
  if (summary.inference) {
    for (const line of inferenceTable(summary.inference)) terminal.print(line);
    terminal.print();
  }
  for (const line of verdictLines(verdict, Math.min(width, 110))) terminal.print(line);
  if (report !== null) terminal.print(report);
}

/** Sentences, then the checks that were fixed beforehand, then what was not measured. */
export function verdictLines(verdict: Verdict, width: number): string[] {
  const title = verdict.look ? "Verdict (a look: below ten seeds, no claim is made)" : "Verdict";
  const checks = verdict.checks.map((check) => {
    const word = check.holds === null ? "cannot tell" : check.holds ? "holds" : "does not hold";
    const value = check.value === null ? "not measured" : fixed(check.value);
    const interval =
      check.low === null || check.high === null ? "" : ` [${fixed(check.low)}, ${fixed(check.high)}]`;
    return `${word}: ${check.name}: ${value}${interval}, bar ${check.threshold}`;
  });
  const evidence = Object.entries(verdict.optimiserEvidence).map(
    ([name, value]) => `${name}: ${value === null ? "not measured" : value.toFixed(2)}`,
  );
  const items = (texts: readonly string[]) =>
    texts.flatMap((text) =>
      wrap(text, width - 4).map((line, index) => (index === 0 ? `  - ${line}` : `    ${line}`)),
    );
  return [
    title,
    ...items(verdict.statements),
    "",
    "Checks, fixed beforehand",
    ...items(checks),
    ...(evidence.length === 0 ? [] : ["", "Optimiser evidence", ...items(evidence)]),
    "",
  ];
}

/** Two decimals, and no minus before a zero. */
function fixed(value: number): string {
  const text = value.toFixed(2);
  return text === "-0.00" ? "0.00" : text;
}

/** 3 where `--assert` asks for it and some check does not hold, "cannot tell" included; else 0. */
export function assertedExitCode(verdicts: readonly Verdict[], asserted: boolean): number {
  const allHold = verdicts.every((verdict) => verdict.checks.every((check) => check.holds === true));
  return asserted && !allHold ? exitCodes.assertion : exitCodes.ok;
}
