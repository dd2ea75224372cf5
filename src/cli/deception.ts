// `innergap deception`: solves the deception game, tells its thresholds, or lets a person play its figure.
import { exitCodes, InputError } from "../base/errors.ts";
import { formatNumber } from "../drawing/numbers.ts";
import { textTableLines } from "../drawing/table.ts";
import { solveCell } from "../games/deception/conditions.ts";
import { type DeceptionGame, deceptionGame, mostEpisodes } from "../games/deception/deception-game.ts";
import { deceptionThresholds } from "../games/deception/deception-thresholds.ts";
import { flagValue, solveFlag } from "../games/deception/flag-seen.ts";
import { hiddenValue, solveHidden } from "../games/deception/hidden-phase.ts";
import { type NamedPlan, namedPlans } from "../games/deception/plans.ts";
import { Arguments } from "./arguments.ts";
import type { Execute } from "./command.ts";
import { actionOf, deceptionActions, deceptionConditions, deceptionPhases, wordOf } from "./game-words.ts";
import type { Terminal } from "./terminal.ts";

export const execute: Execute = async (args, terminal, interruption) => {
  const action = actionOf(args, deceptionActions);
  if (action === "play") return play(args, terminal, interruption);
  const game = gameOf(args);
  const result = action === "solve" ? solve(args, game, terminal) : threshold(args, game, terminal);
  terminal.record({ kind: "done", result });
  return exitCodes.ok;
};

function gameOf(args: Arguments): DeceptionGame {
  const given = {
    training: args.whole("training", 0, mostEpisodes) ?? 2,
    deployment: args.whole("deployment", 0, mostEpisodes) ?? 3,
    modification: args.number("modification", 0, 1) ?? 1,
    discount: args.number("discount", 0, 1) ?? 1,
  };
  return deceptionGame(given);
}

function solve(args: Arguments, game: DeceptionGame, terminal: Terminal): object {
  const phase = wordOf(args, "phase", deceptionPhases, "visible");
  const seen = args.number("seen", 0, 1);
  if (phase !== "flag" && seen !== null) {
    throw new InputError("--seen", String(seen), "--phase flag beside it");
  }
  const lacking = args.texts("without");
  const unknown = lacking.find((word) => !deceptionConditions.some((known) => known === word));
  if (unknown !== undefined) {
    throw new InputError("--without", JSON.stringify(unknown), `one of ${deceptionConditions.join(", ")}`);
  }
  const cell = solveCell(game, {
    acrossEpisodes: !lacking.includes("across-episodes"),
    knowsSelection: !lacking.includes("knows-selection"),
    expectsEnd: !lacking.includes("expects-end"),
  });
  const believed = cell.believed;
  const about = { ...game, phase, lacking, believed };
  if (phase === "visible") {
    terminal.print(`best plan  ${cell.plan}  worth ${formatNumber(cell.value, 4)}`);
    if (cell.planCount > 1) {
      terminal.print(
        `${cell.planCount} plans are best: ${cell.plans.slice(0, 8).join(" ")}${cell.planCount > 8 ? " ..." : ""}`,
      );
    }
    const alternatives = namedPlans(believed);
    printPlans(terminal, alternatives);
    const { plan, value, planCount, plans, trueValue, deceives } = cell;
    return { ...about, plan, value, planCount, plans, trueValue, deceives, alternatives };
  }
  return phase === "hidden"
    ? { ...about, ...solveWithoutFlag(believed, terminal) }
    : { ...about, ...solveWithFlag(believed, seen ?? 0.5, terminal) };
}

