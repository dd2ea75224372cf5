// What it would be worth to know a model's parts better, and which of them to ask about next.
import { InputError } from "../../base/errors.ts";
import { oneOf } from "../../base/nearest.ts";
import { quantile } from "../../base/quantile.ts";
import { mean, sampleDeviation } from "../../base/stats.ts";
import type { RiskProgram } from "../program.ts";
import { binomialLikelihood } from "./binomial-likelihood.ts";
import { conditionalSums } from "./conditional-sums.ts";
import { decisionStake } from "./decision-stake.ts";
import { type DrawConditions, type DrawOptions, type Draws, draw } from "./draws.ts";
import { type Figure, figureFrom, studentFactor } from "./figure.ts";
import type { PerfectWorth, Stake, Worth } from "./stake.ts";
import { statementStake } from "./statement-stake.ts";
import { part, type Work } from "./work.ts";

export interface InformationOptions extends DrawOptions {
  /** Names of quantities and causes to ask about; by default those of all inputs. */
  readonly about?: readonly string[];
  /** Which of them can be observed as trials, where not all with values in [0, 1]. */
  readonly observable?: readonly string[];
  /** How many further observations of a probability are valued; 10 by default. */
  readonly observations?: number;
}

/** The worth of knowing one part of a model. */
export interface InformationValue {
  readonly name: string;
  /** EVPPI: worth of knowing it exactly. */
  readonly perfect: Figure & { readonly plugIn: number; readonly crossFitted: number };
  /** EVSI: worth of seeing so many further trials come out; null where the part is no probability, or not observable. */
  readonly observed: Figure | null;
  /** Below 1 % of the worth of knowing everything, even at the upper end of the 80 % interval of `perfect`. */
  readonly negligible: boolean;
}

/** What to observe next. */
export interface NextExperiment {
  readonly name: string;
  readonly worth: Figure;
  /** The runner-up; null where nothing else can be observed. */
  readonly second: string | null;
  /** Whether the 80 % interval of the lead over the runner-up lies above 0. */
  readonly ahead: boolean;
}

/** How the options of a decision compare under what is uncertain now. */
export interface OptionComparison {
  readonly name: string;
  readonly mean: Figure;
  /** Share of draws in which it is best; ties count for the first. */
  readonly best: number;
}

export interface InformationValues extends DrawConditions {
  readonly quantity: string;
  /** What is at stake: the payoff of a decision, or the squared error of stating the outcome. */
  readonly stake: "payoff" | "squared error";
  /** Null where nothing is decided. */
  readonly decision: {
    readonly options: readonly OptionComparison[];
    readonly chosen: string;
    /** The chosen option's lead over the second best: 10 and 90 % quantiles. Null of a single option. */
    readonly lead: { readonly over: string; readonly low: number; readonly high: number } | null;
    /** Whether the choice is another one within that 80 % interval. */
    readonly flips: boolean;
  } | null;
  /** EVPI: worth of knowing everything. */
  readonly everything: Figure;
  /** Whether even that is next to nothing: less than a thousandth of the spread of what is at stake. */
  readonly settled: boolean;
  readonly observations: number;
  /** The part whose exact value is worth most comes first. */
  readonly parts: readonly InformationValue[];
  /** The part whose observations are worth most; null where the question is settled, nothing can be observed, or all is negligible. */
  readonly next: NextExperiment | null;
}

/** Bins of equally many draws. */
const binCount = 128;
const mostObservations = 10_000;
/** Of intervals that decide whether something is worth asking about, and which comes first. */
const rankingLevel = 0.8;

/**
 * EVPI, and for each part its EVPPI and the expected value of n further observations (EVSI), from one sample of draws sorted into 128 bins
 * by the part's value. Observations are independent trials that succeed with the part's value as their probability: of a Beta leaf the
 * posterior is the Beta of s and f counted on, but any part with values in [0, 1] can be asked about. A quantity that shares a cause with
 * others is asked about as a whole: what it says of the cause counts. Without a decision in the model the stake is the squared error of
 * stating the outcome. Throws an InputError for a name that is neither quantity nor input, and for the options of `draw`.
 */
