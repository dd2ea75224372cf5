// `innergap sweep`: many points of an experiment's settings, each with every seed, ranked by one figure.
import { exitCodes, InputError } from "../base/errors.ts";
import { experimentNamed } from "../experiments/index.ts";
import { checkName } from "../runs/layout.ts";
import { planSweep, runSweep, type SweepRequest, type SweepResult } from "../trials/sweep.ts";
import type { Arguments } from "./arguments.ts";
import type { Execute } from "./command.ts";
import { shellWord } from "./run.ts";
import { studyOptions } from "./study-options.ts";
import { rankedFigure } from "./sweep-figure.ts";
import { parseVary } from "./sweep-options.ts";
import { watchSweep } from "./sweep-progress.ts";
import { sweepServices } from "./sweep-services.ts";
import { rankingLines } from "./sweep-text.ts";
import type { Terminal } from "./terminal.ts";
import { duration } from "./wording.ts";

const [mostSeed, mostEta] = [2 ** 31 - 1, 1000];

export const execute: Execute = async (args, terminal, interruption) => {
  const experiment = experimentNamed(args.text("experiment") ?? "");
  const request = sweepRequest(args, experiment.name, args.text("preset") ?? experiment.defaultPreset);
  const plan = planSweep(experiment, request);
  const { settings } = plan.planned[0]![0]!;
  const figure = rankedFigure(experiment, settings, args.text("figure"), bestOf(args));
  const result = await runSweep(
    experiment,
    request,
    figure,
    sweepServices,
    watchSweep(terminal),
    interruption.signal,
    plan,
  );
  return told(result, terminal, interruption.exitCode());
};

function told(result: SweepResult, terminal: Terminal, interrupted: number | null): number {
  const { ranking, report, folder, status, notices, effort, broken } = result;
  for (const notice of notices) terminal.say(notice);
  const { found, ran, seconds, busy } = effort;
  terminal.say(
    `${ran} runs in ${duration(seconds)}${busy === null ? "" : `, workers busy for ${(100 * busy).toFixed(0)} % of it`}; ${found} were complete before`,
  );
  terminal.record({ kind: "done", status, result: { folder, status, report, ranking, effort, notices } });
  if (ranking === null) {
    terminal.say("stopped; the same command goes on from here");
    return interrupted ?? exitCodes.failure;
  }
  for (const line of rankingLines(ranking, terminal.width)) terminal.print(line);
  terminal.print(report);
  if (ranking.points.every(({ mean, failures }) => mean === null && failures.length === 0)) {
    terminal.complain(
      `innergap: no run has the figure ${ranking.declaration.figure}; with another --figure the same command ranks the runs that are there`,
    );
    return exitCodes.failure;
  }
  return broken > 0 ? exitCodes.failure : exitCodes.ok;
}

function sweepRequest(args: Arguments, experiment: string, preset: string): SweepRequest {
  const options = studyOptions(args);
  const vary = args.texts("vary");
  const points = args.whole("points", 1, 10_000);
  const eta = args.whole("halving", 2, mostEta);
  for (const name of ["rungs", "budget"]) {
    if (eta === null && args.text(name) !== null)
      throw new InputError(`--${name}`, "no --halving", "it belongs to successive halving");
  }
  const drawSeed = args.whole("draw-seed", 0, mostSeed);
  if (points === null && drawSeed !== null)
    throw new InputError("--draw-seed", "no --points", "it belongs to random points");
  const into = args.text("into") ?? `sweep-${experiment}-${options.preset ?? preset}`;
  return {
    ...options,
    settings: args.texts("setting"),
    dimensions: vary.map(parseVary),
    vary,
    random: points === null ? null : { points, seed: drawSeed ?? 0 },
    halving: eta === null ? null : { eta, rungs: args.whole("rungs", 1, 100), budget: args.text("budget") },
    folder: `${options.out}/${checkName("--into", into)}`,
    command: ["innergap", ...args.words].map(shellWord).join(" "),
  };
}

function bestOf(args: Arguments): "highest" | "lowest" | null {
  const word = args.text("best");
  return word === "highest" || word === "lowest" ? word : null;
}