/** Only coins can be tossed where no episode can be told from another; "p" stands for the best one. */
function solveWithoutFlag(game: DeceptionGame, terminal: Terminal): object {
  const { defectProbability, value } = solveHidden(game);
  const episodes = game.training + game.deployment;
  const coin = (name: string, plan: string, p: number) => ({
    name,
    plan: plan.repeat(episodes),
    defectProbability: p,
    value: hiddenValue(game, p),
  });
  const alternatives = [
    coin("always defect", "B", 1),
    coin("an even coin", "p", 0.5),
    coin("never defect", "A", 0),
  ];
  terminal.print(
    `defects with probability ${formatNumber(defectProbability, 4)} in every episode, worth ${formatNumber(value, 4)}`,
  );
  printPlans(terminal, alternatives);
  return { plan: "p".repeat(episodes), value, defectProbability, alternatives };
}

function solveWithFlag(game: DeceptionGame, seen: number, terminal: Terminal): object {
  const { policy, value, defectRate } = solveFlag(game, seen);
  const kind = (name: string, unseen: number, training: number, deployment: number) => {
    const alternative = { training, deployment, unseen };
    return { name, policy: alternative, value: flagValue(game, seen, alternative) };
  };
  const alternatives = [
    kind("defect only where deployment is seen", 0, 0, 1),
    kind("defect unless training is seen", 1, 0, 1),
    kind("always defect", 1, 1, 1),
    kind("never defect", 0, 0, 0),
  ];
  const digits = (number: number) => formatNumber(number, 4);
  terminal.print(
    `defects with probability ${digits(policy.training)} where training is seen, ${digits(policy.deployment)} where deployment is, ${digits(policy.unseen)} where nothing is; worth ${digits(value)}`,
  );
  terminal.print(
    `in all, ${digits(defectRate.training)} per training episode and ${digits(defectRate.deployment)} per deployment episode`,
  );
  printPlans(
    terminal,
    alternatives.map(({ name, value: worth }) => ({ name, plan: "", value: worth })),
  );
  return { seen, policy, defectRate, value, alternatives };
}

function printPlans(terminal: Terminal, plans: readonly NamedPlan[]): void {
  const columns = [
    { title: "kind", align: "left" as const },
    { title: "plan", align: "left" as const },
    { title: "value", align: "right" as const },
  ];
  const rows = [...plans]
    .sort((a, b) => b.value - a.value)
    .map(({ name, plan, value }) => ({ cells: [name, plan, formatNumber(value, 4)] }));
  for (const line of textTableLines({ columns, rows }, terminal.width)) terminal.print(line);
}

function threshold(args: Arguments, game: DeceptionGame, terminal: Terminal): object {
  for (const name of ["phase", "seen"]) {
    if (args.text(name) !== null) {
      throw new InputError(`--${name}`, args.text(name)!, "nothing: thresholds are those of a visible phase");
    }
  }
  const { discount, modification } = deceptionThresholds(game);
  const above = (value: number | null, of: string, at: string) =>
    value === null
      ? `Deceiving is best at no ${of} (${at}).`
      : `Deceiving is best above a ${of} of ${formatNumber(value, 6)} (${at}).`;
  terminal.print(above(discount, "discount", `at modification probability ${game.modification}`));
  terminal.print(above(modification, "modification probability", `at discount ${game.discount}`));
  return {
    training: game.training,
    deployment: game.deployment,
    at: { modification: game.modification, discount: game.discount },
    discount,
    modification,
  };
}

/** The world of the figure, on the machinery of `innergap play`. */
const play: Execute = async (args, terminal, interruption) => {
  const game = gameOf(args);
  const phase = wordOf(args, "phase", ["visible", "hidden"], "visible");
  const { execute: playWorld } = await import("./play.ts");
  const settings = { training: game.training, deployment: game.deployment, modification: game.modification };
  const values = {
    environment: "train-then-deploy",
    set: [
      ...Object.entries(settings).map(([name, value]) => `parameters.${name}=${value}`),
      `parameters.flag=${phase === "visible" ? "shown" : "hidden"}`,
    ],
    seed: args.text("seed"),
    plain: args.flag("plain"),
    json: args.flag("json"),
  };
  return playWorld(new Arguments("play", args.words, values), terminal, interruption);
};