export function* valueOfInformation(
  program: RiskProgram,
  options: InformationOptions = {},
): Work<InformationValues> {
  const { observations = 10 } = options;
  if (!Number.isInteger(observations) || observations < 1 || observations > mostObservations) {
    throw new InputError(
      "observations",
      String(observations),
      `a whole number from 1 to ${mostObservations}`,
    );
  }
  const inputNames = program.inputs.map(({ name }) => name);
  const about = [...new Set(options.about ?? inputNames)];
  const quantities = about.filter((name) => program.quantities.includes(name));
  const causes = about.filter((name) => !program.quantities.includes(name));
  for (const name of causes) {
    if (inputNames.includes(name)) continue;
    throw new InputError("about", JSON.stringify(name), oneOf(name, [...program.quantities, ...inputNames]));
  }
  const decided = program.decision?.options ?? null;
  const targets = decided?.map(({ quantity }) => quantity) ?? [program.outcome];
  const draws = yield* part(
    draw(
      program,
      {
        quantities: [...targets, ...quantities],
        inputs: causes.map((name) => inputNames.indexOf(name)),
      },
      options,
    ),
    0,
    0.5,
  );
  const values = draws.quantities.slice(0, targets.length);
  const stake = decided
    ? decisionStake(values, draws.replicates)
    : statementStake(values[0]!, draws.replicates);
  const everything = stake.everything();
  const columns = [...draws.quantities.slice(targets.length), ...draws.inputs];
  const estimates: Estimate[] = [];
  for (const [index, name] of [...quantities, ...causes].entries()) {
    const observable = options.observable?.includes(name) ?? true;
    estimates.push(estimateOf(name, columns[index]!, stake, draws, observable ? observations : null));
    yield 0.5 + (0.5 * (index + 1)) / about.length;
  }
  const settled = everything.value <= 1e-3 * spreadOf(values);
  const parts = estimates
    .map((one) => informationValue(one, everything.value))
    .sort((a, b) => b.perfect.estimate - a.perfect.estimate);
  const usable = new Set(parts.filter(({ negligible }) => !negligible).map(({ name }) => name));
  return {
    quantity: program.outcome,
    stake: decided ? "payoff" : "squared error",
    decision: decided && comparison(decided, values, draws.replicates),
    everything: figure(everything),
    settled,
    observations,
    parts,
    next: settled ? null : nextExperiment(estimates.filter(({ name }) => usable.has(name))),
    draws: draws.draws,
    replicates: draws.replicates,
    seed: draws.seed,
    points: draws.points,
  };
}

interface Estimate {
  readonly name: string;
  readonly known: PerfectWorth;
  readonly heard: Worth | null;
}

function estimateOf(
  name: string,
  by: Float64Array,
  stake: Stake,
  { replicates }: Draws,
  observations: number | null,
): Estimate {
  const sums = conditionalSums(by, stake.targets, replicates, binCount);
  const isProbability = observations !== null && by.every((value) => value >= 0 && value <= 1);
  return {
    name,
    known: stake.knowing(sums),
    heard: isProbability ? stake.hearing(sums, binomialLikelihood(observations, sums.at)) : null,
  };
}

function informationValue({ name, known, heard }: Estimate, everything: number): InformationValue {
  const perfect = figure(known);
  const reach = studentFactor(known.byReplicate.length, rankingLevel) * perfect.standardError;
  return {
    name,
    perfect: { ...perfect, plugIn: known.plugIn, crossFitted: known.crossFitted },
    observed: heard && figure(heard),
    negligible: perfect.estimate + reach <= 0.01 * everything,
  };
}

function nextExperiment(estimates: readonly Estimate[]): NextExperiment | null {
  const order = estimates
    .flatMap(({ name, heard }) => (heard ? [{ name, heard }] : []))
    .sort((a, b) => b.heard.value - a.heard.value);
  const [first, second] = order;
  if (first === undefined || first.heard.value <= 0) return null;
  return {
    name: first.name,
    worth: figure(first.heard),
    second: second?.name ?? null,
    ahead: second === undefined || leads(first.heard, second.heard),
  };
}

function figure({ value, byReplicate }: Worth): Figure {
  return figureFrom(value, byReplicate);
}

/** Whether the 80 % interval of the difference lies above 0. */
function leads(one: Worth, next: Worth): boolean {
  const differences = one.byReplicate.map((value, index) => value - next.byReplicate[index]!);
  const error = sampleDeviation(differences) / Math.sqrt(differences.length);
  return one.value - next.value > studentFactor(differences.length, rankingLevel) * error;
}

/** Variance of what is stated, or standard deviation of the best option's lead over the second best: in the unit of the worth. */
function spreadOf(values: readonly Float64Array[]): number {
  if (values.length === 1) return sampleDeviation(values[0]!) ** 2;
  const [first, second] = byMean(values).map((index) => values[index]!);
  return sampleDeviation(first!.map((value, draw) => value - second![draw]!));
}

function byMean(values: readonly Float64Array[]): number[] {
  const means = values.map(mean);
  return [...means.keys()].sort((a, b) => means[b]! - means[a]!);
}

function comparison(
  options: readonly { readonly name: string }[],
  payoffs: readonly Float64Array[],
  replicates: number,
): NonNullable<InformationValues["decision"]> {
  const draws = payoffs[0]!.length;
  const best = new Float64Array(options.length);
  for (let index = 0; index < draws; index++) {
    let most = 0;
    for (let option = 1; option < options.length; option++) {
      if (payoffs[option]![index]! > payoffs[most]![index]!) most = option;
    }
    best[most]! += 1 / draws;
  }
  const size = draws / replicates;
  const compared = options.map(({ name }, option) => {
    const byReplicate = Array.from({ length: replicates }, (_, index) =>
      mean(payoffs[option]!.subarray(index * size, (index + 1) * size)),
    );
    return { name, mean: figureFrom(mean(payoffs[option]!), byReplicate), best: best[option]! };
  });
  const [chosen, second] = byMean(payoffs) as [number, number?];
  if (second === undefined) {
    return { options: compared, chosen: options[chosen]!.name, lead: null, flips: false };
  }
  const lead = payoffs[chosen]!.map((value, index) => value - payoffs[second]![index]!).sort();
  const [low, high] = [quantile(lead, 0.1), quantile(lead, 0.9)];
  return {
    options: compared,
    chosen: options[chosen]!.name,
    lead: { over: options[second]!.name, low, high },
    flips: low < 0,
  };
}
