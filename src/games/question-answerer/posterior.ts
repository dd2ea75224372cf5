// Exact Bayes: the posterior over all enumerated programs, each with and without a list of exceptions.
import { InputError } from "../../base/errors.ts";
import { logSumExp } from "../../base/log-sum-exp.ts";
import { mistakeNats } from "./crossing.ts";
import { type Programs, placesOf } from "./enumerate-programs.ts";
import { cellCount, isOne, type Language, type Targets, wordCount } from "./language.ts";
import { MistakeTally, sumOver } from "./mistake-tally.ts";

/** Stored labels that were sampled: one row per context. All arrays are [contexts]. */
export interface LabelledCells {
  readonly cells: Uint8Array;
  readonly label: Uint8Array;
  /** How often each context was sampled; 0 for one that never was. */
  readonly times: Int32Array;
}

export interface BayesOptions {
  readonly language: Language;
  readonly programs: Programs;
  readonly targets: Targets;
  /** eps: the share of labels that every hypothesis allows to be flipped. */
  readonly noise: number;
  /** tau, in nats per operation and sample. */
  readonly timePrice: number;
}

/** What a hypothesis says of new questions; "truth-with-exceptions" says there what "truth" says. */
export const classes = ["proxy", "truth", "truth-with-exceptions", "label", "other"] as const;
export type Class = (typeof classes)[number];

export interface Posterior {
  /** Probabilities; exceptions to anything but the truth count as what they are exceptions to. */
  readonly classes: Readonly<Record<Class, number>>;
  /** ln P(label) / P(truth), both without exceptions, in nats; null where no program computes the label. */
  readonly logOdds: number | null;
  /** Probability of the answer 1 to a question of a new context, by cell. [256] */
  readonly answers: Float64Array;
}

const negligible = -40;

/** Prepared once for a language; asked for many sets of labels. */
export class ExactBayes {
  readonly #options: BayesOptions;
  readonly #mistake: number;
  /** Where the functions that matter stand among the programs. */
  readonly #places: Readonly<Record<"proxy" | "truth" | "label", readonly number[]>>;
  /** Class of each program's function: index into `classes`, exceptions apart. [count] */
  readonly #classOf: Uint8Array;
  readonly #plain: Float64Array;
  readonly #excepted: Float64Array;

  /** Throws an InputError where the truth is not among the programs, or noise and time price are out of range. */
  constructor(options: BayesOptions) {
    const { programs, targets, noise, timePrice } = options;
    this.#options = options;
    this.#mistake = mistakeNats(noise);
    if (!(timePrice >= 0 && timePrice < Infinity)) {
      throw new InputError("timePrice", String(timePrice), "a number of at least 0");
    }
    const { proxy, truth, label } = targets;
    this.#places = {
      proxy: placesOf(programs, proxy),
      truth: placesOf(programs, truth),
      label: label ? placesOf(programs, label) : [],
    };
    if (label && this.#places.label.length === 0) {
      throw new InputError("nodes", "no program for the label", "enough nodes to write it (5)");
    }
    this.#classOf = new Uint8Array(programs.count).fill(classes.indexOf("other"));
    for (const name of ["proxy", "truth", "label"] as const) {
      for (const place of this.#places[name]) this.#classOf[place] = classes.indexOf(name);
    }
    this.#plain = new Float64Array(programs.count);
    this.#excepted = new Float64Array(programs.count);
  }

