// How to trust and repeat it: what was fixed beforehand, what executed it, the files, and the command.
import { element, fragment, type Markup } from "../../drawing/markup.ts";
import { formatCompact } from "../../drawing/numbers.ts";
import { htmlTable } from "../../drawing/table.ts";
import { type Fingerprint, runFiles, type StudyPlan } from "../../runs/format.ts";
import { copyable, type ReportPart } from "../page.ts";
import type { ReportRun } from "../report-input.ts";
import { momentName } from "../words.ts";

function factTable(
  caption: string,
  titles: readonly [string, string],
  facts: readonly (readonly [string, string | Markup])[],
): Markup {
  const table = {
    caption,
    columns: titles.map((title) => ({ title, align: "left" as const })),
    rows: facts.map(([name, value]) => ({ cells: [name, value] })),
  };
  return htmlTable(table, caption);
}

const code = (text: string) => element("code", {}, text);

/** Hypothesis, refutation, stop rule, thresholds and level hashes, with the hash over all of them. */
export function planPart({ created, planHash, plan }: StudyPlan): ReportPart {
  const facts: (readonly [string, string | Markup])[] = [
    ["hypothesis", plan.hypothesis],
    ["refuted by", plan.refutedBy],
    ["stop rule", plan.stopRule],
    ["seeds", plan.seeds.join(", ")],
    ["fixed at", momentName(created)],
    ["hash of the plan", code(planHash)],
  ];
  const thresholds = Object.entries(plan.thresholds).map(
    ([name, value]) => [name, formatCompact(value)] as const,
  );
  const levels = Object.entries(plan.levelHashes).map(([name, hash]) => [name, code(hash)] as const);
  return {
    id: "plan",
    title: "What was fixed beforehand",
    body: fragment(
      factTable("Fixed before the first run started", ["entry", "value"], facts),
      thresholds.length > 0 && factTable("Thresholds of the checks", ["check", "threshold"], thresholds),
      levels.length > 0 && factTable("Level sets", ["deployment", "SHA-256"], levels),
    ),
  };
}

function fingerprintFacts(print: Fingerprint): (readonly [string, string])[] {
  return Object.entries(print).map(([name, value]) => [name, String(value)] as const);
}

function runTable(runs: readonly ReportRun[]): Markup {
  const table = {
    caption: "Run directories",
    columns: ["run", "status", "started", "finished"].map((title) => ({ title, align: "left" as const })),
    rows: runs.map(({ folder, manifest }) => ({
      cells: [
        code(folder),
        manifest.error === null ? manifest.status : `${manifest.status}: ${manifest.error}`,
        momentName(manifest.started),
        manifest.finished === null ? "–" : momentName(manifest.finished),
      ],
    })),
  };
  return htmlTable(table, "Run directories");
}

/** Fingerprints, each distinct one once: training repeats its bytes only where all of it is equal. */
export function fingerprintPart(runs: readonly ReportRun[]): ReportPart | null {
  const prints = new Map(
    runs.map(({ manifest }) => [JSON.stringify(manifest.fingerprint), manifest.fingerprint]),
  );
  if (prints.size === 0) return null;
  return {
    id: "fingerprint",
    title: "Fingerprint",
    body: fragment(
      element(
        "p",
        {},
        "Training repeats its bytes where all of these are equal; elsewhere it repeats in distribution.",
      ),
      [...prints.values()].map((print) =>
        factTable("What executed the runs", ["entry", "value"], fingerprintFacts(print)),
      ),
    ),
  };
}

const runContents = [
  runFiles.config,
  runFiles.metrics,
  runFiles.evaluations,
  `${runFiles.checkpoints}/`,
  `${runFiles.replays}/`,
  runFiles.manifest,
];

function codeList(names: readonly string[]): Markup {
  return fragment(names.map((name, index) => [index > 0 && ", ", code(name)]));
}

/** The run directories and what lies in them. */
export function filesPart(runs: readonly ReportRun[], besides: readonly string[]): ReportPart {
  return {
    id: "files",
    title: "Files",
    body: fragment(
      element(
        "p",
        {},
        "Every figure of this page comes from these files; they can be read without any code of the laboratory. ",
        besides.length > 0 && ["Beside this page: ", codeList(besides), ". "],
        "In every run directory: ",
        codeList(runContents),
        ".",
      ),
      runTable(runs),
    ),
  };
}

/** The command that does it all again. */
export function repeatPart(command: string): ReportPart {
  return { id: "repeat", title: "Repeat it", body: copyable("command", command) };
}
