// `innergap modification`: the threat of modification in closed form, and a population that is drawn beside it.
import { exitCodes, InputError } from "../base/errors.ts";
import type { Interval } from "../base/interval.ts";
import { Rng } from "../base/rng.ts";
import { formatInterval, formatNumber } from "../drawing/numbers.ts";
import { catastropheProbability, stepsThatMatter } from "../games/modification/catastrophe-probability.ts";
import { delayBeyondDeterrence, detectionThreshold } from "../games/modification/detection-threshold.ts";
import {
  catastropheShare,
  defectingShare,
  simulatePopulation,
} from "../games/modification/motive-population.ts";
import type { Arguments } from "./arguments.ts";
import type { Execute } from "./command.ts";
import { actionOf } from "./game-words.ts";
import { modificationActions, modificationOptions } from "./modification-options.ts";
import type { Terminal } from "./terminal.ts";

const mostSteps = 1_000_000;
const mostPay = 1e12;
const actions = { threshold, catastrophe, population };

export const execute: Execute = async (args, terminal) => {
  const action = actionOf(args, ["threshold", "catastrophe", "population"]);
  refuseOthers(args, action);
  terminal.record({ kind: "done", result: actions[action](args, terminal) });
  return exitCodes.ok;
};

/** An option that an action has no use for would be taken for one that changed the answer. */
function refuseOthers(args: Arguments, action: keyof typeof modificationActions): void {
  const taken: readonly string[] = modificationActions[action];
  for (const { name } of modificationOptions) {
    const given = args.text(name);
    if (given === null || taken.includes(name)) continue;
    throw new InputError(
      `--${name}`,
      JSON.stringify(given),
      `nothing: ${action} takes ${taken.map((one) => `--${one}`).join(", ")}`,
    );
  }
}

const discountOf = (args: Arguments) => args.number("discount", 0, 0.999999) ?? 0.95;

function threatOf(args: Arguments) {
  const detection = args.number("detection", 0, 1) ?? 0.3;
  return { detection, delay: delayOf(args) };
}

const delayOf = (args: Arguments) => args.whole("delay", 0, mostSteps) ?? 0;

function threshold(args: Arguments, terminal: Terminal): object {
  const motive = {
    gain: args.number("gain", 0, mostPay) ?? 3,
    benefit: args.number("benefit", 0, mostPay) ?? 1,
  };
  const [discount, delay] = [discountOf(args), delayOf(args)];
  const found = detectionThreshold(motive, delay, discount);
  const latest = delayBeyondDeterrence(motive, discount);
  if (found === null) terminal.print("Always defects: no probability of detection deters.");
  else if (found === 0) terminal.print("Never defects: it would gain nothing, even unseen.");
  else
    terminal.print(
      `Defects below a detection of ${formatNumber(found, 6)} per step, and cooperates from there on.`,
    );
  if (latest !== null) terminal.print(`From a delay of ${latest} steps on nothing deters.`);
  return { ...motive, discount, delay, detectionThreshold: found, delayBeyondDeterrence: latest };
}

function catastrophe(args: Arguments, terminal: Terminal): object {
  const threat = threatOf(args);
  const length = args.whole("length", 1, mostSteps) ?? 5;
  const probability = catastropheProbability(threat, length);
  const matter = stepsThatMatter(threat.delay, length);
  terminal.print(
    `An agent that defects completes the catastrophe with probability ${formatNumber(probability, 6)}.`,
  );
  terminal.print(
    matter === 0
      ? "Modification comes too late whatever is seen: it takes as long as the catastrophe."
      : `It is prevented where one of the first ${matter} of its ${length} steps is seen.`,
  );
  return { ...threat, length, stepsThatMatter: matter, probability };
}

function population(args: Arguments, terminal: Terminal): object {
  const threat = threatOf(args);
  const discount = discountOf(args);
  const motives = {
    median: args.number("median", 1e-12, mostPay) ?? 3,
    logDeviation: args.number("log-deviation", 1e-6, 1000) ?? 1,
  };
  const recognition = args.number("recognition", 0, 1) ?? 1;
  const length = args.whole("length", 1, mostSteps);
  const agents = args.whole("agents", 1, 10_000_000) ?? 100_000;
  const seed = args.whole("seed", 0, 2 ** 31 - 1) ?? 0;
  const game = { population: motives, threat, discount, recognition };
  const exact = defectingShare(game);
  const rng = Rng.fromSeed(seed).fork("modification").fork("population");
  const drawn = simulatePopulation(game, { agents, length, rng });
  const line = (what: string, share: number, simulated: Interval) =>
    terminal.print(
      `${what} ${formatNumber(share, 4)} exactly; ${formatNumber(simulated.estimate, 4)} ${formatInterval(simulated.low, simulated.high, 4)} of ${formatNumber(agents, 0)} agents drawn`,
    );
  line("defects            ", exact, drawn.defecting);
  const result = { ...game, agents, seed, defectProbability: exact, simulated: drawn.defecting };
  if (length === null || drawn.catastrophe === null) return result;
  const complete = catastropheShare(game, length);
  line(`catastrophe of ${String(length).padEnd(4)}`, complete, drawn.catastrophe);
  return { ...result, length, catastropheProbability: complete, simulatedCatastrophe: drawn.catastrophe };
}
