// `innergap runs`: what is kept, newest first.
import { basename, join } from "node:path";
import { exitCodes, InnergapError } from "../base/errors.ts";
import { truncateToWidth } from "../drawing/plain-text.ts";
import { textTableLines } from "../drawing/table.ts";
import { disk } from "../runs/disk.ts";
import { readOptional } from "../runs/durable.ts";
import { type RunManifest, studyFiles } from "../runs/format.ts";
import { type Listed, type ListedStudy, listRuns } from "../runs/listing.ts";
import { parseVerdict } from "../runs/records.ts";
import type { Execute } from "./command.ts";
import { bytesBelow, isHeld, usualOut } from "./folders.ts";
import { byteSize } from "./wording.ts";

/** A study or a run of its own, as the list shows it. */
interface Row {
  readonly folder: string;
  readonly experiment: string;
  readonly preset: string;
  readonly status: string;
  readonly runsComplete: number;
  readonly runsStarted: number;
  readonly bytes: number;
  readonly headline: string;
}

export const execute: Execute = async (args, terminal) => {
  const out = args.text("out") ?? usualOut();
  const listing = listRuns(disk, out);
  const rows = [...listing.studies.map(studyRow), ...listing.runs.map(runRow)].reverse();
  const columns = [
    { title: `study in ${out}`, align: "left" },
    { title: "status", align: "left" },
    { title: "runs", align: "right" },
    { title: "size", align: "right" },
    { title: "headline", align: "left" },
  ] as const;
  const cells = rows.map((row) => {
    const name = basename(row.folder);
    const runs = `${row.runsComplete}/${row.runsStarted}`;
    // A name must be whole to be of use, so only the headline gives way, and only where somebody looks.
    const room = process.stdout.isTTY ? Math.max(30, terminal.width - name.length - 35) : Infinity;
    return [name, row.status, runs, byteSize(row.bytes), truncateToWidth(row.headline, room)];
  });
  const table = { columns, rows: cells.map((one) => ({ cells: one })) };
  if (rows.length === 0) terminal.say(`no studies in ${out}; \`innergap run keys-and-chests\` makes one`);
  else for (const line of textTableLines(table, Number.POSITIVE_INFINITY)) terminal.print(line);
  terminal.record({ kind: "done", result: { out, studies: rows } });
  return exitCodes.ok;
};

function studyRow(study: ListedStudy): Row {
  const plan = study.record?.plan;
  return {
    folder: study.folder,
    experiment: plan?.experiment ?? "?",
    preset: plan?.preset ?? "?",
    status: studyStatus(study),
    runsComplete: study.runs.filter((run) => run.record?.status === "complete").length,
    runsStarted: study.runs.length,
    bytes: bytesBelow(study.folder),
    headline: study.problem ?? headlineOf(study),
  };
}

function studyStatus(study: ListedStudy): string {
  if (study.problem !== null || study.runs.some((run) => run.problem !== null)) return "damaged";
  if (isHeld(study.folder)) return "running";
  if (study.complete) return "complete";
  return study.runs.some((run) => run.record?.status === "failed") ? "failed" : "interrupted";
}

function headlineOf(study: ListedStudy): string {
  const path = join(study.folder, studyFiles.verdict);
  try {
    const bytes = readOptional(disk, path);
    return bytes === null ? "" : (parseVerdict(bytes, path).statements[0] ?? "");
  } catch (error) {
    if (error instanceof InnergapError) return error.message;
    throw error;
  }
}

function runRow(run: Listed<RunManifest>): Row {
  const { record, folder, problem } = run;
  return {
    folder,
    experiment: record?.experiment ?? "?",
    preset: "",
    status: problem === null ? (record?.status ?? "?") : "damaged",
    runsComplete: record?.status === "complete" ? 1 : 0,
    runsStarted: 1,
    bytes: bytesBelow(folder),
    headline: problem ?? `one run: ${record?.setting ?? "?"}, seed ${record?.seed ?? "none"}`,
  };
}
