// `innergap run`: one study, from the plan to the report.
import { join } from "node:path";
import { exitCodes, InputError } from "../base/errors.ts";
import { experimentNamed } from "../experiments/index.ts";
import { disk } from "../runs/disk.ts";
import { listRuns } from "../runs/listing.ts";
import { runStudy, type StudyRequest } from "../trials/study.ts";
import type { Arguments } from "./arguments.ts";
import type { Execute } from "./command.ts";
import { placeNamed } from "./folders.ts";
import { assertedExitCode, printOutcome } from "./outcome.ts";
import { watchStudy } from "./progress.ts";
import { studyOptions } from "./study-options.ts";
import { studyServices } from "./study-services.ts";

export const execute: Execute = async (args, terminal, interruption) => {
  const request = studyRequest(args);
  const view = await watchStudy(terminal);
  let result: Awaited<ReturnType<typeof runStudy>>;
  try {
    result = await runStudy(request, studyServices, view.take, interruption.signal);
  } finally {
    view.stop();
  }
  const { folder, status, summary, verdict, report, notices } = result;
  for (const notice of notices) terminal.say(notice);
  terminal.record({ kind: "done", status, result: { folder, status, report, verdict, summary, notices } });
  if (status === "interrupted") {
    terminal.say(`stopped; go on with: innergap run ${request.experiment} --resume ${folder}`);
    return interruption.exitCode() ?? exitCodes.failure;
  }
  printOutcome(result, terminal);
  return assertedExitCode([verdict], args.flag("assert"));
};

function studyRequest(args: Arguments): StudyRequest {
  // Checked before anything else is loaded or read: the likeliest mistake is a mistyped name.
  const experiment = experimentNamed(args.text("experiment") ?? "").name;
  const options = studyOptions(args);
  const resume = args.text("resume");
  return {
    ...options,
    experiment,
    settings: args.texts("setting"),
    resume: resume === null ? null : resumedFolder(resume, experiment, options.out),
    command: ["innergap", ...args.words].map(shellWord).join(" "),
  };
}

/** The folder after `--resume`, or the newest study of the experiment that has no verdict yet. */
function resumedFolder(word: string, experiment: string, out: string): string {
  if (word !== "") return placeNamed(word, out).folder;
  const unfinished = listRuns(disk, out).studies.filter(
    (study) => study.record?.plan.experiment === experiment && !study.complete,
  );
  const newest = unfinished.at(-1);
  if (newest !== undefined) return newest.folder;
  throw new InputError(
    "--resume",
    `no unfinished study of ${experiment} in ${join(out)}`,
    "one that was stopped",
  );
}

/** A word as a POSIX shell would have it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