  /**
   * ln P(label) / P(truth) in nats before the first and after each context's samples, exceptions apart: only the programs for the two are
   * looked at. [contexts + 1] Throws where no program computes the label.
   */
  logOddsAfterEach({ cells, label, times }: LabelledCells): Float64Array {
    const { label: forLabel, truth } = this.#places;
    if (forLabel.length === 0)
      throw new InputError("world.errors", "random", "errors that a program can state");
    const [labelTable, truthTable] = [this.#table(forLabel[0] as number), this.#table(truth[0] as number)];
    const odds = new Float64Array(cells.length + 1);
    // Programs for one function make the same mistakes; only their times tell them apart, and with them the price of each sample.
    let lead = this.#logPrice(forLabel, 0) - this.#logPrice(truth, 0);
    odds[0] = lead;
    for (let [context, samples, fewer] = [0, 0, 0]; context < cells.length; context++) {
      const [cell, count] = [cells[context] as number, times[context] as number];
      samples += count;
      const answers = (labelTable[cell >> 5]! ^ truthTable[cell >> 5]!) >>> (cell & 31);
      if ((answers & 1) === 1) fewer += isOne(labelTable, cell) === (label[context] === 1) ? count : -count;
      if (this.#options.timePrice > 0)
        lead = this.#logPrice(forLabel, samples) - this.#logPrice(truth, samples);
      odds[context + 1] = lead + fewer * this.#mistake;
    }
    return odds;
  }

  /**
   * The posterior over everything. A list of exceptions turns the answer round in a set E of contexts, with prior 2^-(b |E|) and one
   * operation more; the sum over all sets is a product over contexts, so none of the 2^contexts sets is left out.
   */
  posterior(data: LabelledCells): Posterior {
    const { programs, timePrice } = this.#options;
    const { tallies, samples, exceptions, allRight } = this.#tally(data);
    for (let i = 0; i < programs.count; i++) {
      const table = this.#table(i);
      const plain = this.#logMass(i, samples, sumOver(tallies, table));
      const gain = allRight + sumOver(exceptions, table);
      this.#plain[i] = plain;
      // Of the product over contexts, less the empty list.
      this.#excepted[i] =
        plain - samples * timePrice + (gain > 30 ? gain : Math.log(Math.max(Math.expm1(gain), 1e-300)));
    }
    return this.#summary();
  }

  /** log of what the programs at these places weigh together before any label is seen, the time of `samples` samples paid. */
  #logPrice(places: readonly number[], samples: number): number {
    const { programs, timePrice } = this.#options;
    const paid = samples * timePrice;
    return logSumExp(places.map((place) => programs.logPrior[place]! - paid * programs.time[place]!));
  }

  #table(place: number): Uint32Array {
    return this.#options.programs.tables.subarray(place * wordCount, (place + 1) * wordCount);
  }

  /** With the price of time, which is paid per sample. */
  #logMass(place: number, samples: number, mistakes: number): number {
    const { programs, noise, timePrice } = this.#options;
    const fit = samples * Math.log(1 - noise) - mistakes * this.#mistake;
    return (
      (programs.logPrior[place] as number) + fit - samples * timePrice * (programs.time[place] as number)
    );
  }

  /** Sums over the cells of what a wrong answer there means: samples, and logs of what exceptions are worth. */
  #tally({ cells, label, times }: LabelledCells) {
    const [tallies, exceptions] = [new MistakeTally(), new MistakeTally()];
    const price = 2 ** -this.#options.language.exceptionBits;
    let [samples, allRight] = [0, 0];
    for (let context = 0; context < cells.length; context++) {
      const [cell, one, count] = [cells[context]!, label[context]!, times[context]!];
      samples += count;
      tallies.add(cell, one, count);
      const right = Math.log1p(price * Math.exp(-this.#mistake * count));
      const wrong = Math.log1p(price * Math.exp(Math.min(this.#mistake * count, 600)));
      allRight += right;
      exceptions.add(cell, one, wrong - right);
    }
    return { tallies, exceptions, samples, allRight };
  }

  #summary(): Posterior {
    const { count } = this.#options.programs;
    const total = logSumExp([logSumExp(this.#plain), logSumExp(this.#excepted)]);
    const shares = new Float64Array(classes.length);
    const answers = new Float64Array(cellCount);
    const truth = classes.indexOf("truth");
    for (let i = 0; i < count; i++) {
      const [plain, excepted] = [this.#plain[i]! - total, this.#excepted[i]! - total];
      if (plain < negligible && excepted < negligible) continue;
      const [without, withThem] = [Math.exp(plain), Math.exp(excepted)];
      const kind = this.#classOf[i] as number;
      shares[kind]! += without;
      shares[kind === truth ? classes.indexOf("truth-with-exceptions") : kind]! += withThem;
      const table = this.#table(i);
      for (let cell = 0; cell < cellCount; cell++) {
        if (isOne(table, cell)) answers[cell]! += without + withThem;
      }
    }
    const { truth: places, label } = this.#places;
    const mass = (of: readonly number[]) => logSumExp(of.map((place) => this.#plain[place] as number));
    return {
      classes: Object.fromEntries(classes.map((name, i) => [name, shares[i]])) as Record<Class, number>,
      logOdds: label.length === 0 ? null : mass(label) - mass(places),
      answers,
    };
  }
}
